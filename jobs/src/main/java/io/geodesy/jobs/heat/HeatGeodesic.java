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
import io.geodesy.spectral.KernelFacts;
import io.geodesy.spectral.KernelGraph;
import io.geodesy.spectral.KernelSettings;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;

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
  private LandmarkMaps maps;
  private RowMap map;

  private HeatGeodesic(
      NeighborLists lists, HeatGeodesicParameters parameters, long seed, Workers workers) {
    this.parameters = parameters;
    this.workers = workers;
    this.graph = KernelGraph.of(lists, settings(parameters, lists.minDegree()), workers);
    requireDistances(graph.facts(), lists.distances().length);
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
    heat.landmarks = heat.chosenLandmarks();
    heat.flow(progress);
    progress.end();
    return heat;
  }

  /**
   * Returns how neighbours are weighed.
   *
   * @param shortest list there is
   */
  static KernelSettings settings(HeatGeodesicParameters parameters, int shortest) {
    // A row without neighbours has no bandwidth to ask for.
    OptionalInt bandwidthK =
        parameters.bandwidthK().isPresent() || shortest == 0
            ? parameters.bandwidthK()
            : OptionalInt.of(Math.min(USUAL_BANDWIDTH_K, shortest));
    return new KernelSettings(
        Kernel.DECAY, Symmetrization.MEAN, bandwidthK, parameters.decay(), OptionalDouble.empty());
  }

  /**
   * Checks that there is something to measure.
   *
   * @throws DataException if all listed pairs are copies
   */
  static void requireDistances(KernelFacts facts, long listed) {
    if (listed > 0 && facts.zeroDistances() == listed) {
      throw new DataException(
          "All distances are zero: every one of the %d listed pairs of table neighbors is a pair of copies, so that there is nothing to measure. Remove the copies."
              .formatted(listed));
    }
  }

  private int[] chosenLandmarks() {
    int count = parameters.landmarks();
    if (laplacian.rows() <= count) {
      return IntStream.range(0, laplacian.rows()).toArray();
    }
    int[] candidates =
        Arrays.stream(byHash)
            .filter(
                i ->
                    Landmarks.isEligible(
                        components.component(i), components.size(components.component(i))))
            .limit(Landmarks.candidates(parameters.landmarkRule(), count))
            .toArray();
    return parameters.landmarkRule() == LandmarkRule.HASHED
        ? Arrays.stream(candidates).sorted().toArray()
        : Landmarks.farthest(graph.weights(), candidates, count);
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
    for (int from = 0; from < m; from += HeatResult.BATCH) {
      int width = Math.min(HeatResult.BATCH, m - from);
      double[][] batch = new double[times.length][n * width];
      kernel.columns(landmarks, from, width, times, batch, workers);
      for (int t = 0; t < times.length; t++) {
        for (int i = 0; i < n; i++) {
          System.arraycopy(batch[t], i * width, heat[t], i * m + from, width);
        }
      }
      progress.advance(Math.min(m, from + HeatResult.BATCH), m);
    }
    progress.phase("estimate the heat that stays");
    double[][] between = Arrays.stream(heat).map(this::ofLandmarks).toArray(double[][]::new);
    double[][] own = HeatDistances.own(between, m);
    double[][] self = self(heat, between, own);
    int[] labels = components.labels();
    HeatDistances rule =
        HeatDistances.of(
            parameters,
            time,
            floors,
            Arrays.stream(landmarks).map(components::component).toArray(),
            own);
    landmarkHeat = own[times.length - 1];
    unreached = rule.unreached(heat, labels);
    progress.phase("distances");
    double[] raw = rule.ofRows(heat, self, labels, workers);
    distances = HeatDistances.denoised(raw, ofLandmarks(raw), parameters.denoise(), workers);
    progress.phase("map");
    int last = times.length - 1;
    maps =
        LandmarkMaps.of(
            ofLandmarks(distances), between[last], floors[last], rule.components(), parameters);
    map = RowMap.of(maps, distances, heat[last], labels, positions(), workers);
  }

  /** Returns the rows of the landmarks of {@code n x m} values. */
  private double[] ofLandmarks(double[] values) {
    int m = landmarks.length;
    double[] between = new double[m * m];
    for (int j = 0; j < m; j++) {
      System.arraycopy(values, landmarks[j] * m, between, j * m, m);
    }
    return between;
  }

  /** Returns the position of every row among the landmarks, negative if it is none. */
  private int[] positions() {
    int[] positions = new int[laplacian.rows()];
    Arrays.setAll(positions, i -> Arrays.binarySearch(landmarks, i));
    return positions;
  }

  private double[][] self(double[][] heat, double[][] between, double[][] own) {
    double[] times = time.times();
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
                  SelfHeat.byLandmarks(
                      heat, own, SelfHeat.shareLeftOut(between, own, floors), floors);
            };
    selfError = areAllLandmarks ? 0 : estimate.relativeError(landmarks);
    for (int t = 0; t < times.length; t++) {
      for (int j = 0; j < m; j++) {
        estimate.values()[t][landmarks[j]] = own[t][j];
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

  /** Returns the maps of the landmarks. */
  LandmarkMaps maps() {
    return maps;
  }

  /** Returns the places of all rows. */
  RowMap map() {
    return map;
  }
}
