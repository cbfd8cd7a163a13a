package io.geodesy.jobs.entropy;

import io.geodesy.analysis.Progress;
import io.geodesy.graph.SparseRows;
import io.geodesy.graph.Symmetrization;
import io.geodesy.kernel.DenseAlgebra;
import io.geodesy.kernel.DenseAlgebra.SymmetricEigen;
import io.geodesy.kernel.GaussianTiles;
import io.geodesy.kernel.StrongPairs;
import io.geodesy.kernel.Workers;
import io.geodesy.spectral.BlockLanczos;
import io.geodesy.spectral.DiffusionOperator;
import io.geodesy.spectral.Eigenpairs;
import io.geodesy.spectral.GaussianOperator;
import io.geodesy.spectral.QuadratureOptions;
import io.geodesy.spectral.SolverOptions;
import io.geodesy.spectral.StochasticLanczosQuadrature;
import io.geodesy.spectral.SymmetricOperator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.DoubleUnaryOperator;

/**
 * The entropy by stochastic Lanczos quadrature, for any number of rows: nothing of size n x n is
 * stored.
 *
 * <p>One or two products give the row sums; the leading pairs come from block Lanczos, wide blocks
 * and few products where a product is dear; all probes share every further product, and steps end
 * when they no longer matter beside the standard error: about twenty products in all. Where not
 * even a single pair of rows has a weight, the matrix is the identity and nothing is sampled; where
 * few pairs have one, they are stored.
 *
 * <p>Determinism class D0, since probes are pure functions of row keys.
 */
final class QuadratureMeasure implements EntropyMeasure {
  /** From so many rows on, a product with a dense kernel takes seconds. */
  private static final int DEAR = 20_000;

  /** Where a product is dear, all leading vectors share it, and few products must do. */
  private static final int WIDEST = 64;

  private static final int DEAR_BLOCKS = 6;

  private static final int USUAL_BLOCK = 32;
  private static final int USUAL_BLOCKS = 16;

  /** What a residual costs the trace of f is of the order of its square. */
  private static final double TOLERANCE = 1e-4;

  /**
   * Pairs a row up to which the kernel is stored: on MNIST with the paper's bandwidth of 10 there
   * are next to none, and a product would cost a pass over all pairs.
   */
  private static final int FEW_PAIRS = 32;

  /** Weights below this sum leave a row alone. */
  private static final double ALONE = 1e-7;

  private final SpectralEntropyParameters parameters;
  private final ReducedRows reduced;
  private final PairDistances distances;
  private final double bandwidth;
  private final long[] rowKeys;
  private final Workers workers;
  private final Progress progress;

  /**
   * A measure.
   *
   * @param parameters variant, probes, steps, deflation, t
   * @param reduced the rows for Gaussian variants
   * @param distances of the rows for variant knn
   * @param bandwidth s
   * @param rowKeys a well-mixed key a row
   * @param workers share the work
   * @param progress told of phases
   */
  QuadratureMeasure(
      SpectralEntropyParameters parameters,
      ReducedRows reduced,
      PairDistances distances,
      double bandwidth,
      long[] rowKeys,
      Workers workers,
      Progress progress) {
    this.parameters = parameters;
    this.reduced = reduced;
    this.distances = distances;
    this.bandwidth = bandwidth;
    this.rowKeys = rowKeys;
    this.workers = workers;
    this.progress = progress;
  }

  @Override
  public Measured of(int[] rows) {
    if (parameters.variant() == Variant.KNN) {
      DiffusionOperator operator =
          DiffusionOperator.of(
              NearestLinks.of(distances, rows, parameters.neighbors(), workers), 0, workers);
      return measure(operator, operator.stationary(), 0, rows, false);
    }
    GaussianTiles tiles = reduced.tiles(rows, bandwidth);
    Optional<StrongPairs> few = tiles.strongPairs((long) FEW_PAIRS * rows.length, workers);
    if (few.isPresent()) {
      return ofFew(few.get(), rows);
    }
    GaussianOperator once = GaussianOperator.of(tiles, workers);
    GaussianOperator operator =
        parameters.variant() == Variant.PAPER ? once.normalizedAgain(workers) : once;
    return measure(operator, operator.stationary(), operator.trace(), rows, rows.length >= DEAR);
  }

  /** The kernel is sparse: to store its pairs costs one pass, and products nothing. */
  private Measured ofFew(StrongPairs pairs, int[] rows) {
    SparseRows kernel =
        SparseRows.symmetrize(
            pairs.offsets(), pairs.columns(), pairs.weights(), Symmetrization.MAX, 0, 1);
    double alpha = parameters.variant() == Variant.PAPER ? 0.5 : 0;
    DiffusionOperator operator = DiffusionOperator.of(kernel, alpha, workers);
    double largest = 0;
    double trace = 0;
    for (int i = 0; i < rows.length; i++) {
      largest = Math.max(largest, operator.density(i));
      trace += operator.scale(i) * operator.scale(i);
    }
    if (largest - 1 < ALONE) {
      double[] ones = new double[rows.length];
      Arrays.fill(ones, 1);
      return new Measured(
          parameters.t().stream().map(t -> SpectrumEntropy.of(ones, t)).toList(), ones);
    }
    return measure(operator, operator.stationary(), trace, rows, false);
  }

  private Measured measure(
      SymmetricOperator operator, double[] known, double trace, int[] rows, boolean isDear) {
    int n = rows.length;
    long[] keys = new long[n];
    Arrays.setAll(keys, i -> rowKeys[rows[i]]);
    Eigenpairs leading = leading(operator, known, keys, isDear);
    List<DoubleUnaryOperator> watched = new ArrayList<>();
    for (double t : parameters.t()) {
      watched.add(SpectrumEntropy.power(t));
      watched.add(SpectrumEntropy.powerTimesLog(t));
    }
    if (isDear) {
      progress.phase("sample the spectrum");
    }
    StochasticLanczosQuadrature quadrature =
        StochasticLanczosQuadrature.of(
            operator,
            leading,
            QuadratureOptions.of(parameters.probes(), parameters.steps()),
            keys,
            watched,
            workers);
    return new Measured(
        parameters.t().stream()
            .map(t -> SpectrumEntropy.of(quadrature, t, trace, leading.count(), n))
            .toList(),
        leading.values());
  }

  /** Returns at most half of all pairs, so that something is left to sample. */
  private Eigenpairs leading(
      SymmetricOperator operator, double[] known, long[] keys, boolean isDear) {
    int n = operator.rows();
    int pairs = Math.min(parameters.deflate(), (n + 1) / 2);
    if (pairs == 0) {
      return new Eigenpairs(new double[0], new double[0], new double[0], 0, true);
    }
    if (isDear) {
      progress.phase("find leading modes");
    }
    int block = isDear ? Math.min(WIDEST, (pairs + 3) / 4 * 4) : USUAL_BLOCK;
    long most = (long) block * (isDear ? DEAR_BLOCKS : USUAL_BLOCKS);
    SolverOptions options = new SolverOptions(TOLERANCE, OptionalInt.of(block), most);
    return BlockLanczos.isApplicable(n, pairs, options)
        ? BlockLanczos.largest(operator, pairs, options, keys, known, workers)
        : dense(operator, pairs);
  }

  private Eigenpairs dense(SymmetricOperator operator, int pairs) {
    int n = operator.rows();
    double[] identity = new double[n * n];
    for (int i = 0; i < n; i++) {
      identity[i * n + i] = 1;
    }
    double[] matrix = new double[n * n];
    operator.multiply(identity, matrix, n, workers);
    SymmetricEigen eigen = DenseAlgebra.symmetricEigen(matrix, n);
    double[] vectors = new double[n * pairs];
    for (int j = 0; j < pairs; j++) {
      for (int i = 0; i < n; i++) {
        vectors[i * pairs + j] = eigen.vectors()[j * n + i];
      }
    }
    return new Eigenpairs(
        Arrays.copyOf(eigen.values(), pairs), vectors, new double[pairs], 0, true);
  }
}
