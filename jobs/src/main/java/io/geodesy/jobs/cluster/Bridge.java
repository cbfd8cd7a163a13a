package io.geodesy.jobs.cluster;

import java.io.Serializable;

/**
 * An edge between two components, the lower row first; in the order that breaks all ties.
 *
 * @param from lower row
 * @param to higher row
 * @param weight mutual reachability
 */
record Bridge(int from, int to, double weight) implements Serializable {
  /** Longer than every edge. */
  static final Bridge NONE =
      new Bridge(Integer.MAX_VALUE, Integer.MAX_VALUE, Double.POSITIVE_INFINITY);

  /** Shorter than every edge: that of a component whose rows need not search. */
  static final Bridge RESTING =
      new Bridge(Integer.MIN_VALUE, Integer.MIN_VALUE, Double.NEGATIVE_INFINITY);

  static Bridge of(int a, int b, double weight) {
    return new Bridge(Math.min(a, b), Math.max(a, b), weight);
  }

  /** Returns the one of two that comes first. */
  static Bridge first(Bridge a, Bridge b) {
    if (a.weight != b.weight) {
      return a.weight < b.weight ? a : b;
    }
    if (a.from != b.from) {
      return a.from < b.from ? a : b;
    }
    return a.to <= b.to ? a : b;
  }
}
