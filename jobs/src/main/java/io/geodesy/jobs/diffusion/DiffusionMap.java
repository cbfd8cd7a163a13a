package io.geodesy.jobs.diffusion;

import io.geodesy.analysis.AnalysisContext;
import io.geodesy.analysis.Progress;
import io.geodesy.graph.ConnectedComponents;
import io.geodesy.graph.NeighborLists;
import io.geodesy.kernel.Workers;
import io.geodesy.spectral.BackEnd;
import io.geodesy.spectral.BlockLanczos;
import io.geodesy.spectral.DiffusionOperator;
import io.geodesy.spectral.DistributedSpectrum;
import io.geodesy.spectral.Eigenpairs;
import io.geodesy.spectral.KernelGraph;
import io.geodesy.spectral.SolverOptions;
import io.geodesy.spectral.Spectrum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The diffusion map of a neighbour graph, component by component.
 *
 * <p>{@code K -> q = K 1 -> K~ = K / (q q')^alpha -> d = K~ 1 -> T = D^-1/2 K~ D^-1/2}; eigenpairs
 * {@code T phi = lambda phi}; {@code psi = phi / phi_0}; the coordinates of row i are {@code
 * lambda_j^t psi_j(i)}, j = 1 .. components. Psi has mean square 1 under the stationary measure.
 *
 * <p>A disconnected graph is never solved as one: components of at least {@code min-component}
 * rows, or else the largest alone, are solved each by itself: in the driver by block Lanczos, or
 * multiplied on the executors by filtered iteration (see {@link BackEnd}), for which rows are taken
 * in the order of their cells. Components too small for a filtered block are solved in the driver
 * whatever the back-end. Memory: {@code 16 n k} bytes for K, and {@link BlockLanczos#bytes} in the
 * driver. Determinism class D0.
 *
 * <p>Coifman and Lafon, Diffusion maps, ACHA 2006. Differs from the paper: none.
 */
final class DiffusionMap {
  private final NeighborLists lists;
  private final DiffusionMapParameters parameters;
  private final AnalysisContext context;
  private final Workers workers;
  private final KernelGraph graph;
  private final double alpha;
  private final ConnectedComponents components;
  private final double[] degree;
  private final double[] density;
  private final float[][] coordinates;
  private final List<Eigenpairs> spectra = new ArrayList<>();
  private long ghostRows;

  private DiffusionMap(
      NeighborLists lists,
      DiffusionMapParameters parameters,
      AnalysisContext context,
      Workers workers) {
    this.lists = lists;
    this.parameters = parameters;
    this.context = context;
    this.workers = workers;
    context.progress().phase("weigh neighbours");
    this.graph = KernelGraph.of(lists, parameters.kernelSettings(), workers);
    this.alpha = graph.alpha(parameters.alpha());
    this.components = ConnectedComponents.of(graph.weights());
    int n = lists.rows();
    this.degree = new double[n];
    this.density = new double[n];
    this.coordinates = new float[n][];
  }

  /**
   * Computes the map.
   *
   * @param lists the neighbour graph
   * @param parameters validated
   * @param context seed, progress, session and stages of the run
   * @param workers share the rows
   */
  static DiffusionMap of(
      NeighborLists lists,
      DiffusionMapParameters parameters,
      AnalysisContext context,
      Workers workers) {
    DiffusionMap map = new DiffusionMap(lists, parameters, context, workers);
    Progress progress = context.progress();
    map.normalizeAll();
    progress.phase("solve for eigenpairs");
    for (int c = 0; c < map.components.count() && map.isSolved(c); c++) {
      map.solve(c);
      progress.advance(c + 1, map.components.count());
    }
    progress.end();
    return map;
  }

  /** Degrees and densities do not mix components, so one operator gives those of all rows. */
  private void normalizeAll() {
    DiffusionOperator whole =
        graph.operator(IntStream.range(0, degree.length).toArray(), alpha, workers);
    for (int i = 0; i < degree.length; i++) {
      degree[i] = whole.degree(i);
      density[i] = whole.density(i);
    }
  }

  private void solve(int component) {
    int[] rows = components.rows(component);
    BackEnd backEnd = parameters.backEnd().forRows(rows.length);
    int wanted = parameters.components() + 1;
    boolean isHere =
        backEnd == BackEnd.LOCAL || !DistributedSpectrum.isApplicable(rows.length, wanted);
    if (!isHere) {
      rows = inCellOrder(rows);
    }
    DiffusionOperator operator = graph.operator(rows, alpha, workers);
    long[] keys = new long[rows.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = lists.ids().hash(context.seed(), rows[i]);
    }
    SolverOptions options = parameters.solverOptions();
    Eigenpairs pairs;
    if (isHere) {
      pairs = Spectrum.ofConnected(operator, wanted, options, keys, workers);
    } else {
      DistributedSpectrum distributed =
          new DistributedSpectrum(
              context.session(),
              backEnd,
              parameters.rowBlocks(),
              (name, block) -> context.stage("component-" + component + "-" + name, block));
      ghostRows += distributed.ghostRows(operator);
      pairs = distributed.ofConnected(operator, wanted, options, keys, workers);
    }
    spectra.add(pairs);
    double[] stationary = operator.stationary();
    double[] scale = new double[pairs.count()];
    for (int j = 1; j < scale.length; j++) {
      // A negative eigenvalue keeps its sign where t is whole; its size where it is not.
      scale[j] = Math.pow(Math.abs(pairs.values()[j]), parameters.t());
      if (pairs.values()[j] < 0 && parameters.t() % 2 == 1) {
        scale[j] = -scale[j];
      }
    }
    for (int i = 0; i < rows.length; i++) {
      float[] row = new float[pairs.count() - 1];
      for (int j = 1; j < pairs.count(); j++) {
        row[j - 1] = (float) (scale[j] * pairs.vector(i, j) / stationary[i]);
      }
      coordinates[rows[i]] = row;
    }
  }

  private int[] inCellOrder(int[] rows) {
    long[] order = new long[rows.length];
    for (int i = 0; i < rows.length; i++) {
      order[i] = (long) lists.cells()[rows[i]] << 32 | rows[i];
    }
    Arrays.sort(order);
    return Arrays.stream(order).mapToInt(key -> (int) key).toArray();
  }

  /** Returns the exponent of the density that was divided out. */
  double alpha() {
    return alpha;
  }

  /** Tells whether a component gets coordinates. */
  boolean isSolved(int component) {
    return component == 0 || components.size(component) >= parameters.minComponent();
  }

  KernelGraph graph() {
    return graph;
  }

  ConnectedComponents components() {
    return components;
  }

  /** Returns the spectra of the solved components, from component 0. */
  List<Eigenpairs> spectra() {
    return spectra;
  }

  /** Returns the rows that a product exchanged between executors. */
  long ghostRows() {
    return ghostRows;
  }

  double degree(int row) {
    return degree[row];
  }

  double density(int row) {
    return density[row];
  }

  /** Returns the coordinates of a row, null where its component is too small. */
  float[] coordinates(int row) {
    return coordinates[row];
  }
}
