package io.geodesy.analysis;

import java.util.List;

/**
 * What an analysis expects to cost.
 *
 * @param plan whole sentences: what will be done
 * @param memoryBytes peak in the driver, 0 if unknown
 * @param seconds of wall time, 0 if unknown
 */
public record Estimate(List<String> plan, long memoryBytes, double seconds) {
  /** Copies the sentences. */
  public Estimate {
    plan = List.copyOf(plan);
  }

  /** No estimate. */
  public static Estimate unknown() {
    return new Estimate(List.of(), 0, 0);
  }
}
