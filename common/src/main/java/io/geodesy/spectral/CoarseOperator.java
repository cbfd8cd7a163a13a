package io.geodesy.spectral;

import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * The Galerkin coarse operator {@code C = P'TP} of a diffusion operator T, where P has a column for
 * every aggregate of {@link Landmarks}, in the memory of the driver.
 *
 * <p>Its eigenvalues are at most those of T, and {@code P u} of its leading eigenvectors lie near
 * those of T but for what oscillates inside aggregates, which a filter damps. The stationary vector
 * is exact.
 *
 * <p>Memory: 12 bytes a pair of aggregates that an entry joins, twice while it is made. Determinism
 * class D0. Vanek, Mandel, Brezina, Algebraic multigrid by smoothed aggregation, Computing 56
 * (1996). Differs from the paper: there is one coarse level, solved by {@link Spectrum}.
 */
final class CoarseOperator implements SymmetricOperator {
  /** Of leading eigenvectors that are to be filtered: sharper ones save no product. */
  private static final double TOLERANCE = 1e-2;

  /** Products a pair, after which the solution serves as it is; 10 to 50 are usual. */
  private static final int MOST_PRODUCTS = 200;

  private static final long SEED = 0xC0A2;

  private final int[] offsets;
  private final int[] columns;
  private final double[] values;
  private final double[] stationary;

  private CoarseOperator(int[] offsets, int[] columns, double[] values, double[] stationary) {
    this.offsets = offsets;
    this.columns = columns;
    this.values = values;
    this.stationary = stationary;
  }

  /** Puts the rows of all blocks one after the other. */
  static CoarseOperator of(List<CoarseRows> parts) {
    int rows = parts.stream().mapToInt(p -> p.lengths().length).sum();
    int entries = parts.stream().mapToInt(p -> p.columns().length).reduce(0, Math::addExact);
    int[] offsets = new int[rows + 1];
    int[] columns = new int[entries];
    double[] values = new double[entries];
    double[] stationary = new double[rows];
    int row = 0;
    for (CoarseRows part : parts) {
      int first = offsets[row];
      System.arraycopy(part.columns(), 0, columns, first, part.columns().length);
      System.arraycopy(part.values(), 0, values, first, part.values().length);
      System.arraycopy(part.lengths(), 0, stationary, row, part.lengths().length);
      for (int a = 1; a < part.offsets().length; a++) {
        offsets[++row] = first + part.offsets()[a];
      }
    }
    double length = Math.sqrt(Arrays.stream(stationary).map(v -> v * v).sum());
    Arrays.setAll(stationary, a -> stationary[a] / length);
    return new CoarseOperator(offsets, columns, values, stationary);
  }

  @Override
  public int rows() {
    return stationary.length;
  }

  @Override
  public void multiply(double[] x, double[] y, int width, Workers workers) {
    workers.forRanges(
        rows(),
        512,
        (worker, from, to) -> {
          Arrays.fill(y, from * width, to * width, 0);
          for (int row = from; row < to; row++) {
            for (int e = offsets[row]; e < offsets[row + 1]; e++) {
              int column = columns[e] * width;
              for (int c = 0; c < width; c++) {
                y[row * width + c] = Math.fma(values[e], x[column + c], y[row * width + c]);
              }
            }
          }
        });
  }

  /**
   * Returns the leading eigenpairs, roughly; the first of them is the stationary vector.
   *
   * @param pairs of which there are no more than rows
   */
  Eigenpairs largest(int pairs) {
    long[] keys = new long[rows()];
    Arrays.setAll(keys, a -> SeededStream.bits(SEED, a));
    SolverOptions options =
        new SolverOptions(TOLERANCE, OptionalInt.empty(), (long) MOST_PRODUCTS * pairs);
    try (Workers alone = new Workers(1)) {
      return Spectrum.ofOperator(this, stationary, pairs, options, keys, alone);
    }
  }
}
