package io.geodesy.graph;

import io.geodesy.error.ConfigException;
import io.geodesy.kernel.Distances;
import io.geodesy.kernel.Kernels;
import io.geodesy.kernel.PairKernel;
import io.geodesy.table.VectorBlock;
import java.util.List;

/**
 * Distances of any two rows in the unit of the neighbour table: Euclidean, the chord between
 * directions, Manhattan or Hamming. Rounded to float32 like those of the table, so that both may be
 * compared.
 */
public final class RowDistances {
  private static final List<String> METRICS =
      List.of("euclidean", "cosine", "manhattan", "hamming");

  private final String metric;
  private final PairKernel kernel = Kernels.pair();
  private final float[] values;
  private final int dim;
  private final double[] factors;

  /**
   * Distances among the rows of a block.
   *
   * @param block the vectors
   * @param metric that {@link #requireMetric} lets pass
   */
  public RowDistances(VectorBlock block, String metric) {
    this(block.values(), block.dim(), metric);
  }

  /**
   * Distances among rows.
   *
   * @param values row-major; not copied, not to be modified
   * @param dim columns
   * @param metric that {@link #requireMetric} lets pass
   */
  public RowDistances(float[] values, int dim, String metric) {
    requireMetric(metric);
    this.metric = metric;
    this.values = values;
    this.dim = dim;
    this.factors = metric.equals("cosine") ? new double[values.length / dim] : null;
    for (int i = 0; factors != null && i < factors.length; i++) {
      factors[i] = 1 / Math.sqrt(Distances.squaredNorm(values, i * dim, dim));
    }
  }

  /**
   * Passes metrics that are distances of pairs.
   *
   * @param metric as in the attributes of the neighbour table
   * @throws ConfigException if it is none
   */
  public static void requireMetric(String metric) {
    if (!METRICS.contains(metric)) {
      throw new ConfigException(
          "The neighbour graph is by %s, which is no distance between two rows, but one is needed here (in clusters by the method hdbscan alone): compute the graph with --metric %s."
              .formatted(metric, String.join(", ", METRICS)));
    }
  }

  /** Returns the number of rows. */
  public int rows() {
    return values.length / dim;
  }

  /** Returns the number of columns: the flops of a distance over three. */
  public int dim() {
    return dim;
  }

  /** Returns the distance of two rows. */
  public float between(int a, int b) {
    return between(a, this, b);
  }

  /**
   * Returns the distance of a row and one of others.
   *
   * @param others under the same metric
   */
  public float between(int a, RowDistances others, int b) {
    int x = a * dim;
    int y = b * dim;
    float[] there = others.values;
    return switch (metric) {
      case "cosine" ->
          (float)
              Math.sqrt(
                  kernel.squaredScaled(values, x, factors[a], there, y, others.factors[b], dim));
      case "manhattan" -> (float) Distances.manhattan(values, x, there, y, dim);
      case "hamming" -> Distances.hamming(values, x, there, y, dim);
      default -> (float) Math.sqrt(kernel.squared(values, x, there, y, dim));
    };
  }

  /**
   * Computes the mean of rows, under cosine of their directions.
   *
   * @param rows some of which are taken
   * @param from first place of those in rows
   * @param to behind their last
   * @param mean to write to
   * @param at where it begins
   */
  void mean(int[] rows, int from, int to, float[] mean, int at) {
    double[] sums = new double[dim];
    for (int i = from; i < to; i++) {
      double factor = factors == null ? 1 : factors[rows[i]];
      for (int c = 0; c < dim; c++) {
        sums[c] += factor * values[rows[i] * dim + c];
      }
    }
    for (int c = 0; c < dim; c++) {
      mean[at + c] = (float) (sums[c] / Math.max(1, to - from));
    }
  }

  /** Returns the distance of a row, under cosine of its direction, to a point; not rounded. */
  double toPoint(int row, float[] points, int at) {
    int x = row * dim;
    return switch (metric) {
      case "cosine" -> Math.sqrt(kernel.squaredScaled(values, x, factors[row], points, at, 1, dim));
      case "manhattan" -> Distances.manhattan(values, x, points, at, dim);
      case "hamming" -> Distances.hamming(values, x, points, at, dim);
      default -> Math.sqrt(kernel.squared(values, x, points, at, dim));
    };
  }

  /** Returns the distance of two points; under cosine that of the space directions are in. */
  double betweenPoints(float[] a, int x, float[] b, int y) {
    return switch (metric) {
      case "manhattan" -> Distances.manhattan(a, x, b, y, dim);
      case "hamming" -> Distances.hamming(a, x, b, y, dim);
      default -> Math.sqrt(kernel.squared(a, x, b, y, dim));
    };
  }
}
