package io.geodesy.jobs.diffusion;

import io.geodesy.analysis.AnalysisContext;
import io.geodesy.analysis.Progress;
import io.geodesy.graph.NeighborBlock;
import io.geodesy.graph.NeighborBlocks;
import io.geodesy.spectral.ComponentPairs;
import io.geodesy.spectral.KernelBlocks;
import io.geodesy.spectral.OperatorDiagonals;
import io.geodesy.spectral.RowBlocks;
import io.geodesy.spectral.SpreadEigenpairs;
import io.geodesy.spectral.SpreadOperator;
import io.geodesy.spectral.SpreadSolutions;
import io.geodesy.table.Kept;
import io.geodesy.table.RowIds;
import io.geodesy.table.StandardTables;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;

/**
 * The {@link DiffusionMap} of a neighbour graph that the driver does not hold: lists, kernel,
 * vectors and coordinates stay on the executors in blocks of near rows.
 *
 * <p>Components larger than a block are solved across blocks by filtered iteration, every round a
 * stage of the run; the others each in one task. Driver memory: sums, and what components and their
 * eigenvalues take. Determinism class D0: weights, densities, degrees and components have the bits
 * that they have in the driver (with the variable kernel but for the order of two sums), eigenpairs
 * agree to the tolerance.
 */
final class BlockDiffusionMap {
  private final DiffusionMapParameters parameters;
  private final AnalysisContext context;
  private final DataType idType;
  private final KernelBlocks kernel;
  private final NeighborBlocks lists;
  private final SpreadOperator operator;

  private BlockDiffusionMap(
      DiffusionMapParameters parameters,
      AnalysisContext context,
      DataType idType,
      KernelBlocks kernel,
      SpreadOperator operator) {
    this.parameters = parameters;
    this.context = context;
    this.idType = idType;
    this.kernel = kernel;
    this.lists = kernel.lists();
    this.operator = operator;
  }

  /**
   * Computes the map.
   *
   * @param neighbors the graph
   * @param rows of it, at least 1
   * @param parameters validated
   * @param context seed, progress, session and stages of the run
   */
  static MapResult of(
      Dataset<Row> neighbors,
      long rows,
      DiffusionMapParameters parameters,
      AnalysisContext context) {
    Progress progress = context.progress();
    progress.phase("spread neighbours");
    int most = (int) Math.min(Integer.MAX_VALUE, rows);
    int count = Math.min(most, parameters.rowBlocks().orElse(RowBlocks.usualCount(most)));
    DataType idType = neighbors.schema().apply("id").dataType();
    try (NeighborBlocks lists = NeighborBlocks.of(neighbors, count)) {
      progress.phase("weigh neighbours");
      try (KernelBlocks kernel = KernelBlocks.of(lists, parameters.kernelSettings());
          SpreadOperator operator =
              SpreadOperator.of(context.session(), kernel, parameters.alpha(), context.seed())) {
        return new BlockDiffusionMap(parameters, context, idType, kernel, operator).run();
      }
    } finally {
      progress.end();
    }
  }

  private MapResult run() {
    // Committed, because the blocks are gone when they are published.
    Dataset<Row> diagonals =
        context.stage(
            "operator",
            context
                .session()
                .createDataFrame(operatorRows(), StandardTables.OPERATOR.schema(idType)));
    Progress progress = context.progress();
    progress.phase("solve for eigenpairs");
    int[] sizes = operator.components().sizes();
    int wanted = parameters.components() + 1;
    int solved = MapFacts.solved(sizes, parameters.minComponent());
    try (Kept kept = new Kept()) {
      SpreadSolutions found =
          SpreadSolutions.of(
              operator,
              solved,
              wanted,
              parameters.solverOptions(),
              context::stage,
              done -> progress.advance(done, solved),
              kept);
      long ghostRows = found.spread().stream().mapToLong(SpreadEigenpairs::ghostRows).sum();
      double t = parameters.t();
      progress.phase("commit coordinates");
      JavaRDD<Row> coordinates =
          without(solved).union(found.whole().flatMap(pairs -> rows(pairs, t)));
      for (int c = 0; c < found.spread().size(); c++) {
        coordinates = coordinates.union(rows(c, found.spread().get(c)));
      }
      Dataset<Row> committed =
          context.stage(
              "coordinates",
              context
                  .session()
                  .createDataFrame(coordinates, StandardTables.COORDINATES.schema(idType)));
      MapFacts facts =
          new MapFacts(
              lists.rows(),
              kernel.facts(),
              operator.alpha(),
              sizes,
              found.eigenvalues(),
              ghostRows);
      return new MapResult(facts, diagonals, committed);
    }
  }

  private JavaRDD<Row> operatorRows() {
    return lists
        .blocks()
        .zip(operator.diagonals())
        .zip(kernel.bandwidths().zip(operator.components().labels()))
        .flatMap(
            all -> {
              NeighborBlock block = all._1()._1();
              OperatorDiagonals own = all._1()._2();
              double[] bandwidths = all._2()._1();
              int[] labels = all._2()._2();
              return IntStream.range(0, block.rows())
                  .mapToObj(
                      i ->
                          RowFactory.create(
                              block.ids().get(i),
                              block.cells()[i],
                              own.degree()[i],
                              bandwidths[i],
                              own.density()[i],
                              labels[i]))
                  .iterator();
            });
  }

  /** Rows without coordinates: of components that are not solved. */
  private JavaRDD<Row> without(int solved) {
    return lists
        .blocks()
        .zip(operator.components().labels())
        .flatMap(
            own ->
                IntStream.range(0, own._2().length)
                    .filter(i -> own._2()[i] >= solved)
                    .mapToObj(
                        i -> RowFactory.create(own._1().ids().get(i), own._2()[i], (Object) null))
                    .iterator());
  }

  /** Rows of a component that was solved across blocks. */
  private JavaRDD<Row> rows(int component, SpreadEigenpairs pairs) {
    CoordinateScale scale =
        CoordinateScale.of(
            pairs.eigenvalues().values(), parameters.t(), operator.stationaryTotal(component));
    return lists
        .blocks()
        .zip(operator.diagonals())
        .zip(operator.components().labels().zip(pairs.vectors()))
        .flatMap(
            all ->
                rows(
                    all._1()._1().ids(),
                    all._1()._2(),
                    SpreadOperator.members(all._1()._1(), all._2()._1(), component),
                    all._2()._2(),
                    component,
                    scale));
  }

  private static Iterator<Row> rows(ComponentPairs pairs, double t) {
    return rows(
        pairs.ids(),
        pairs.diagonals(),
        IntStream.range(0, pairs.ids().size()).toArray(),
        pairs.pairs().vectors(),
        pairs.component(),
        CoordinateScale.of(pairs.pairs().values(), t, pairs.diagonals().stationaryTotal()));
  }

  private static Iterator<Row> rows(
      RowIds ids,
      OperatorDiagonals diagonals,
      int[] rows,
      double[] vectors,
      int component,
      CoordinateScale scale) {
    return IntStream.range(0, rows.length)
        .mapToObj(
            at ->
                RowFactory.create(
                    ids.get(rows[at]),
                    component,
                    scale.coordinates(diagonals, rows[at], vectors, at)))
        .iterator();
  }
}
