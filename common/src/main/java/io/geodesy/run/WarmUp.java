package io.geodesy.run;

import io.geodesy.run.Step.Status;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets the analyses of a plan warm up while the session starts and the input is read, which keeps
 * one core busy at most. Ended before the first of them runs.
 */
final class WarmUp implements AutoCloseable {
  private final AtomicBoolean isWanted = new AtomicBoolean(true);
  private final Thread thread;

  private WarmUp(List<Step<?>> steps) {
    thread =
        new Thread(
            () ->
                steps.stream()
                    .filter(step -> step.status() == Status.COMPUTE)
                    .forEach(step -> step.warmUp(isWanted::get)),
            "geodesy-warm-up");
    thread.setDaemon(true);
  }

  static WarmUp start(List<Step<?>> steps) {
    WarmUp warmUp = new WarmUp(steps);
    warmUp.thread.start();
    return warmUp;
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
