package io.geodesy.jobs.entropy;

import io.geodesy.graph.SparseRows;
import io.geodesy.kernel.DenseAlgebra;
import io.geodesy.kernel.Workers;
import java.util.Arrays;
import java.util.List;

/**
 * The entropy from all eigenvalues of the stored matrix.
 *
 * <p>{@code G_ij = exp(-|x_i - x_j|^2 / (2 s^2))}, {@code g = G 1}, {@code K = diag(g)^-1/2 G
 * diag(g)^-1/2} (variant code); once more with K for G (variant paper); links to nearest neighbours
 * for G (variant knn). The factor {@code 1 / (s sqrt(2 pi))} of the paper's G cancels in K.
 *
 * <p>Cost: {@code n^2 dim / 2} operations for the distances on all threads, {@code 4/3 n^3} on one
 * for the eigenvalues; {@code 16 n^2} bytes. Determinism class D0.
 */
final class ExactMeasure implements EntropyMeasure {
  private static final int GRAIN = 16;

  private final PairDistances distances;
  private final Variant variant;
  private final double bandwidth;
  private final int neighbors;
  private final List<Double> times;
  private final Workers workers;

  /**
   * A measure.
   *
   * @param distances of all rows
   * @param variant with eigenvalues
   * @param bandwidth s
   * @param neighbors of variant knn
   * @param times every t
   * @param workers share the rows
   */
  ExactMeasure(
      PairDistances distances,
      Variant variant,
      double bandwidth,
      int neighbors,
      List<Double> times,
      Workers workers) {
    this.distances = distances;
    this.variant = variant;
    this.bandwidth = bandwidth;
    this.neighbors = neighbors;
    this.times = List.copyOf(times);
    this.workers = workers;
  }

  @Override
  public Measured of(int[] rows) {
    int n = rows.length;
    double[] matrix = variant == Variant.KNN ? links(rows) : gaussian(rows);
    normalize(matrix, n);
    if (variant == Variant.PAPER) {
      normalize(matrix, n);
    }
    double[] values = DenseAlgebra.symmetricEigenvalues(matrix, n);
    return new Measured(times.stream().map(t -> SpectrumEntropy.of(values, t)).toList(), values);
  }

  /** Returns the triangle {@code column <= row}. */
  private double[] gaussian(int[] rows) {
    int n = rows.length;
    double[] matrix = new double[n * n];
    workers.forRanges(
        n,
        GRAIN,
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            for (int j = 0; j < i; j++) {
              matrix[i * n + j] = distances.weight(rows[i], rows[j], bandwidth);
            }
            matrix[i * n + i] = 1;
          }
        });
    return matrix;
  }

  private double[] links(int[] rows) {
    int n = rows.length;
    SparseRows graph = NearestLinks.of(distances, rows, neighbors, workers);
    double[] matrix = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int e = graph.offset(i); e < graph.offset(i + 1); e++) {
        matrix[i * n + graph.column(e)] = graph.weight(e);
      }
    }
    return matrix;
  }

  /** Divides the row sums out on both sides, in place; reads and writes one triangle. */
  private static void normalize(double[] matrix, int n) {
    double[] sums = new double[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        sums[i] += matrix[i * n + j];
        sums[j] += matrix[i * n + j];
      }
      sums[i] += matrix[i * n + i];
    }
    double[] scale = Arrays.stream(sums).map(s -> s > 0 ? 1 / Math.sqrt(s) : 0).toArray();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        matrix[i * n + j] *= scale[i] * scale[j];
      }
    }
  }
}
