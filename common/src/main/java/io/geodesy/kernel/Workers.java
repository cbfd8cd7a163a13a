package io.geodesy.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A fixed number of threads that share ranges of indices.
 *
 * <p>Ranges are handed out as threads become free, so which thread takes which range is not
 * determined: the answer of a body must not depend on it. The worker number is for scratch memory
 * alone.
 */
public final class Workers implements AutoCloseable {
  /** Work on the indices {@code from <= i < to}; {@code worker} is below the number of threads. */
  @FunctionalInterface
  public interface RangeBody {
    /** Does it. */
    void run(int worker, int from, int to);
  }

  private final int threads;
  private final ExecutorService pool;

  /**
   * Starts the threads.
   *
   * @param threads at least 1; the calling thread is one of them
   */
  public Workers(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads is " + threads);
    }
    this.threads = threads;
    this.pool =
        threads == 1
            ? null
            : Executors.newFixedThreadPool(
                threads - 1,
                body -> {
                  Thread thread = new Thread(body, "geodesy-worker");
                  thread.setDaemon(true);
                  return thread;
                });
  }

  /** Returns the number of threads: the worker numbers a body may see. */
  public int threads() {
    return threads;
  }

  /**
   * Runs a body over all ranges of 0 .. count-1 and returns when all are done.
   *
   * @param count indices
   * @param grain indices a range
   * @param body what to do; the first exception it throws is thrown here after the others have
   *     stopped
   */
  public void forRanges(int count, int grain, RangeBody body) {
    int ranges = (int) (((long) count + grain - 1) / grain);
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> others = new ArrayList<>();
    for (int w = 1; w < Math.min(threads, ranges); w++) {
      int worker = w;
      others.add(pool.submit(() -> take(worker, next, ranges, count, grain, body)));
    }
    RuntimeException failure = null;
    try {
      take(0, next, ranges, count, grain, body);
    } catch (RuntimeException e) {
      failure = e;
    }
    for (Future<?> other : others) {
      failure = join(other, failure);
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static void take(
      int worker, AtomicInteger next, int ranges, int count, int grain, RangeBody body) {
    try {
      for (int r = next.getAndIncrement(); r < ranges; r = next.getAndIncrement()) {
        body.run(worker, r * grain, (int) Math.min(count, (long) (r + 1) * grain));
      }
    } catch (RuntimeException | Error e) {
      next.set(ranges);
      throw e;
    }
  }

  private static RuntimeException join(Future<?> other, RuntimeException earlier) {
    try {
      other.get();
      return earlier;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      return earlier != null ? earlier : (RuntimeException) e.getCause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return earlier != null
          ? earlier
          : new IllegalStateException("Interrupted while waiting for workers", e);
    }
  }

  @Override
  public void close() {
    if (pool != null) {
      pool.shutdownNow();
    }
  }
}
