package io.geodesy.jobs.cluster;

import io.geodesy.analysis.Numbers;
import io.geodesy.graph.ConnectedComponents;
import io.geodesy.graph.SparseRows;

/**
 * The number of clusters of spectral clustering where none is given: the number of eigenvectors
 * before the widest gap of the frequencies {@code sqrt(1 - lambda)} of the normalised operator.
 *
 * <p>A graph of K pieces that hardly touch has K frequencies near 0 and then a gap. On one
 * continuous shape of d dimensions the j-th frequency grows as {@code j^(1/d)} (Weyl), so that no
 * gap is much wider than the first; differences of eigenvalues themselves would widen. The choice
 * is uncertain unless the gap is {@value #CLEAR} times any other, the first included. Components
 * count as pieces: each has a frequency of 0, and no gap lies below their number.
 *
 * <p>Cost: none beside the eigenvectors, of which {@value #MOST} and one more are needed.
 * Determinism class D0.
 *
 * <p>Papers: Ng, Jordan, Weiss, On spectral clustering, NIPS 2001; Von Luxburg, A tutorial on
 * spectral clustering, Statistics and Computing 2007. Differs from the papers: gaps of square roots
 * of the Laplacian's eigenvalues.
 */
final class FrequencyGaps {
  /** More clusters than this, and than components, are not looked for. */
  static final int MOST = 32;

  /** Rings, spheres, cubes and swiss rolls without clusters stay below; digits show 1.49. */
  private static final double CLEAR = 1.25;

  /** Graphs in more pieces than this are cut in as many. */
  private static final int MOST_COMPONENTS = 256;

  private FrequencyGaps() {}

  /** Returns the eigenpairs that the choice needs. */
  static int pairs(SparseRows graph) {
    return pairs(graph.rows(), ConnectedComponents.of(graph).count());
  }

  /** Returns the eigenpairs that the choice needs of a graph of some rows and components. */
  static int pairs(int rows, int components) {
    return Math.min(rows, Math.max(MOST, Math.min(MOST_COMPONENTS, components) + 1) + 1);
  }

  /**
   * Chooses.
   *
   * @param values the leading eigenvalues of the whole graph, as many as {@link #pairs}
   * @param rows of the graph
   */
  static CountChoice choose(double[] values, int rows) {
    int tried = values.length - 1;
    if (tried < 1) {
      return CountChoice.ofOne(CountChoice.GAP, rows, null);
    }
    int[] counts = new int[tried];
    double[] gaps = new double[tried];
    int best = Math.min(1, tried - 1);
    for (int i = 0; i < tried; i++) {
      counts[i] = i + 1;
      gaps[i] = Math.max(0, frequency(values[i + 1]) - frequency(values[i]));
      best = i > best && gaps[i] > gaps[best] ? i : best;
    }
    int next = best == 0 ? -1 : 0;
    for (int i = 0; i < tried; i++) {
      next = i != best && (next < 0 || gaps[i] > gaps[next]) ? i : next;
    }
    boolean isClear = next < 0 || gaps[best] >= CLEAR * gaps[next];
    boolean isOther = !isClear && next > 0;
    return new CountChoice(
        counts[best],
        CountChoice.GAP,
        counts,
        gaps,
        isOther ? Math.min(counts[best], counts[next]) : counts[best],
        isOther ? Math.max(counts[best], counts[next]) : counts[best],
        isClear ? null : doubt(counts[best], gaps[best], counts[next], gaps[next]),
        rows);
  }

  private static double frequency(double value) {
    return Math.sqrt(Math.max(0, 1 - value));
  }

  private static String doubt(int chosen, double gap, int other, double otherGap) {
    String gaps =
        "the gap after %d frequencies is %s, that after %s %s"
            .formatted(
                chosen,
                Numbers.decimal(gap, 2),
                other == 1 ? "the first" : Integer.toString(other),
                Numbers.decimal(otherGap, 2));
    return other == 1
        ? gaps + ", as on one continuous shape"
        : gaps + ", so that either number may be meant";
  }
}
