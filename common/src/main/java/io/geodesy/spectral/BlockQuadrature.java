package io.geodesy.spectral;

import io.geodesy.kernel.DenseAlgebra;
import io.geodesy.kernel.DenseAlgebra.SymmetricEigen;
import io.geodesy.kernel.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Spectral sums {@code tr f(T)} of a symmetric operator whose every product is dear: one block
 * Lanczos run from all probes together gives the leading eigenvalues and the samples of the rest.
 *
 * <p>With the probes {@code V = Q_1 R}, Q_1 orthonormal, and the operator projected on the block
 * Krylov space of m products, of which {@code (theta_j, s_j)} are the eigenpairs, {@code v'f(T)v}
 * is about {@code sum_j (r' s_j1)^2 f(theta_j)}, r the probe's column of R and s_j1 the first block
 * of s_j: exact for polynomials of degree {@code 2 m - 1}, and every probe gains from the vectors
 * of all others. Where leading Ritz pairs have become eigenpairs their nodes are left out of all
 * samples and their values are counted once, exactly: for {@code P = I - y y'}, {@code v'P f(T) P v
 * = v'f(T)v - (v'y)^2 f(theta)}, so that this is the deflation of {@link
 * StochasticLanczosQuadrature} without the products that find the pairs beforehand.
 *
 * <p>Which pairs are taken: the most, up to a limit, whose residuals are all below {@value
 * #LEAK_SHARE} of their distance from the first value that is not taken. The weight of a probe in
 * such a vector is wrong by the square of that share at most. Where as many values as there are
 * probes lie together, there may be more copies than a Krylov space can hold, and the values from
 * there on are sampled.
 *
 * <p>Cost: as many products of the block as it takes until one more moves no watched value by more
 * than the options allow, usually 8 to 15; memory {@code 8 n probes (products + 3)} bytes. Up to
 * {@value #ALWAYS_DENSE} rows one product with the identity gives all eigenpairs. Probes are those
 * of {@link RandomSigns}, sums are folded in fixed order: class D0.
 *
 * <p>Golub, Meurant, Matrices, moments and quadrature (2010), chapter 4 on block quadrature; Ubaru,
 * Chen, Saad, Fast estimation of tr(f(A)) via stochastic Lanczos quadrature, SIAM J. Matrix Anal.
 * Appl. 38 (2017). Differs from them: pairs are deflated after they were found by the same run.
 */
public final class BlockQuadrature {
  private static final int ALWAYS_DENSE = 512;
  private static final double LEAK_SHARE = 0.03;

  /** Values closer than this share of themselves may be copies. */
  private static final double CROWDED = 1e-3;

  private static final int FIRST_CHECK = 3;

  /** Memory of the basis where the most steps asked would take more, but for the least. */
  private static final long BASIS_BYTES = 1L << 30;

  private static final int LEAST_STEPS = 8;

  /** Beyond this share of the rows probes would span the whole space in a few products. */
  private static final int ROWS_A_PROBE = 12;

  private static final int USUAL_PROBES = 32;
  private static final double TOLERANCE = 1e-6;

  private final SymmetricOperator operator;
  private final int deflate;
  private final QuadratureOptions options;
  private final Workers workers;
  private final int n;
  private final int width;
  private final double[] probes;
  private SpectralSamples samples;
  private double[] moves = new double[0];
  private int steps;
  private boolean isConverged;

  private BlockQuadrature(
      SymmetricOperator operator,
      int deflate,
      QuadratureOptions options,
      long[] rowKeys,
      Workers workers) {
    this.operator = operator;
    this.deflate = deflate;
    this.options = options;
    this.workers = workers;
    this.n = operator.rows();
    int most = Math.max(USUAL_PROBES, n / ROWS_A_PROBE / 4 * 4);
    this.width =
        n <= ALWAYS_DENSE ? options.probes() : Math.min(most, (options.probes() + 3) / 4 * 4);
    this.probes = RandomSigns.of(rowKeys, width, workers);
  }

  /**
   * Makes the quadrature.
   *
   * @param operator on n rows
   * @param deflate leading eigenvalues to take exactly at most
   * @param options probes (rounded up to a multiple of 4), most products, and what one product may
   *     still move a watched value by: a share of its error, or of itself, if that is above 1
   * @param rowKeys a well-mixed key a row
   * @param watched values of the samples, with their errors, that decide when to stop
   * @param workers share the rows
   */
  public static BlockQuadrature of(
      SymmetricOperator operator,
      int deflate,
      QuadratureOptions options,
      long[] rowKeys,
      Function<SpectralSamples, List<SpectralSamples.Sum>> watched,
      Workers workers) {
    BlockQuadrature quadrature = new BlockQuadrature(operator, deflate, options, rowKeys, workers);
    if (quadrature.n <= ALWAYS_DENSE) {
      quadrature.solveDense();
    } else {
      quadrature.iterate(rowKeys, watched);
    }
    return quadrature;
  }

  /** Returns the bytes that a quadrature holds at most. */
  public static long bytes(long rows, QuadratureOptions options) {
    return 8
        * rows
        * options.probes()
        * (mostSteps(Math.max(1, rows), options.probes(), options) + 3L);
  }

  private static int mostSteps(long rows, int width, QuadratureOptions options) {
    long affordable = Math.max(LEAST_STEPS, BASIS_BYTES / (8 * rows * width));
    return (int) Math.min(options.maxSteps(), Math.min(affordable, rows / width - 1));
  }

  private void iterate(
      long[] rowKeys, Function<SpectralSamples, List<SpectralSamples.Sum>> watched) {
    int most = mostSteps(n, width, options);
    KrylovBasis basis = new KrylovBasis(n, width, most, TOLERANCE, rowKeys, workers);
    double[] factor = basis.startFrom(probes);
    int maxSize = most * width;
    double[] projected = new double[maxSize * maxSize];
    List<SpectralSamples.Sum> before = List.of();
    int check = FIRST_CHECK;
    int checked = 0;
    while (steps < most && !isConverged) {
      double[] last = basis.next();
      basis.append();
      operator.multiply(last, basis.next(), width, workers);
      KrylovBasis.Expansion expansion = basis.orthonormalizeNext();
      steps++;
      setProjected(projected, maxSize, expansion.coefficients());
      if (steps >= check || steps == most) {
        samples = sampled(projected, maxSize, expansion.coupling(), factor);
        List<SpectralSamples.Sum> now = watched.apply(samples);
        isConverged = !before.isEmpty() && isStill(before, now, steps - checked);
        before = now;
        checked = steps;
        check = steps + Math.max(1, steps / 4);
      }
    }
  }

  /** Tells whether no value has moved by more than is allowed a product, and keeps the moves. */
  private boolean isStill(
      List<SpectralSamples.Sum> before, List<SpectralSamples.Sum> now, int products) {
    boolean isStill = true;
    moves = new double[now.size()];
    for (int v = 0; v < moves.length; v++) {
      double value = now.get(v).value();
      double enough =
          Math.max(
              options.share() * now.get(v).standardError(),
              options.relative() * Math.max(1, Math.abs(value)));
      moves[v] = Math.abs(value - before.get(v).value());
      isStill &= moves[v] <= enough * products;
    }
    return isStill;
  }

  private void setProjected(double[] projected, int maxSize, double[] coefficients) {
    int size = steps * width;
    int first = size - width;
    for (int i = 0; i < size; i++) {
      for (int c = 0; c < width; c++) {
        projected[i * maxSize + first + c] = coefficients[i * width + c];
        projected[(first + c) * maxSize + i] = coefficients[i * width + c];
      }
    }
  }

  private SpectralSamples sampled(
      double[] projected, int maxSize, double[] coupling, double[] factor) {
    int size = steps * width;
    double[] compact = new double[size * size];
    for (int i = 0; i < size; i++) {
      System.arraycopy(projected, i * maxSize, compact, i * size, size);
    }
    SymmetricEigen ritz = DenseAlgebra.symmetricEigen(compact, size);
    double[][] weights = new double[width][size];
    for (int j = 0; j < size; j++) {
      for (int c = 0; c < width; c++) {
        double inner = 0;
        for (int r = 0; r < width; r++) {
          inner = Math.fma(factor[r * width + c], ritz.vectors()[j * size + r], inner);
        }
        weights[c][j] = inner * inner;
      }
    }
    return without(ritz.values(), weights, converged(ritz, coupling));
  }

  /** Returns how many leading Ritz pairs are eigenpairs. */
  private int converged(SymmetricEigen ritz, double[] coupling) {
    double[] values = ritz.values();
    int size = values.length;
    int most = Math.min(deflate, size - 1);
    for (int j = 0; j < most && j + width <= size; j++) {
      if (values[j] - values[j + width - 1] <= CROWDED * Math.abs(values[j])) {
        most = j;
      }
    }
    double[] residuals = new double[most];
    for (int j = 0; j < most; j++) {
      residuals[j] = residual(ritz.vectors(), (j + 1) * size - width, coupling);
    }
    for (int taken = most; taken > 0; taken--) {
      boolean isApart = true;
      for (int j = 0; j < taken && isApart; j++) {
        isApart = residuals[j] <= LEAK_SHARE * (values[j] - values[taken]);
      }
      if (isApart) {
        return taken;
      }
    }
    return 0;
  }

  /** Returns the norm of what the image of a Ritz vector has outside the space. */
  private double residual(double[] vectors, int lastBlock, double[] coupling) {
    double total = 0;
    for (int r = 0; r < width; r++) {
      double sum = 0;
      for (int c = 0; c < width; c++) {
        sum = Math.fma(coupling[r * width + c], vectors[lastBlock + c], sum);
      }
      total = Math.fma(sum, sum, total);
    }
    return Math.sqrt(total);
  }

  private void solveDense() {
    double[] identity = new double[n * n];
    for (int i = 0; i < n; i++) {
      identity[i * n + i] = 1;
    }
    double[] matrix = new double[n * n];
    operator.multiply(identity, matrix, n, workers);
    SymmetricEigen eigen = DenseAlgebra.symmetricEigen(matrix, n);
    double[][] weights = new double[width][n];
    for (int j = 0; j < n; j++) {
      double[] inner = new double[width];
      for (int i = 0; i < n; i++) {
        for (int c = 0; c < width; c++) {
          inner[c] = Math.fma(eigen.vectors()[j * n + i], probes[i * width + c], inner[c]);
        }
      }
      for (int c = 0; c < width; c++) {
        weights[c][j] = inner[c] * inner[c];
      }
    }
    // At most half of all pairs, so that something is left to sample.
    samples = without(eigen.values(), weights, Math.min(deflate, (n + 1) / 2));
    steps = 1;
    isConverged = true;
  }

  /** Takes the leading nodes out of the samples. */
  private static SpectralSamples without(double[] nodes, double[][] weights, int leading) {
    double[] rest = Arrays.copyOfRange(nodes, leading, nodes.length);
    double[][] shared = new double[weights.length][];
    Arrays.fill(shared, rest);
    double[][] others = new double[weights.length][];
    Arrays.setAll(others, c -> Arrays.copyOfRange(weights[c], leading, nodes.length));
    return new SpectralSamples(Arrays.copyOf(nodes, leading), shared, others);
  }

  /** Returns what the probes tell. */
  public SpectralSamples samples() {
    return samples;
  }

  /**
   * Returns by how much each watched value moved between the last two looks at it: what further
   * products would still change is of that size. Empty where all eigenpairs were found.
   */
  public double[] moves() {
    return moves.clone();
  }

  /** Returns the number of operator products with the block of probes. */
  public int steps() {
    return steps;
  }

  /** Returns whether further steps would not have mattered. */
  public boolean isConverged() {
    return isConverged;
  }
}
