package io.geodesy.jobs.dimension;

import io.geodesy.error.DataException;
import io.geodesy.kernel.Workers;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * What a neighbour table gives away about itself, without vectors.
 *
 * <p>Unanswered: if row j lists row i at a distance below i's own largest one, i must list j in an
 * exact graph. The share of such entries that are missing estimates the share of near neighbours
 * missed; random misses spread evenly over rows, structured ones crowd on few: the {@code spread}
 * is the variance of misses a row over what the same number would have at random, 1 if random.
 * Misses in both directions, as between blocks that never met, stay unseen: the measured recall of
 * the graph is there for them.
 *
 * <p>Triangles: a true distance obeys the triangle inequality, a squared one or 1 - cos breaks it
 * wherever a row lies between two others. One break beyond rounding is proof.
 *
 * <p>Cost: up to n k^2 comparisons, at most {@value #MOST_ROWS} rows for triangles. Determinism
 * class D0: counts only.
 *
 * @param unanswered share of the entries that must be answered and are not
 * @param spread variance over expectation of the misses a row
 */
record GraphAudit(double unanswered, double spread) {
  private static final int MOST_ROWS = 5_000;
  private static final double ROUNDING = 1e-4;

  /** Nothing is known: the sample lacks the neighbours' lists. */
  static final GraphAudit UNKNOWN = new GraphAudit(Double.NaN, Double.NaN);

  /**
   * Audits the lists.
   *
   * @param sample of all rows
   * @param workers share the rows
   * @throws DataException if distances are none
   */
  static GraphAudit of(RowSample sample, Workers workers) {
    requireTriangles(sample);
    int n = sample.rows();
    AtomicIntegerArray missed = new AtomicIntegerArray(n);
    AtomicIntegerArray due = new AtomicIntegerArray(n);
    workers.forRanges(
        n,
        1024,
        (worker, from, to) -> {
          for (int j = from; j < to; j++) {
            for (int e = sample.from(j); e < sample.from(j + 1); e++) {
              int i = sample.neighbors()[e];
              if (i >= 0 && !sample.isCopy(j) && isDue(sample, i, sample.distances()[e])) {
                due.incrementAndGet(i);
                if (!lists(sample, i, j)) {
                  missed.incrementAndGet(i);
                }
              }
            }
          }
        });
    return of(missed, due);
  }

  private static GraphAudit of(AtomicIntegerArray missed, AtomicIntegerArray due) {
    long allMissed = 0;
    long allDue = 0;
    for (int i = 0; i < due.length(); i++) {
      allMissed += missed.get(i);
      allDue += due.get(i);
    }
    if (allDue == 0) {
      return UNKNOWN;
    }
    double rate = (double) allMissed / allDue;
    double observed = 0;
    double expected = 0;
    for (int i = 0; i < due.length(); i++) {
      double mean = rate * due.get(i);
      observed += (missed.get(i) - mean) * (missed.get(i) - mean);
      expected += mean * (1 - rate);
    }
    return new GraphAudit(rate, expected > 0 ? observed / expected : Double.NaN);
  }

  /** A distance at i's largest one may be a tie that i's list had no place for. */
  private static boolean isDue(RowSample sample, int i, float distance) {
    int length = sample.length(i);
    return length > 0 && distance < sample.distances()[sample.from(i) + length - 1] * (1 - 1e-6f);
  }

  private static boolean lists(RowSample sample, int i, int j) {
    for (int e = sample.from(i); e < sample.from(i + 1); e++) {
      if (sample.neighbors()[e] == j) {
        return true;
      }
    }
    return false;
  }

  private static void requireTriangles(RowSample sample) {
    float[] reached = new float[sample.rows()];
    Arrays.fill(reached, -1);
    for (int i = 0; i < Math.min(MOST_ROWS, sample.rows()); i++) {
      mark(sample, i, reached, true);
      for (int e = sample.from(i); e < sample.from(i + 1); e++) {
        int j = sample.neighbors()[e];
        for (int f = j < 0 ? 0 : sample.from(j); j >= 0 && f < sample.from(j + 1); f++) {
          int l = sample.neighbors()[f];
          if (l >= 0 && reached[l] >= 0) {
            requireTriangle(sample.distances()[e], sample.distances()[f], reached[l]);
          }
        }
      }
      mark(sample, i, reached, false);
    }
  }

  private static void mark(RowSample sample, int i, float[] reached, boolean isSet) {
    for (int e = sample.from(i); e < sample.from(i + 1); e++) {
      if (sample.neighbors()[e] >= 0) {
        reached[sample.neighbors()[e]] = isSet ? sample.distances()[e] : -1;
      }
    }
  }

  private static void requireTriangle(float a, float b, float c) {
    double longest = Math.max(a, Math.max(b, c));
    double others = (double) a + b + c - longest;
    if (longest > others * (1 + ROUNDING)) {
      throw new DataException(
          "Table neighbors holds three rows whose distances %s, %s and %s break the triangle inequality: these are no distances but squares of them, or 1 - cos. intrinsic-dimension would report half the dimension. Take the root, or write the chord sqrt(2(1-cos)); knn-graph does both."
              .formatted(a, b, c));
    }
  }
}
