package io.geodesy.spectral;

import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.TallBlocks;
import io.geodesy.kernel.Workers;

/**
 * Blocks in the memory of the driver, for any operator that multiplies them there.
 *
 * <p>They begin with random columns. Memory: four blocks of {@code 8 n width} bytes. Determinism
 * class D0 if the operator's is.
 */
final class DriverBlocks implements BlockSpace<double[]> {
  private final SymmetricOperator operator;
  private final long[] rowKeys;
  private final Workers workers;

  /**
   * Blocks for an operator.
   *
   * @param operator multiplies them
   * @param rowKeys a well-mixed key a row
   * @param workers share the rows
   */
  public DriverBlocks(SymmetricOperator operator, long[] rowKeys, Workers workers) {
    this.operator = operator;
    this.rowKeys = rowKeys;
    this.workers = workers;
  }

  @Override
  public int rows() {
    return operator.rows();
  }

  /** Returns standard normal columns: pure functions of a key a row. */
  @Override
  public double[] start(int width) {
    double[] x = new double[rows() * width];
    workers.forRanges(
        rows(),
        4096,
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            for (int c = 0; c < width; c++) {
              x[i * width + c] = SeededStream.normal(rowKeys[i], c);
            }
          }
        });
    return x;
  }

  @Override
  public double[] filter(double[] x, int width, ChebyshevFilter filter) {
    double[] result = new double[x.length];
    double[][] scratch = {new double[x.length], new double[x.length]};
    filter.apply(operator, x, result, width, scratch, workers);
    return result;
  }

  @Override
  public double[] combine(double[] x, int width, double[] matrix) {
    double[] result = new double[x.length];
    TallBlocks.addProduct(new double[][] {x}, 1, matrix, result, rows(), width, workers);
    return result;
  }

  @Override
  public double[] gram(double[] x, int width) {
    return TallBlocks.gram(new double[][] {x}, 1, x, rows(), width, workers);
  }

  @Override
  public Grams grams(double[] x, int width) {
    double[] image = new double[x.length];
    operator.multiply(x, image, width, workers);
    return new Grams(
        gram(x, width),
        TallBlocks.gram(new double[][] {x}, 1, image, rows(), width, workers),
        gram(image, width));
  }
}
