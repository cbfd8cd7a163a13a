package io.geodesy.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Products of a Gaussian kernel matrix {@code G_ij = exp(-|x_i - x_j|^2 / (2 s^2))}, {@code G_ii =
 * 1}, with blocks of vectors. Every product makes the tiles of the matrix anew, unless they are few
 * enough to be kept, see {@link #keepingWeights}.
 *
 * <p>Cost of a product with w vectors: {@code n^2 dim} operations for the distances of all pairs,
 * {@code n^2 / 2} exponentials and {@code 2 n^2 w'} operations, where w' is w rounded up to the
 * kernel's width; memory {@code 4 n dim} bytes for the packed rows and {@code 12 n w'} for a
 * product. Each pair of row blocks is met once and serves both sides.
 *
 * <p>Numerics: distances, weights and the sums of a tile are float32, sums over tiles float64. A
 * weight carries the rounding of {@code |x|^2 + |y|^2 - 2 x y}, about 1e-7 of {@code max |x|^2 / (2
 * s^2)} in its exponent; where that is more than {@value #COARSE} every weight that may be above
 * {@value #NEGLIGIBLE} is made again from the rows themselves in double. Rounds pair the blocks as
 * in a tournament, so that no two tasks write to the same rows and every sum has a fixed order: the
 * same bits for any number of threads (class D0).
 */
public final class GaussianTiles {
  private static final int BLOCK = 512;

  /** Columns of a strip: its weights, there and back, take 512 KiB. */
  private static final int STRIP = 128;

  private static final double COARSE = 1e-5;
  private static final float NEGLIGIBLE = 1e-10f;

  /** An exponent is wrong by this many times its rounding at most. */
  private static final double MOST_ROUNDINGS = 8;

  private final float[] exactRows;
  private final int exactDim;
  private final int n;
  private final double factor;
  private final boolean isRescored;

  /** A weight below this is negligible however wrong its rounding is. */
  private final float leastRescored;

  private final PanelKernel kernel = Kernels.panel();
  private final int width = kernel.width();
  private final PanelBlock[] blocks;

  /** Rows at no greater distances than the rows themselves, with fewer columns; or empty. */
  private final PanelBlock[] sieve;

  /** By pair of blocks and strip the weights for the left block and for the strip; or empty. */
  private final float[][] kept;

  private GaussianTiles(
      float[] exactRows, int exactDim, double bandwidth, double rounding, PanelBlock[] blocks) {
    this.exactRows = exactRows;
    this.exactDim = exactDim;
    this.n = exactRows.length / exactDim;
    // Copies weigh 1 however small the bandwidth: infinity times zero would be no number.
    this.factor = Math.min(1 / (2 * bandwidth * bandwidth), Float.MAX_VALUE);
    this.isRescored = rounding > COARSE;
    this.leastRescored = (float) (NEGLIGIBLE * Math.exp(-MOST_ROUNDINGS * rounding));
    this.blocks = blocks;
    this.sieve = new PanelBlock[0];
    this.kept = new float[0][];
  }

  private GaussianTiles(GaussianTiles other, PanelBlock[] sieve, float[][] kept) {
    this.exactRows = other.exactRows;
    this.exactDim = other.exactDim;
    this.n = other.n;
    this.factor = other.factor;
    this.isRescored = other.isRescored;
    this.leastRescored = other.leastRescored;
    this.blocks = other.blocks;
    this.sieve = sieve;
    this.kept = kept;
  }

  /**
   * The kernel matrix of some rows.
   *
   * @param rows {@code n x dim} row-major, kept; near the origin, to lose few digits
   * @param dim columns
   * @param bandwidth s, above 0
   */
  public static GaussianTiles of(float[] rows, int dim, double bandwidth) {
    float[] norms = squaredNorms(rows, dim);
    double largest = 0;
    for (float norm : norms) {
      largest = Math.max(largest, norm);
    }
    double rounding = largest > 0 ? 0x1p-23 * largest / (2 * bandwidth * bandwidth) : 0;
    return new GaussianTiles(rows, dim, bandwidth, rounding, pack(rows, dim, norms));
  }

  /**
   * The kernel matrix of rows of which the leading coordinates are given and the others count by
   * their length alone, as if they stood at right angles in every pair.
   *
   * @param leading {@code n x dim} row-major, kept
   * @param dim leading coordinates
   * @param squaredNorms of the whole rows
   * @param bandwidth s, above 0
   */
  public static GaussianTiles ofLeading(
      float[] leading, int dim, float[] squaredNorms, double bandwidth) {
    return new GaussianTiles(leading, dim, bandwidth, 0, pack(leading, dim, squaredNorms));
  }

  private static float[] squaredNorms(float[] rows, int dim) {
    float[] norms = new float[rows.length / dim];
    for (int i = 0; i < norms.length; i++) {
      norms[i] = (float) Distances.squaredNorm(rows, i * dim, dim);
    }
    return norms;
  }

  private static PanelBlock[] pack(float[] rows, int dim, float[] norms) {
    int n = norms.length;
    PanelBlock[] blocks = new PanelBlock[(n + BLOCK - 1) / BLOCK];
    for (int b = 0; b < blocks.length; b++) {
      int to = Math.min(n, (b + 1) * BLOCK);
      blocks[b] = new PanelBlock(Kernels.panel(), to - b * BLOCK, dim);
      blocks[b].packRange(rows, norms, b * BLOCK, to);
    }
    return blocks;
  }

  /** Returns the bytes of the weights of so many rows, were they kept: about {@code 4 n^2}. */
  public static long keptBytes(long rows) {
    long blocks = (rows + BLOCK - 1) / BLOCK;
    return Float.BYTES * blocks * (blocks + 1) * BLOCK * BLOCK;
  }

  /**
   * Returns the same matrix, whose first product keeps the weights for all others where they take
   * few enough bytes, see {@link #keptBytes}: those then cost {@code 2 n^2 w'} operations. The bits
   * are the same.
   */
  public GaussianTiles keepingWeights(long mostBytes) {
    if (keptBytes(n) > mostBytes) {
      return this;
    }
    int pairs = blocks.length * (blocks.length + 1) / 2;
    return new GaussianTiles(this, sieve, new float[2 * pairs * (BLOCK / STRIP)][]);
  }

  /**
   * Returns the same matrix, which looks for strong pairs first among other rows that lie nowhere
   * farther apart: {@code n^2 columns} operations where few pairs are strong.
   *
   * @param nearer {@code n x columns} row-major, for instance leading principal coordinates and the
   *     length of the rest
   * @param columns of them
   */
  public GaussianTiles withSieve(float[] nearer, int columns) {
    return new GaussianTiles(this, pack(nearer, columns, squaredNorms(nearer, columns)), kept);
  }

  /** Returns the number of rows. */
  public int rows() {
    return n;
  }

  /**
   * Computes {@code y = G x}.
   *
   * @param x {@code n x vectors} row-major, not modified
   * @param y {@code n x vectors} row-major, overwritten
   * @param vectors in the block
   * @param workers share the tiles
   */
  public void multiply(double[] x, double[] y, int vectors, Workers workers) {
    int columnPanels = (vectors + width - 1) / width;
    int padded = blocks.length * BLOCK;
    float[][] input = new float[columnPanels][padded * width];
    double[][] sums = new double[columnPanels][padded * width];
    for (int c = 0; c < columnPanels; c++) {
      int columns = Math.min(width, vectors - c * width);
      for (int i = 0; i < n; i++) {
        for (int v = 0; v < columns; v++) {
          input[c][i * width + v] = (float) x[i * vectors + c * width + v];
        }
      }
    }
    Scratch[] scratch = new Scratch[workers.threads()];
    Arrays.setAll(scratch, w -> new Scratch(width));
    workers.forRanges(
        blocks.length, 1, (worker, b, end) -> join(b, b, input, sums, scratch[worker]));
    int seats = blocks.length + blocks.length % 2;
    for (int round = 0; round < seats - 1; round++) {
      int turn = round;
      workers.forRanges(
          seats / 2,
          1,
          (worker, pair, end) -> {
            int a = pair == 0 ? seats - 1 : (turn + pair) % (seats - 1);
            int b = (turn - pair + seats - 1) % (seats - 1);
            if (a < blocks.length && b < blocks.length) {
              join(Math.min(a, b), Math.max(a, b), input, sums, scratch[worker]);
            }
          });
    }
    for (int c = 0; c < columnPanels; c++) {
      int columns = Math.min(width, vectors - c * width);
      for (int i = 0; i < n; i++) {
        for (int v = 0; v < columns; v++) {
          y[i * vectors + c * width + v] = sums[c][i * width + v];
        }
      }
    }
  }

  /**
   * Returns all pairs of different rows whose weight is above {@value #NEGLIGIBLE}, for one pass
   * without a product, unless they are too many. What is left out of a row sum is below n times
   * that.
   *
   * @param most pairs, each counted once
   * @param workers share the tiles
   * @return nothing if there are more; found early where most pairs are strong
   */
  public Optional<StrongPairs> strongPairs(long most, Workers workers) {
    StrongPairs.Collector[] found = new StrongPairs.Collector[workers.threads()];
    Scratch[] scratch = new Scratch[found.length];
    Arrays.setAll(found, w -> new StrongPairs.Collector());
    Arrays.setAll(scratch, w -> new Scratch(width));
    float[] limits = sieveLimits();
    AtomicLong count = new AtomicLong();
    // Rows of a block are often alike: its pairs with itself tell soonest that there are too many.
    workers.forRanges(
        blocks.length,
        1,
        (worker, b, end) -> {
          if (count.get() <= most) {
            count.addAndGet(collect(b, b, found[worker], limits, scratch[worker]));
          }
        });
    workers.forRanges(
        blocks.length,
        1,
        (worker, a, end) -> {
          for (int b = a + 1; b < blocks.length && count.get() <= most; b++) {
            count.addAndGet(collect(a, b, found[worker], limits, scratch[worker]));
          }
        });
    return count.get() > most ? Optional.empty() : Optional.of(StrongPairs.of(List.of(found), n));
  }

  /** Keeps the strong pairs of two blocks; returns their number. */
  private int collect(
      int a, int b, StrongPairs.Collector found, float[] sieveLimits, Scratch scratch) {
    PanelBlock left = blocks[a];
    PanelBlock right = blocks[b];
    int before = found.size();
    for (int first = 0; first < right.count(); first += width) {
      for (int i = 0; i < left.count(); i += PanelKernel.TILE_ROWS) {
        if (sieve.length > 0 && !isAnyNear(sieve[a], i, sieve[b], first, sieveLimits, scratch)) {
          continue;
        }
        weighTile(left, i, right, first, a == b, scratch);
        for (int at = 0; at < scratch.tile.length; at++) {
          int row = i + at / width;
          int column = first + at % width;
          if (scratch.tile[at] > NEGLIGIBLE
              && row < left.count()
              && column < right.count()
              && (a != b || column > row)) {
            found.add(left.row(row), right.row(column), scratch.tile[at]);
          }
        }
      }
    }
    return found.size() - before;
  }

  private boolean isAnyNear(
      PanelBlock left, int i, PanelBlock right, int first, float[] limits, Scratch scratch) {
    int hits =
        kernel.tile(
            left.values(),
            left.panelAt(i / width) + i % width,
            right.values(),
            right.panelAt(first / width),
            left.dim(),
            left.norms(),
            limits,
            i,
            right.norms(),
            limits,
            first,
            scratch.tile,
            scratch.hits);
    return hits != 0;
  }

  /** Returns the greatest squared distance of a strong pair, and what rounding may add to it. */
  private float[] sieveLimits() {
    double largest = 0;
    for (PanelBlock block : sieve) {
      for (int i = 0; i < block.count(); i++) {
        largest = Math.max(largest, block.norms()[i]);
      }
    }
    double strong = -Math.log(NEGLIGIBLE) / factor;
    float[] limits = new float[BLOCK + width];
    Arrays.fill(limits, (float) (strong + MOST_ROUNDINGS * 0x1p-22 * largest));
    return limits;
  }

  /** Adds what the rows of two blocks give each other; a block with itself counts once. */
  private void join(int a, int b, float[][] input, double[][] sums, Scratch scratch) {
    PanelBlock left = blocks[a];
    PanelBlock right = blocks[b];
    for (int from = 0; from < right.count(); from += STRIP) {
      int columns = Math.min(STRIP, right.panels() * width - from);
      int slot = 2 * ((b * (b + 1) / 2 + a) * (BLOCK / STRIP) + from / STRIP);
      if (kept.length == 0 || kept[slot] == null) {
        weigh(left, right, from, columns, a == b, scratch);
        if (kept.length > 0) {
          kept[slot] = scratch.toLeft.clone();
          kept[slot + 1] = a == b ? new float[0] : scratch.toRight.clone();
        }
      }
      float[] toLeft = kept.length == 0 ? scratch.toLeft : kept[slot];
      float[] toRight = kept.length == 0 ? scratch.toRight : kept[slot + 1];
      for (int c = 0; c < input.length; c++) {
        int atA = a * BLOCK * width;
        int atB = (b * BLOCK + from) * width;
        for (int p = 0; p < left.panels(); p++) {
          addProduct(
              toLeft,
              p * STRIP * width,
              columns,
              input[c],
              atB,
              sums[c],
              atA + p * width * width,
              scratch);
        }
        for (int q = 0; q < columns / width && a != b; q++) {
          addProduct(
              toRight,
              q * BLOCK * width,
              left.count(),
              input[c],
              atA,
              sums[c],
              atB + q * width * width,
              scratch);
        }
      }
    }
  }

  /**
   * Makes the weights of a block and a strip of another, packed once for the products that go to
   * the left block and once for those that go to the strip.
   */
  private void weigh(
      PanelBlock left,
      PanelBlock right,
      int from,
      int columns,
      boolean isDiagonal,
      Scratch scratch) {
    float[] tile = scratch.tile;
    for (int q = 0; q < columns / width; q++) {
      int first = from + q * width;
      for (int i = 0; i < left.count(); i += PanelKernel.TILE_ROWS) {
        weighTile(left, i, right, first, isDiagonal, scratch);
        System.arraycopy(tile, 0, scratch.toRight, (q * BLOCK + i) * width, tile.length);
        int to = (i / width * STRIP + q * width) * width + i % width;
        for (int c = 0; c < width; c++) {
          for (int r = 0; r < PanelKernel.TILE_ROWS; r++) {
            scratch.toLeft[to + c * width + r] = tile[r * width + c];
          }
        }
      }
    }
  }

  /** Makes the weights of a tile. */
  private void weighTile(
      PanelBlock left, int i, PanelBlock right, int first, boolean isDiagonal, Scratch scratch) {
    float[] tile = scratch.tile;
    kernel.tile(
        left.values(),
        left.panelAt(i / width) + i % width,
        right.values(),
        right.panelAt(first / width),
        left.dim(),
        left.norms(),
        scratch.nothing,
        i,
        right.norms(),
        scratch.nothing,
        first,
        tile,
        scratch.hits);
    scratch.weights.weigh(tile, tile.length, (float) factor);
    if (isRescored) {
      rescore(left, i, right, first, tile);
    }
    if (isDiagonal && i >= first && i < first + width) {
      for (int r = 0; r < PanelKernel.TILE_ROWS && i + r < left.count(); r++) {
        tile[r * width + i + r - first] = 1f;
      }
    }
  }

  private void rescore(PanelBlock left, int i, PanelBlock right, int first, float[] tile) {
    for (int at = 0; at < tile.length; at++) {
      int here = i + at / width;
      int there = first + at % width;
      if (tile[at] >= leastRescored && here < left.count() && there < right.count()) {
        int row = left.row(here);
        int other = right.row(there);
        double squared =
            Distances.squared(exactRows, row * exactDim, exactRows, other * exactDim, exactDim);
        tile[at] = (float) Math.exp(-factor * squared);
      }
    }
  }

  /**
   * Adds the products of a panel of weights with vectors to the sums of the panel's rows.
   *
   * @param weights panel of {@code width} rows and {@code length} columns
   * @param length rows of the vectors
   * @param vectors {@code width} of them
   */
  private void addProduct(
      float[] weights,
      int at,
      int length,
      float[] vectors,
      int vectorsAt,
      double[] sums,
      int sumsAt,
      Scratch scratch) {
    float[] tile = scratch.tile;
    for (int r = 0; r < width; r += PanelKernel.TILE_ROWS) {
      kernel.tile(
          weights,
          at + r,
          vectors,
          vectorsAt,
          length,
          scratch.zeros,
          scratch.nothing,
          0,
          scratch.zeros,
          scratch.nothing,
          0,
          tile,
          scratch.hits);
      int to = sumsAt + r * width;
      for (int v = 0; v < tile.length; v++) {
        // The kernel gives minus twice the product when the norms are zero: exact to undo.
        sums[to + v] += -0.5 * tile[v];
      }
    }
  }

  /** What one thread needs. */
  private static final class Scratch {
    private final WeightKernel weights = Kernels.weight();
    private final float[] tile;
    private final float[] toLeft;
    private final float[] toRight;
    private final float[] zeros;
    private final float[] nothing;
    private final int[] hits = new int[2 * PanelKernel.TILE_ROWS];

    Scratch(int width) {
      tile = new float[PanelKernel.TILE_ROWS * width];
      toLeft = new float[BLOCK * STRIP];
      toRight = new float[BLOCK * STRIP];
      zeros = new float[BLOCK + width];
      nothing = new float[BLOCK + width];
      Arrays.fill(nothing, Float.NEGATIVE_INFINITY);
    }
  }
}
