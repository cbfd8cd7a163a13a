package io.geodesy.graph;

import io.geodesy.kernel.Distances;
import io.geodesy.kernel.Kernels;
import io.geodesy.kernel.PairKernel;
import io.geodesy.table.VectorBlock;

/**
 * Distances of any two rows in the unit of the neighbour table: Euclidean, or the chord between
 * directions. Rounded to float32 like those of the table, so that both may be compared.
 */
public final class RowDistances {
  private final PairKernel kernel = Kernels.pair();
  private final float[] values;
  private final int dim;
  private final double[] factors;

  /**
   * Distances among the rows of a block.
   *
   * @param block the vectors
   * @param metric {@code euclidean} or {@code cosine}
   */
  public RowDistances(VectorBlock block, String metric) {
    this(block.values(), block.dim(), metric);
  }

  /**
   * Distances among rows.
   *
   * @param values row-major; not copied, not to be modified
   * @param dim columns
   * @param metric {@code euclidean} or {@code cosine}
   */
  public RowDistances(float[] values, int dim, String metric) {
    this.values = values;
    this.dim = dim;
    this.factors = metric.equals("cosine") ? new double[values.length / dim] : null;
    for (int i = 0; factors != null && i < factors.length; i++) {
      factors[i] = 1 / Math.sqrt(Distances.squaredNorm(values, i * dim, dim));
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
    double squared =
        factors == null
            ? kernel.squared(values, a * dim, values, b * dim, dim)
            : kernel.squaredScaled(values, a * dim, factors[a], values, b * dim, factors[b], dim);
    return (float) Math.sqrt(squared);
  }
}
