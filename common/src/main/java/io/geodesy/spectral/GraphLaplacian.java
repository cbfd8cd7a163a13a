package io.geodesy.spectral;

import io.geodesy.graph.SparseRows;
import io.geodesy.kernel.Workers;
import java.util.Arrays;

/**
 * The Laplacian of symmetric weights; a weight of a row with itself is left out, as if the diagonal
 * were zero.
 *
 * <p>A row without links has a row of zeros: heat stays where it is. Cost of a product: one of the
 * weights, and {@code n x width} values of scratch for {@link LaplacianKind#NORMALISED}. Class D0.
 */
public final class GraphLaplacian implements SymmetricOperator {
  private static final int ROWS_PER_TASK = 4096;

  private final SparseRows weights;
  private final LaplacianKind kind;
  private final double[] self;
  private final double[] degree;
  private final double[] scale;
  private double[] scratch = new double[0];

  private GraphLaplacian(
      SparseRows weights, LaplacianKind kind, double[] self, double[] degree, double[] scale) {
    this.weights = weights;
    this.kind = kind;
    this.self = self;
    this.degree = degree;
    this.scale = scale;
  }

  /**
   * Makes the Laplacian.
   *
   * @param weights symmetric
   * @param kind which one
   * @param workers share the rows
   */
  public static GraphLaplacian of(SparseRows weights, LaplacianKind kind, Workers workers) {
    int n = weights.rows();
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    double[] degree = new double[n];
    weights.multiply(ones, degree, 1, workers);
    double[] self = new double[n];
    double[] scale = new double[n];
    for (int i = 0; i < n; i++) {
      for (int e = weights.offset(i); e < weights.offset(i + 1); e++) {
        self[i] += weights.column(e) == i ? weights.weight(e) : 0;
      }
      boolean isAlone = weights.offset(i + 1) - weights.offset(i) == (self[i] > 0 ? 1 : 0);
      degree[i] = isAlone ? 0 : degree[i] - self[i];
      scale[i] = isAlone ? 0 : 1 / Math.sqrt(degree[i]);
    }
    return new GraphLaplacian(weights, kind, self, degree, scale);
  }

  @Override
  public int rows() {
    return weights.rows();
  }

  /** Returns the sum of a row's weights with others. */
  public double degree(int row) {
    return degree[row];
  }

  /** Returns a bound on the spectrum that needs no product: Gershgorin's. */
  public double gershgorin() {
    return kind == LaplacianKind.NORMALISED ? 2 : 2 * Arrays.stream(degree).max().orElse(0);
  }

  /** Returns the unit vector that the Laplacian maps to zero on a connected graph. */
  public double[] kernelVector() {
    double[] vector = new double[rows()];
    double total = 0;
    for (int i = 0; i < vector.length; i++) {
      vector[i] = kind == LaplacianKind.NORMALISED ? Math.sqrt(degree[i]) : 1;
      total += vector[i] * vector[i];
    }
    for (int i = 0; total > 0 && i < vector.length; i++) {
      vector[i] /= Math.sqrt(total);
    }
    return vector;
  }

  @Override
  public void multiply(double[] x, double[] y, int width, Workers workers) {
    int n = rows();
    if (kind == LaplacianKind.COMBINATORIAL) {
      weights.multiply(x, y, width, workers);
      workers.forRanges(
          n,
          ROWS_PER_TASK,
          (worker, from, to) -> {
            for (int i = from; i < to; i++) {
              double d = degree[i] + self[i];
              for (int at = i * width; at < (i + 1) * width; at++) {
                y[at] = d * x[at] - y[at];
              }
            }
          });
      return;
    }
    if (scratch.length < n * width) {
      scratch = new double[n * width];
    }
    double[] scaled = scratch;
    workers.forRanges(
        n,
        ROWS_PER_TASK,
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            for (int at = i * width; at < (i + 1) * width; at++) {
              scaled[at] = scale[i] * x[at];
            }
          }
        });
    weights.multiply(scaled, y, width, workers);
    workers.forRanges(
        n,
        ROWS_PER_TASK,
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            double kept = scale[i] > 0 ? 1 : 0;
            for (int at = i * width; at < (i + 1) * width; at++) {
              y[at] = kept * x[at] - scale[i] * (y[at] - self[i] * scaled[at]);
            }
          }
        });
  }
}
