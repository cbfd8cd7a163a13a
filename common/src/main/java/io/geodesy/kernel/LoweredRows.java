package io.geodesy.kernel;

/**
 * Rows prepared so that a float32 product never gives more than the true squared distance of a
 * pair: moved to a mean, scaled by a power of two so that the longest is shorter than 1, with norms
 * made smaller by what rounding may add.
 *
 * <p>A product of dim terms is off by at most {@code dim u |x| |y|} with {@code u = 2^-24}, and
 * rounding of norms, sums and the rows themselves adds less than {@code 16 u (|x|^2 + |y|^2)}. What
 * is within a limit is therefore found by looking for products within it, and some pairs beyond.
 */
final class LoweredRows {
  /** Rows of a block of {@link #blocks}. */
  static final int BLOCK_ROWS = 512;

  /** Covers rounding of a limit to float. */
  static final double ROUNDING = 1 + 1e-6;

  private LoweredRows() {}

  /** Returns the mean row. */
  static double[] mean(float[] values, int dim) {
    int n = values.length / dim;
    double[] mean = new double[dim];
    for (int i = 0; i < values.length; i++) {
      mean[i % dim] += values[i] / (double) n;
    }
    return mean;
  }

  /** Returns a power of two that brings the largest norm of a moved row into [1/2, 1). */
  static double scale(double[] mean, float[]... tables) {
    int dim = mean.length;
    double largest = 0;
    for (float[] values : tables) {
      for (int at = 0; at < values.length; at += dim) {
        double norm = 0;
        for (int c = 0; c < dim; c++) {
          norm += (values[at + c] - mean[c]) * (values[at + c] - mean[c]);
        }
        largest = Math.max(largest, norm);
      }
    }
    return largest == 0 ? 1 : Math.scalb(1.0, -1 - Math.getExponent(Math.sqrt(largest)));
  }

  /** Returns rows moved by a mean and scaled. */
  static float[] moved(float[] values, double[] mean, double scale) {
    int dim = mean.length;
    float[] moved = new float[values.length];
    for (int at = 0; at < values.length; at += dim) {
      for (int c = 0; c < dim; c++) {
        moved[at + c] = (float) ((values[at + c] - mean[c]) * scale);
      }
    }
    return moved;
  }

  /** Returns the lowered squared norms of moved rows. */
  static float[] norms(float[] moved, int dim) {
    double factor = 1 - (dim + 16) * 1.01 * 0x1p-24;
    float[] norms = new float[moved.length / dim];
    for (int i = 0; i < norms.length; i++) {
      norms[i] = (float) (Distances.squaredNorm(moved, i * dim, dim) * factor - 1e-36);
    }
    return norms;
  }

  /** Returns moved rows and their norms packed, {@link #BLOCK_ROWS} a block. */
  static PanelBlock[] blocks(
      PanelKernel kernel, float[] moved, float[] norms, int dim, Workers workers) {
    PanelBlock[] blocks = new PanelBlock[(norms.length + BLOCK_ROWS - 1) / BLOCK_ROWS];
    workers.forRanges(
        blocks.length,
        1,
        (worker, block, end) -> {
          int from = block * BLOCK_ROWS;
          int to = Math.min(norms.length, from + BLOCK_ROWS);
          blocks[block] = new PanelBlock(kernel, to - from, dim);
          blocks[block].packRange(moved, norms, from, to);
        });
    return blocks;
  }
}
