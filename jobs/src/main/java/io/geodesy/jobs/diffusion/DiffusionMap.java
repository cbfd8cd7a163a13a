package io.geodesy.jobs.diffusion;

import io.geodesy.analysis.AnalysisContext;
import io.geodesy.analysis.Progress;
import io.geodesy.graph.ConnectedComponents;
import io.geodesy.graph.NeighborLists;
import io.geodesy.kernel.Workers;
import io.geodesy.spectral.BackEnd;
import io.geodesy.spectral.BlockLanczos;
import io.geodesy.spectral.BroadcastOperator;
import io.geodesy.spectral.DiffusionOperator;
import io.geodesy.spectral.Eigenpairs;
import io.geodesy.spectral.Eigenvalues;
import io.geodesy.spectral.FilteredIteration;
import io.geodesy.spectral.KernelGraph;
import io.geodesy.spectral.OperatorDiagonals;
import io.geodesy.spectral.RowBlocks;
import io.geodesy.spectral.SolverOptions;
import io.geodesy.spectral.Spectrum;
import io.geodesy.table.DriverRows;
import io.geodesy.table.RowIds;
import io.geodesy.table.StandardTables;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The diffusion map of a neighbour graph that the driver holds, component by component.
 *
 * <p>{@code K -> q = K 1 -> K~ = K / (q q')^alpha -> d = K~ 1 -> T = D^-1/2 K~ D^-1/2}; eigenpairs
 * {@code T phi = lambda phi}; {@code psi = phi / phi_0}; the coordinates of row i are {@code
 * lambda_j^t psi_j(i)}, j = 1 .. components. Psi has mean square 1 under the stationary measure.
 *
 * <p>A disconnected graph is never solved as one: components of at least {@code min-component}
 * rows, or else the largest alone, are solved each by itself: by block Lanczos, or multiplied on
 * the executors by filtered iteration where the vectors are broadcast. Components too small for a
 * filtered block are solved in the driver. Memory: {@code 16 n k} bytes for K, and {@link
 * BlockLanczos#bytes} in the driver. Determinism class D0.
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
  private final OperatorDiagonals diagonals;
  private final float[][] coordinates;
  private final List<Eigenvalues> spectra = new ArrayList<>();

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
    this.alpha = graph.facts().alpha(parameters.alpha());
    this.components = ConnectedComponents.of(graph.weights());
    // Degrees and densities do not mix components, so one operator gives those of all rows.
    this.diagonals =
        graph.operator(IntStream.range(0, lists.rows()).toArray(), alpha, workers).diagonals();
    this.coordinates = new float[lists.rows()][];
  }

  /**
   * Computes the map.
   *
   * @param lists the neighbour graph
   * @param parameters validated
   * @param context seed, progress and session of the run
   * @param workers share the rows
   */
  static MapResult of(
      NeighborLists lists,
      DiffusionMapParameters parameters,
      AnalysisContext context,
      Workers workers) {
    DiffusionMap map = new DiffusionMap(lists, parameters, context, workers);
    Progress progress = context.progress();
    progress.phase("solve for eigenpairs");
    int solved = MapFacts.solved(map.components.sizes(), parameters.minComponent());
    for (int c = 0; c < solved; c++) {
      map.solve(c);
      progress.advance(c + 1, solved);
    }
    progress.end();
    return map.result();
  }

  private void solve(int component) {
    int[] rows = components.rows(component);
    DiffusionOperator operator = graph.operator(rows, alpha, workers);
    long[] keys = new long[rows.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = lists.ids().hash(context.seed(), rows[i]);
    }
    Eigenpairs pairs = solve(operator, keys);
    spectra.add(pairs.eigenvalues());
    OperatorDiagonals own = operator.diagonals();
    CoordinateScale scale =
        CoordinateScale.of(pairs.values(), parameters.t(), own.stationaryTotal());
    for (int i = 0; i < rows.length; i++) {
      coordinates[rows[i]] = scale.coordinates(own, i, pairs.vectors(), i);
    }
  }

  private Eigenpairs solve(DiffusionOperator operator, long[] keys) {
    int wanted = parameters.components() + 1;
    SolverOptions options = parameters.solverOptions();
    if (parameters.backEnd() != BackEnd.BROADCAST
        || !FilteredIteration.isApplicable(operator.rows(), wanted)) {
      return Spectrum.ofConnected(operator, wanted, options, keys, workers);
    }
    int blocks = parameters.rowBlocks().orElse(RowBlocks.usualCount(operator.rows()));
    try (BroadcastOperator product =
        new BroadcastOperator(context.session(), operator, Math.min(operator.rows(), blocks))) {
      return FilteredIteration.largest(product, wanted, options, keys, workers);
    }
  }

  private MapResult result() {
    RowIds ids = lists.ids();
    MapFacts facts =
        new MapFacts(
            lists.rows(), graph.facts(), alpha, components.sizes(), List.copyOf(spectra), 0);
    Dataset<Row> operator =
        DriverRows.toDataset(
            context.session(),
            StandardTables.OPERATOR.schema(ids.type()),
            ids.size(),
            i ->
                RowFactory.create(
                    ids.get(i),
                    lists.cells()[i],
                    diagonals.degree()[i],
                    graph.bandwidths()[i],
                    diagonals.density()[i],
                    components.component(i)));
    Dataset<Row> mapped =
        DriverRows.toDataset(
            context.session(),
            StandardTables.COORDINATES.schema(ids.type()),
            ids.size(),
            i -> RowFactory.create(ids.get(i), components.component(i), coordinates[i]));
    return new MapResult(facts, operator, mapped);
  }
}
