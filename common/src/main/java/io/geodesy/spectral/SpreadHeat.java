package io.geodesy.spectral;

import io.geodesy.graph.NeighborBlock;
import io.geodesy.graph.NeighborBlocks;
import io.geodesy.graph.SparseBlock;
import io.geodesy.graph.SparseBlocks;
import io.geodesy.table.Kept;
import java.util.Arrays;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;

/**
 * The heat operator {@code exp(-t L)} of a Laplacian whose rows are on the executors, applied to
 * blocks of columns beside them: {@link ChebyshevHeat} for graphs that the driver cannot hold.
 *
 * <p>With {@code phi = lambda_max / 2} what is multiplied is {@code T = I - L / phi}, whose
 * spectrum is in [-1, 1], and {@code exp(-t L) = exp(-t phi (I - T))}. A product is one shuffle of
 * {@code 8 width} bytes a ghost row, which travels whole, because heat is small where it matters.
 * All times share the polynomials of the greatest one, and what they give is committed, which cuts
 * the lineage. Executor memory: 16 bytes an entry, and {@code 8 width (2 + times) (}{@value
 * GhostBlocks#STEPS_PER_JOB}{@code + 4)} bytes a row, older blocks on disk where memory is short.
 * Class D0 for a given number of blocks. Papers as {@link ChebyshevHeat}.
 */
public final class SpreadHeat implements AutoCloseable {
  private final SparkSession session;
  private final JavaRDD<RowBlock> blocks;
  private final HeatPolynomial polynomial;
  private final Kept kept;

  private SpreadHeat(
      SparkSession session, JavaRDD<RowBlock> blocks, HeatPolynomial polynomial, Kept kept) {
    this.session = session;
    this.blocks = blocks;
    this.polynomial = polynomial;
    this.kept = kept;
  }

  /**
   * Makes the operator.
   *
   * @param session whose executors hold the weights
   * @param lists of the neighbours
   * @param weights of these; to be let go after this
   * @param kind which Laplacian; a weight of a row with itself is left out
   * @param tolerance of an entry for a unit vector
   * @param seed of the keys of rows
   */
  public static SpreadHeat of(
      SparkSession session,
      NeighborBlocks lists,
      SparseBlocks weights,
      LaplacianKind kind,
      double tolerance,
      long seed) {
    return Kept.by(
        kept -> {
          double bound =
              weights.blocks().map(block -> gershgorin(block, kind)).collect().stream()
                  .reduce(0.0, Math::max);
          // A graph without links has L = 0, and any bound will do.
          double lambdaMax = bound > 0 ? bound : 1;
          if (bound > 0) {
            try (Kept passing = new Kept()) {
              JavaRDD<RowBlock> wide = passing.keep(blocks(lists, weights, kind, bound, seed));
              double low =
                  new GhostBlocks(session, wide, (name, rows) -> rows.get()).bounds().safeLow();
              lambdaMax = Math.min(bound, bound / 2 * (1 - low));
            }
          }
          return new SpreadHeat(
              session,
              kept.keep(blocks(lists, weights, kind, lambdaMax, seed)),
              new HeatPolynomial(lambdaMax, tolerance),
              kept);
        });
  }

  /** Returns the bytes a row of what the executors hold at most beside the graph. */
  public static long rowBytes(int width, int times) {
    return (2L + times) * Double.BYTES * width * (GhostBlocks.STEPS_PER_JOB + 4);
  }

  /** Returns the bytes that a ghost row is in a product. */
  public static long ghostBytes(int width) {
    return (long) GhostValues.WHOLE.bytes() * width;
  }

  private static JavaRDD<RowBlock> blocks(
      NeighborBlocks lists, SparseBlocks weights, LaplacianKind kind, double lambdaMax, long seed) {
    return weights
        .blocks()
        .zip(lists.blocks())
        .map(own -> rowBlock(own._1(), own._2(), kind, lambdaMax / 2, seed));
  }

  private static RowBlock rowBlock(
      SparseBlock matrix, NeighborBlock lists, LaplacianKind kind, double phi, long seed) {
    int n = matrix.rows();
    double[] self = self(matrix);
    double[] degree = degree(matrix, self);
    boolean isNormalised = kind == LaplacianKind.NORMALISED;
    double[] scale = new double[n];
    double[] shift = new double[n];
    double[] kernel = new double[n];
    long[] keys = new long[n];
    for (int i = 0; i < n; i++) {
      double unit = !isNormalised ? 1 : degree[i] > 0 ? 1 / Math.sqrt(degree[i]) : 0;
      double diagonal = !isNormalised ? degree[i] : degree[i] > 0 ? 1 : 0;
      scale[i] = unit / Math.sqrt(phi);
      shift[i] = 1 - (diagonal + unit * unit * self[i]) / phi;
      kernel[i] = isNormalised ? Math.sqrt(degree[i]) : 1;
      keys[i] = lists.ids().hash(seed, i);
    }
    return new RowBlock(matrix, scale, shift, kernel, keys);
  }

  private static double gershgorin(SparseBlock matrix, LaplacianKind kind) {
    double most = Arrays.stream(degree(matrix, self(matrix))).max().orElse(0);
    return kind == LaplacianKind.NORMALISED ? (most > 0 ? 2 : 0) : 2 * most;
  }

  /** Returns the weight of every row with itself. */
  private static double[] self(SparseBlock matrix) {
    double[] self = new double[matrix.rows()];
    for (int i = 0; i < self.length; i++) {
      for (int e = matrix.offsets()[i]; e < matrix.offsets()[i + 1]; e++) {
        self[i] += matrix.columns()[e] == matrix.halo().own()[i] ? matrix.weights()[e] : 0;
      }
    }
    return self;
  }

  /** Returns the sum of every row's weights with others: 0 where there are none. */
  private static double[] degree(SparseBlock matrix, double[] self) {
    double[] ones = new double[matrix.vertices().length];
    Arrays.fill(ones, 1);
    double[] degree = new double[matrix.rows()];
    matrix.multiply(ones, degree, 1);
    Arrays.setAll(degree, i -> degree[i] - self[i]);
    return degree;
  }

  /** Returns the bound on the spectrum of L. */
  public double lambdaMax() {
    return polynomial.lambdaMax();
  }

  /** Returns how exactly heat is applied. */
  public HeatAccuracy accuracy() {
    return polynomial;
  }

  /** Returns a well-mixed key of every row of every block, a function of seed and id. */
  public JavaRDD<long[]> keys() {
    return blocks.map(RowBlock::keys);
  }

  /**
   * Computes {@code exp(-t L) X} for several t.
   *
   * @param x {@code rows x width} row-major beside the rows of every block
   * @param width of it
   * @param times each at least 0
   * @param commit of the result, under the given name
   * @return one {@code rows x width} block a time, one after the other
   */
  public JavaRDD<double[]> apply(
      JavaRDD<double[]> x, int width, double[] times, BlockCommit commit) {
    return space(commit, GhostValues.WHOLE).heat(x, width, polynomial.coefficients(times));
  }

  /**
   * Computes columns of the operator.
   *
   * @param sources numbers of the rows at which columns start with one unit of heat
   * @param times each at least 0
   * @param commit of the result, under the given name
   * @return one {@code rows x sources} block a time, one after the other
   */
  public JavaRDD<double[]> columns(int[] sources, double[] times, BlockCommit commit) {
    return apply(blocks.map(block -> units(block, sources)), sources.length, times, commit);
  }

  private static double[] units(RowBlock block, int[] sources) {
    double[] units = new double[block.rows() * sources.length];
    for (int i = 0; i < block.rows(); i++) {
      for (int c = 0; c < sources.length; c++) {
        units[i * sources.length + c] = block.matrix().number(i) == sources[c] ? 1 : 0;
      }
    }
    return units;
  }

  /**
   * Finds eigenvectors of the least eigenvalues of L, roughly: {@code rows x pairs} beside the rows
   * of every block, orthonormal together to a dozen digits.
   *
   * @param pairs few enough for {@link FilteredIteration#isApplicable}
   * @param options tolerance for {@code I - L / phi}, and budget
   * @param commit of the rounds
   */
  public JavaRDD<double[]> slowest(int pairs, SolverOptions options, BlockCommit commit) {
    return SpreadEigenpairs.of(space(commit, GhostValues.ROUNDED), pairs, options).vectors();
  }

  private GhostBlocks space(BlockCommit commit, GhostValues values) {
    return new GhostBlocks(session, blocks, commit, values);
  }

  @Override
  public void close() {
    kept.close();
  }
}
