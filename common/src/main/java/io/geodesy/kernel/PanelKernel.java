package io.geodesy.kernel;

/**
 * The inner loop of every distance computation: squared Euclidean distances between a few rows and
 * one panel of rows, with a look at the limits below which somebody wants them.
 *
 * <p>A panel holds {@link #width} rows column by column: element t of its r-th row stands at {@code
 * start + t * width + r}. Rows are padded with zeros whose squared norm is NaN, so that no padding
 * is ever within a limit.
 *
 * <p>Numerics: the inner product of a pair is one chain of fused multiply-adds over the columns in
 * order, then {@code fma(-2, product, normA + normB)}. The same pair therefore has the same bits in
 * any tile, at any lane width, in either order, and in the scalar implementation.
 *
 * <p>{@link Kernels#manhattanPanel} and {@link Kernels#hammingPanel} put other distances in the
 * place of the squared Euclidean one, with the same layout and promises.
 */
public interface PanelKernel {
  /** Rows of the first operand in a tile. */
  int TILE_ROWS = 8;

  /** Bits kept for the columns of half a panel, which has no more of them. */
  int HIT_BITS = 16;

  /** Returns {@code simd} or {@code scalar}. */
  String name();

  /** Returns the rows of a panel, a multiple of {@link #TILE_ROWS}. */
  int width();

  /**
   * Writes a panel from the rows it is to hold.
   *
   * @param rows {@code width x dim}, row-major
   * @param panel where it is written
   * @param at where it starts
   * @param dim columns
   */
  void pack(float[] rows, float[] panel, int at, int dim);

  /**
   * Computes one tile.
   *
   * @param a panel that holds the tile's rows
   * @param aAt where element 0 of the first of the tile's rows stands
   * @param b the other panel
   * @param bAt where it starts
   * @param dim columns
   * @param aNorms squared norms of a's rows
   * @param aLimits a's limits
   * @param aRow position of the first of the tile's rows in both
   * @param bNorms squared norms of b's rows
   * @param bLimits b's limits
   * @param bRow position of the panel's first row in both
   * @param out {@code TILE_ROWS x width} squared distances, overwritten; rounding may leave them
   *     slightly negative
   * @param hits {@code 2 TILE_ROWS}, set where the answer says so: for half h of row r at {@code 2
   *     r + h} a bit for each column, the first {@value #HIT_BITS} for values at or below the limit
   *     of a's row, the next {@value #HIT_BITS} for those at or below that of b's row
   * @return bit {@code 2 r + h} says that half h of row r has a hit, and that its entry of {@code
   *     hits} is set
   */
  int tile(
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      int dim,
      float[] aNorms,
      float[] aLimits,
      int aRow,
      float[] bNorms,
      float[] bLimits,
      int bRow,
      float[] out,
      int[] hits);
}
