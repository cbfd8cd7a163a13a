package io.geodesy.run;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * How long a lease lives without a sign of life, and how time passes.
 *
 * @param lifetime after which a lease whose holder was silent may be taken over
 * @param clock of whoever watches; clocks of two machines are never compared
 * @param pause waits
 * @param self this process
 */
record LeaseTerms(Duration lifetime, Clock clock, Consumer<Duration> pause, Holder self) {
  /**
   * Longer than the pauses of a JVM that runs out of memory (tens of seconds), shorter than what a
   * scheduler waits before it tries again.
   */
  static final Duration LIFETIME = Duration.ofSeconds(60);

  private static final int BEATS_A_LIFETIME = 6;

  /** Terms of this process in real time. */
  static LeaseTerms standard(Clock clock) {
    return new LeaseTerms(LIFETIME, clock, LeaseTerms::sleep, Holder.ofThisProcess());
  }

  /** Returns the time between two signs of life. */
  Duration beat() {
    return lifetime.dividedBy(BEATS_A_LIFETIME);
  }

  /** Waits between two looks at another driver's lease: a file system tells nobody of changes. */
  private static void sleep(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while another driver's lease ran out", e);
    }
  }
}
