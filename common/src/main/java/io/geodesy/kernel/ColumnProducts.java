package io.geodesy.kernel;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;

/**
 * Inner products of the columns of a strip of rows, added to a square matrix: the arithmetic of
 * covariances and Gram matrices.
 *
 * <p>Cost: {@code rows dim^2} multiply-adds; 15 to 24 GFLOP/s a core where a loop of fused
 * multiply-adds over the same tiles reached 4. Determinism class D0: which tile adds what does not
 * depend on threads; the order within a tile is the BLAS's, so that processors with vectors of
 * another length may round differently.
 */
public final class ColumnProducts {
  /** Wide enough for the product to run at speed, narrow enough to give every thread a tile. */
  private static final int TILE = 160;

  private static final BLAS BLAS_IN_JAVA = JavaBLAS.getInstance();

  private ColumnProducts() {}

  /**
   * Computes {@code matrix += strip' strip} in the triangle {@code column <= row} and, near the
   * diagonal, beyond it.
   *
   * @param strip {@code rows x dim} row-major
   * @param rows of the strip
   * @param dim columns
   * @param matrix {@code dim x dim} row-major, modified
   * @param workers share the tiles
   */
  public static void add(double[] strip, int rows, int dim, double[] matrix, Workers workers) {
    int tiles = (dim + TILE - 1) / TILE;
    workers.forRanges(
        tiles * tiles,
        1,
        (worker, unit, end) -> {
          int column = unit % tiles * TILE;
          int row = unit / tiles * TILE;
          if (column <= row) {
            // A row-major strip is a column-major matrix of dim rows.
            BLAS_IN_JAVA.dgemm(
                "N",
                "T",
                Math.min(TILE, dim - column),
                Math.min(TILE, dim - row),
                rows,
                1,
                strip,
                column,
                dim,
                strip,
                row,
                dim,
                1,
                matrix,
                row * dim + column,
                dim);
          }
        });
  }
}
