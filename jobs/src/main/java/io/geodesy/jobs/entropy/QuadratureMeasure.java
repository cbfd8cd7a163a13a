package io.geodesy.jobs.entropy;

import io.geodesy.graph.SparseRows;
import io.geodesy.graph.Symmetrization;
import io.geodesy.kernel.GaussianTiles;
import io.geodesy.kernel.StrongPairs;
import io.geodesy.kernel.Workers;
import io.geodesy.spectral.BlockQuadrature;
import io.geodesy.spectral.DiffusionOperator;
import io.geodesy.spectral.GaussianOperator;
import io.geodesy.spectral.QuadratureOptions;
import io.geodesy.spectral.SpectralSamples;
import io.geodesy.spectral.SymmetricOperator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The entropy by stochastic Lanczos quadrature, for any number of rows: nothing of size n x n is
 * stored.
 *
 * <p>One or two products give the row sums, and {@link BlockQuadrature} takes some eight to fifteen
 * more, which all probes, all t and the leading pairs share. The standard error is that over the
 * probes and, in squares, twice what the last products still moved. Where not even a single pair of
 * rows has a weight, the matrix is the identity and nothing is sampled; where few pairs have one,
 * they are stored; and where the matrix is small, its weights are kept from the first product on.
 *
 * <p>Determinism class D0, since probes are pure functions of row keys.
 */
final class QuadratureMeasure implements EntropyMeasure {
  /** From so many rows on the weights cost more than what is done with them. */
  private static final int DEAR = 20_000;

  /**
   * Where weights are dear so many probes share them: a tenth more work, a third fewer products.
   */
  private static final int DEAR_PROBES = 64;

  /**
   * A further product may move an entropy by half its error, or by a thousandth of itself or of 1
   * bit.
   */
  private static final double SHARE = 0.5;

  private static final double RELATIVE = 1e-3;

  /** Weights of a class of ten thousand rows, kept for all its products. */
  static final long MOST_KEPT_BYTES = 512L << 20;

  /**
   * Pairs a row up to which the kernel is stored: on MNIST with the paper's bandwidth of 10 there
   * are next to none, and a product would cost a pass over all pairs.
   */
  static final int FEW_PAIRS = 32;

  /** Weights below this sum leave a row alone. */
  private static final double ALONE = 1e-7;

  private final SpectralEntropyParameters parameters;
  private final ReducedRows reduced;
  private final PairDistances distances;
  private final double bandwidth;
  private final long[] rowKeys;
  private final Workers workers;

  /**
   * A measure.
   *
   * @param parameters variant, probes, steps, deflation, t
   * @param reduced the rows for Gaussian variants
   * @param distances of the rows for variant knn
   * @param bandwidth s
   * @param rowKeys a well-mixed key a row
   * @param workers share the work
   */
  QuadratureMeasure(
      SpectralEntropyParameters parameters,
      ReducedRows reduced,
      PairDistances distances,
      double bandwidth,
      long[] rowKeys,
      Workers workers) {
    this.parameters = parameters;
    this.reduced = reduced;
    this.distances = distances;
    this.bandwidth = bandwidth;
    this.rowKeys = rowKeys;
    this.workers = workers;
  }

  /** Returns probes and steps for so many rows. */
  static QuadratureOptions options(SpectralEntropyParameters parameters, int rows) {
    int probes = rows < DEAR ? parameters.probes() : Math.max(DEAR_PROBES, parameters.probes());
    return new QuadratureOptions(probes, parameters.steps(), SHARE, RELATIVE);
  }

  @Override
  public Measured of(int[] rows) {
    if (parameters.variant() == Variant.KNN) {
      DiffusionOperator operator =
          DiffusionOperator.of(
              NearestLinks.of(distances, rows, parameters.neighbors(), workers), 0, workers);
      return measure(operator, 0, rows);
    }
    GaussianTiles tiles = reduced.tiles(rows, bandwidth);
    Optional<StrongPairs> few = tiles.strongPairs((long) FEW_PAIRS * rows.length, workers);
    if (few.isPresent()) {
      return ofFew(few.get(), rows);
    }
    GaussianOperator once = GaussianOperator.of(tiles.keepingWeights(MOST_KEPT_BYTES), workers);
    GaussianOperator operator =
        parameters.variant() == Variant.PAPER ? once.normalizedAgain(workers) : once;
    return measure(operator, operator.trace(), rows);
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
    return measure(operator, trace, rows);
  }

  private Measured measure(SymmetricOperator operator, double trace, int[] rows) {
    int n = rows.length;
    long[] keys = new long[n];
    Arrays.setAll(keys, i -> rowKeys[rows[i]]);
    BlockQuadrature quadrature =
        BlockQuadrature.of(
            operator,
            parameters.deflate(),
            options(parameters, n),
            keys,
            found ->
                entropies(found, trace, n).stream()
                    .map(e -> new SpectralSamples.Sum(e.bits(), e.standardError()))
                    .toList(),
            workers);
    List<Entropy> found = new ArrayList<>();
    double[] moves = quadrature.moves();
    for (Entropy entropy : entropies(quadrature.samples(), trace, n)) {
      double move = moves.length == 0 ? 0 : 2 * moves[found.size()];
      found.add(
          new Entropy(
              entropy.bits(),
              entropy.traceSum(),
              Math.hypot(entropy.standardError(), move),
              entropy.rankUsed()));
    }
    return new Measured(found, quadrature.samples().leading());
  }

  private List<Entropy> entropies(SpectralSamples samples, double trace, int n) {
    return parameters.t().stream().map(t -> SpectrumEntropy.of(samples, t, trace, n)).toList();
  }
}
