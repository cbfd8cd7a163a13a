package io.geodesy.run;

import io.geodesy.run.Step.Status;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Lets the analyses of a plan warm up while the session starts and the input is read, which keeps
 * one core busy at most: in turns, the first of them first. Ended before the first of them runs.
 */
final class WarmUp implements AutoCloseable {
  /** What a compiler needs of a loop is there after about a second. */
  private static final long TURN_NANOS = 1_500_000_000L;

  private final AtomicBoolean isWanted = new AtomicBoolean(true);
  private final Thread thread;

  private WarmUp(List<Consumer<BooleanSupplier>> tasks) {
    thread =
        new Thread(
            () -> takeTurns(new ArrayDeque<>(tasks), isWanted::get, TURN_NANOS), "geodesy-warm-up");
    thread.setDaemon(true);
  }

  static WarmUp start(List<Step<?>> steps) {
    List<Consumer<BooleanSupplier>> tasks = new ArrayList<>();
    for (Step<?> step : steps) {
      if (step.status() == Status.COMPUTE) {
        tasks.add(step::warmUp);
      }
    }
    WarmUp warmUp = new WarmUp(tasks);
    warmUp.thread.start();
    return warmUp;
  }

  /** Runs tasks in turns until none has more to do or none is wanted. */
  static void takeTurns(
      Queue<Consumer<BooleanSupplier>> waiting, BooleanSupplier isWanted, long turnNanos) {
    while (isWanted.getAsBoolean() && !waiting.isEmpty()) {
      Consumer<BooleanSupplier> task = waiting.remove();
      long end = System.nanoTime() + turnNanos;
      task.accept(
          () -> isWanted.getAsBoolean() && (waiting.isEmpty() || System.nanoTime() - end < 0));
      // Who ends before the turn does has nothing more to warm.
      if (System.nanoTime() - end >= 0) {
        waiting.add(task);
      }
    }
  }

  /** Ends it, and returns when it has ended; more than once does no harm. */
  @Override
  public void close() {
    isWanted.set(false);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
