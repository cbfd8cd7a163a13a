package io.geodesy.jobs.heat;

import io.geodesy.analysis.Progress;
import io.geodesy.error.ConfigException;
import io.geodesy.error.DataException;
import io.geodesy.graph.ConnectedComponents;
import io.geodesy.graph.NeighborLists;
import io.geodesy.graph.Symmetrization;
import io.geodesy.kernel.IndexSort;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.spectral.ChebyshevHeat;
import io.geodesy.spectral.DenseHeat;
import io.geodesy.spectral.EulerHeat;
import io.geodesy.spectral.GraphLaplacian;
import io.geodesy.spectral.HeatKernel;
import io.geodesy.spectral.Kernel;
import io.geodesy.spectral.KernelGraph;
import io.geodesy.spectral.KernelSettings;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Distances from heat flow on a neighbour graph, and a map from them.
 *
 * <p>{@code K_ij = exp(-(d_ij / bandwidth_i)^decay)}, mean of both directions; L its Laplacian;
 * heat {@code H_t = exp(-t L)} from m landmarks; {@code d^2 = -4 t ln H_ij + sigma 4 t ln((H_ii +
 * H_jj) / 2)}; a map of the landmarks by stress majorisation, and every row placed on it.
 *
 * <p>Time: one pass of the polynomial a batch of 32 columns, {@code degree nnz 32} multiply-adds
 * each, for {@code m / 32} batches, two for 64 probes and some dozen for eigenpairs, and 8 narrow
 * ones for the entropy curve. Memory: {@code 16 n k} bytes for K, {@code 8 n} times ({@code m (1 +
 * times)} for heat and distances, and 32 {@code (4 + times)} for a batch). Determinism class D0.
 *
 * <p>Huguet, Tong, De Brouwer, Zhang, Wolf, Adelstein, Krishnaswamy, A Heat Diffusion Perspective
 * on Geodesic Preserving Dimensionality Reduction, NeurIPS 2023. Differs from the paper: landmarks
 * instead of all pairs; see {@link HeatTime}, {@link HeatDistances} and {@link ReachedDistances}.
 */
final class HeatGeodesic {
  /** Columns that flow together: the state of a batch is three blocks of {@code n x 32}. */
  static final int BATCH = 32;

  private static final int USUAL_BANDWIDTH_K = 10;
  private static final int EULER_STEPS = 30;

  private final HeatGeodesicParameters parameters;
  private final Workers workers;
  private final KernelGraph graph;
  private final ConnectedComponents components;
  private final GraphLaplacian laplacian;
  private final ChebyshevHeat chebyshev;
  private final HeatKernel kernel;
  private final long[] rowKeys;
  private final int[] byHash;
  private HeatTime time;
  private int[] landmarks;
  private double[] floors;
  private double[] distances;
  private double[] landmarkHeat;
  private long[] unreached;
  private double selfError;
  private RowMap map;

  private HeatGeodesic(
      NeighborLists lists, HeatGeodesicParameters parameters, long seed, Workers workers) {
    this.parameters = parameters;
    this.workers = workers;
    this.graph =
        KernelGraph.of(
            lists,
            new KernelSettings(
                Kernel.DECAY,
                Symmetrization.MEAN,
                bandwidthK(parameters, lists),
                parameters.decay(),
                OptionalDouble.empty()),
            workers);
    if (graph.facts().zeroDistances() == lists.distances().length && lists.distances().length > 0) {
      throw new DataException(
          "All distances are zero: every one of the %d listed pairs of table neighbors is a pair of copies, so that there is nothing to measure. Remove the copies."
              .formatted(lists.distances().length));
    }
    this.components = ConnectedComponents.of(graph.weights());
    this.laplacian = GraphLaplacian.of(graph.weights(), parameters.laplacian(), workers);
    int n = lists.rows();
    long stream = SeededStream.derive(seed, HeatGeodesicAnalysis.NAME);
    this.rowKeys = new long[n];
    Arrays.setAll(rowKeys, i -> lists.ids().hash(stream, i));
    this.byHash = IndexSort.sorted(n, (a, b) -> Long.compare(rowKeys[a], rowKeys[b]));
    this.chebyshev = ChebyshevHeat.of(laplacian, parameters.tolerance(), rowKeys, workers);
    this.kernel = chosenKernel();
  }

  /**
   * Computes everything.
   *
   * @param lists the neighbour graph, with at least one row
   * @param parameters validated
   * @param seed of the run
   * @param workers share the rows
   * @param progress told of the phases
   */
  static HeatGeodesic of(
      NeighborLists lists,
      HeatGeodesicParameters parameters,
      long seed,
      Workers workers,
      Progress progress) {
    progress.phase("weigh neighbours");
    HeatGeodesic heat = new HeatGeodesic(lists, parameters, seed, workers);
    progress.phase("choose the time");
    heat.time = HeatTime.of(heat.kernel, heat.components, parameters, heat.byHash, workers);
    heat.floors =
        Arrays.stream(heat.time.times()).map(t -> HeatTime.floor(heat.kernel, t)).toArray();
    progress.phase("choose landmarks");
    heat.landmarks =
        Landmarks.choose(
            heat.graph.weights(),
            heat.components,
            parameters.landmarkRule(),
            parameters.landmarks(),
            heat.byHash);
    heat.flow(progress);
    progress.end();
    return heat;
  }

  private static OptionalInt bandwidthK(HeatGeodesicParameters parameters, NeighborLists lists) {
    int shortest = lists.minDegree();
    // A row without neighbours has no bandwidth to ask for.
    return parameters.bandwidthK().isPresent() || shortest == 0
        ? parameters.bandwidthK()
        : OptionalInt.of(Math.min(USUAL_BANDWIDTH_K, shortest));
  }

  private HeatKernel chosenKernel() {
    if (parameters.filter() == HeatFilter.EXACT && laplacian.rows() > DenseHeat.MOST_ROWS) {
      throw new ConfigException(
          "filter is exact but the table has %d rows: all eigenpairs are found for at most %d. Take filter chebyshev, which is as exact as its tolerance says."
              .formatted(laplacian.rows(), DenseHeat.MOST_ROWS));
    }
    return switch (parameters.filter()) {
      case CHEBYSHEV -> chebyshev;
      case EXACT -> DenseHeat.of(laplacian, workers);
      case EULER -> new EulerHeat(laplacian, chebyshev.lambdaMax(), EULER_STEPS);
    };
  }

  /** Lets heat flow from the landmarks, and turns it into distances and the map. */
  private void flow(Progress progress) {
    int n = laplacian.rows();
    int m = landmarks.length;
    double[] times = time.times();
    double[][] heat = new double[times.length][Math.multiplyExact(n, m)];
    progress.phase("flow from landmarks");
    for (int from = 0; from < m; from += BATCH) {
      int width = Math.min(BATCH, m - from);
      double[][] batch = new double[times.length][n * width];
      kernel.columns(landmarks, from, width, times, batch, workers);
      for (int t = 0; t < times.length; t++) {
        for (int i = 0; i < n; i++) {
          System.arraycopy(batch[t], i * width, heat[t], i * m + from, width);
        }
      }
      progress.advance(Math.min(m, from + BATCH), m);
    }
    progress.phase("estimate the heat that stays");
    double[][] self = self(heat, times);
    unreached = new long[m];
    int last = times.length - 1;
    for (int at = 0; at < n * m; at++) {
      boolean isPair = components.component(at / m) == components.component(landmarks[at % m]);
      unreached[at % m] += isPair && heat[last][at] <= floors[last] ? 1 : 0;
    }
    progress.phase("distances");
    distances =
        HeatDistances.denoised(
            HeatDistances.of(heat, self, landmarks, components, time, floors, parameters, workers),
            landmarks,
            parameters.denoise(),
            workers);
    progress.phase("map");
    map =
        RowMap.of(distances, heat[last], floors[last], landmarks, components, parameters, workers);
  }

  private double[][] self(double[][] heat, double[] times) {
    int m = landmarks.length;
    boolean areAllLandmarks = m == laplacian.rows();
    SelfHeat estimate =
        areAllLandmarks
            ? SelfHeat.exact(new double[times.length][m])
            : switch (parameters.diagonal()) {
              case HUTCHINSON ->
                  SelfHeat.byProbes(kernel, times, parameters.probes(), rowKeys, workers);
              case LOW_RANK ->
                  SelfHeat.byEigenpairs(
                      laplacian, kernel, times, parameters.probes(), rowKeys, workers);
              case EXACT_AT_LANDMARKS ->
                  SelfHeat.byLandmarks(heat, landmarks, floors, laplacian.rows());
            };
    selfError = areAllLandmarks ? 0 : estimate.relativeError(landmarks);
    landmarkHeat = new double[m];
    for (int t = 0; t < times.length; t++) {
      for (int j = 0; j < m; j++) {
        landmarkHeat[j] = heat[t][landmarks[j] * m + j];
        estimate.values()[t][landmarks[j]] = landmarkHeat[j];
      }
    }
    return estimate.values();
  }

  KernelGraph graph() {
    return graph;
  }

  ConnectedComponents components() {
    return components;
  }

  HeatKernel kernel() {
    return kernel;
  }

  double lambdaMax() {
    return chebyshev.lambdaMax();
  }

  HeatTime time() {
    return time;
  }

  /** Returns the rows that are landmarks, ascending. */
  int[] landmarks() {
    return landmarks;
  }

  /** Returns the distances, {@code n x landmarks}, NaN between components. */
  double[] distances() {
    return distances;
  }

  /** Returns the heat that stays on a landmark at the greatest time. */
  double landmarkHeat(int j) {
    return landmarkHeat[j];
  }

  /** Returns the rows of a landmark's component that its heat does not reach. */
  long unreached(int j) {
    return unreached[j];
  }

  /**
   * Returns the error of the heat that stays on a row that is no landmark, as a share of it: what
   * kind of error, {@link DiagonalMode#error} says.
   */
  double selfError() {
    return selfError;
  }

  RowMap map() {
    return map;
  }
}
