package io.geodesy.run;

import java.time.Clock;

/** Seconds since it was made, from a given clock. */
final class Stopwatch {
  private final Clock clock;
  private final long start;

  Stopwatch(Clock clock) {
    this.clock = clock;
    this.start = clock.millis();
  }

  double seconds() {
    return (clock.millis() - start) / 1000.0;
  }

  /** Returns a difference or sum of seconds to the millisecond, which is all the clock knows. */
  static double rounded(double seconds) {
    return Math.round(1000 * seconds) / 1000.0;
  }
}
