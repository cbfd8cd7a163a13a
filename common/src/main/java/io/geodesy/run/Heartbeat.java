package io.geodesy.run;

import io.geodesy.error.GeodesyException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Keeps a lease alive while its run goes on, and says how far that is. */
final class Heartbeat implements AutoCloseable {
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "geodesy-lease");
            thread.setDaemon(true);
            return thread;
          });

  private Heartbeat() {}

  static Heartbeat start(Lease lease, LeaseTerms terms, ProgressFile progress) {
    Heartbeat heartbeat = new Heartbeat();
    long millis = terms.beat().toMillis();
    var unused =
        heartbeat.timer.scheduleAtFixedRate(
            () -> beat(lease, progress), millis, millis, TimeUnit.MILLISECONDS);
    return heartbeat;
  }

  /** A beat that fails may be followed by one that succeeds; if none does, the lease runs out. */
  private static void beat(Lease lease, ProgressFile progress) {
    try {
      lease.beat();
      if (lease.isHeld()) {
        progress.write();
      }
    } catch (GeodesyException e) {
      // The check before the next commit tells whether another driver took over.
    }
  }

  /** Ends it, and returns when no beat is under way. */
  @Override
  public void close() {
    timer.shutdown();
    try {
      var unused = timer.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
