package io.geodesy.run;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Shows a meter once a second, so that its clock moves while nothing else does. */
final class Ticker implements AutoCloseable {
  private final ProgressMeter meter;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          });

  Ticker(ProgressMeter meter) {
    this.meter = meter;
  }

  void start() {
    var unused = timer.scheduleAtFixedRate(meter::tick, 1, 1, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
