package io.geodesy.jobs.knn;

import io.geodesy.analysis.Analysis;
import io.geodesy.analysis.AnalysisContext;
import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Descriptor;
import io.geodesy.analysis.Determinism;
import io.geodesy.analysis.Estimate;
import io.geodesy.analysis.Panel;
import io.geodesy.analysis.Table;
import io.geodesy.analysis.TableShape;
import io.geodesy.analysis.Tables;
import io.geodesy.analysis.VectorRule;
import io.geodesy.error.ConfigException;
import io.geodesy.error.DataException;
import io.geodesy.graph.NeighborLists;
import io.geodesy.kernel.Workers;
import io.geodesy.table.CategoryColumn;
import io.geodesy.table.DriverRows;
import io.geodesy.table.RowIds;
import io.geodesy.table.StandardTables;
import io.geodesy.table.Statistic;
import io.geodesy.table.VectorBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * The k nearest neighbours of every row, {@code n x k} ids and distances in the metric's unit,
 * computed in one block in the driver on all its cores where that fits memory, else in overlapping
 * blocks on Spark ({@link BlockGraph}), each as follows.
 *
 * <ol>
 *   <li>Rows that repeat an earlier one exactly, under cosine up to a factor, are set aside; the
 *       graph is built on distinct rows and they come back in at the end, at distance zero.
 *   <li>Few rows: all pairs, each list proven. Many rows: overlapping leaves and neighbour rounds,
 *       on the leading principal axes where these hold nearly all of the spread.
 *   <li>Candidates are re-scored in double on all columns.
 *   <li>Recall is measured on rows drawn by the hash of their id, against their true neighbours;
 *       below the target, a pass with other leaders adds to the same lists.
 * </ol>
 *
 * <p>With {@code within} all this is done in every group of rows by itself.
 *
 * <p>Given an earlier run to extend, only what changed since is searched: {@link GraphExtension}.
 *
 * <p>Determinism class D0: the same bits for any partitions, threads and order of the input. Where
 * {@code block-rows} is left open and the table does not fit one block, memory and the number of
 * tasks decide the blocks, and so the lists.
 */
public final class KnnGraphAnalysis implements Analysis<KnnGraphParameters> {
  static final String NAME = "knn-graph";

  @Override
  public Descriptor<KnnGraphParameters> descriptor() {
    return new Descriptor<>(
        NAME,
        4,
        "Finds the k nearest neighbours of every row.",
        List.of(
            "W. Dong, M. Charikar, K. Li: Efficient k-nearest neighbor graph construction for generic similarity measures, WWW 2011",
            "N. Halko, P.-G. Martinsson, J. A. Tropp: Finding structure with randomness, SIAM Review 53, 2011"),
        KnnGraphParameters.class,
        List.of("vectors"),
        List.of(),
        List.of(StandardTables.NEIGHBORS, StandardTables.STATISTICS),
        Determinism.D0);
  }

  @Override
  public VectorRule vectorRule(KnnGraphParameters parameters) {
    return parameters.metric().vectorRule();
  }

  @Override
  public boolean plansMemory() {
    return true;
  }

  @Override
  public Estimate estimate(KnnGraphParameters parameters, TableShape shape) {
    return new KnnGraphEstimate(parameters, shape).estimate();
  }

  @Override
  public Estimate estimate(
      KnnGraphParameters parameters,
      TableShape shape,
      Supplier<Tables> inputs,
      AnalysisContext context) {
    Tables tables = inputs.get();
    TableShape usable = shape(tables, context).orElse(shape);
    checkRows(parameters, usable.rows());
    Machine machine = Machine.of(context.session());
    BlockPlan plan = plan(parameters, usable, machine);
    VectorTable table = VectorTable.of(tables.dataset("vectors"), usable.dim());
    KnnGraphEstimate estimate = new KnnGraphEstimate(parameters, usable);
    try (Workers workers = new Workers(context.threads())) {
      BlockPreparation preparation =
          new BlockPreparation(
              context.session(),
              table,
              usable.rows(),
              parameters,
              machine,
              context.seed(),
              workers);
      if (plan.isOneBlock()) {
        return estimate.oneBlock(preparation.survey(plan, context.progress()));
      }
      preparation.prepare(plan, context.progress());
      return estimate.blocks(preparation.forecast(), preparation.facts(), machine);
    }
  }

  /** Returns how the table is cut, as far as its shape decides it. */
  private static BlockPlan plan(KnnGraphParameters parameters, TableShape shape, Machine machine) {
    TableFacts facts = TableFacts.ofShape(shape.rows(), shape.dim());
    BlockPlan plan = new BlockPlanner(parameters, facts, machine).plan();
    if (!plan.isOneBlock()) {
      parameters.extend().ifPresent(run -> refuseExtension(run, shape));
      requireBlocks(parameters, shape);
    }
    return plan;
  }

  @Override
  public List<Panel> panels(KnnGraphParameters parameters, Tables published) {
    return List.of(new KnnGraphPanel(parameters, published).panel());
  }

  @Override
  public void warmUp(KnnGraphParameters parameters, BooleanSupplier isWanted) {
    EngineWarmUp.run(parameters, isWanted);
  }

  @Override
  public Tables run(KnnGraphParameters parameters, Tables inputs, AnalysisContext context) {
    Dataset<Row> vectors = inputs.dataset("vectors");
    Optional<TableShape> shape = shape(inputs, context);
    shape.ifPresent(known -> checkRows(parameters, known.rows()));
    KernelNotice.sayOnce();
    if (shape.isPresent()) {
      Machine machine = Machine.of(context.session());
      BlockPlan plan = plan(parameters, shape.get(), machine);
      if (!plan.isOneBlock()) {
        VectorTable table = VectorTable.of(vectors, shape.get().dim());
        return blocks(parameters, table, shape.get().rows(), plan, machine, context);
      }
    }
    return oneBlock(parameters, vectors, context);
  }

  /**
   * Returns the shape that was found when the table was read, else counts; empty if it is empty.
   */
  private static Optional<TableShape> shape(Tables inputs, AnalysisContext context) {
    Attributes known = inputs.attributes("vectors");
    if (known.number("n").isPresent() && known.number("dim").isPresent()) {
      return Optional.of(
          new TableShape(
              (long) known.number("n").getAsDouble(),
              (int) known.number("dim").getAsDouble(),
              context.threads()));
    }
    Dataset<Row> vectors = inputs.dataset("vectors");
    return vectors.select(functions.size(functions.col("vector"))).takeAsList(1).stream()
        .findFirst()
        .map(row -> new TableShape(vectors.count(), row.getInt(0), context.threads()));
  }

  private static void refuseExtension(String run, TableShape shape) {
    throw new ConfigException(
        "knn-graph.extend is %s but the table of %d rows does not fit one block, and only one block can be extended: raise knn-graph.memory and leave block-rows open, or build the graph anew."
            .formatted(run, shape.rows()));
  }

  private static void requireBlocks(KnnGraphParameters parameters, TableShape shape) {
    if (!parameters.metric().isEuclidean()) {
      throw new ConfigException(
          "knn-graph.metric is %s but the table of %d rows does not fit one block, and only euclidean and cosine are searched in several: raise knn-graph.memory and leave block-rows open."
              .formatted(parameters.metric().key(), shape.rows()));
    }
    if (parameters.within().isPresent()) {
      throw new ConfigException(
          "knn-graph.within is %s but the table of %d rows does not fit one block, and groups are searched in one block alone: raise knn-graph.memory and leave block-rows open."
              .formatted(parameters.within().get(), shape.rows()));
    }
  }

  private static void checkRows(KnnGraphParameters parameters, long n) {
    if (parameters.k() >= n && parameters.within().isEmpty()) {
      throw new DataException(
          "k is %d but table vectors has %d row%s: k must be below the number of rows."
              .formatted(parameters.k(), n, n == 1 ? "" : "s"));
    }
  }

  private static Tables blocks(
      KnnGraphParameters parameters,
      VectorTable table,
      long rows,
      BlockPlan plan,
      Machine machine,
      AnalysisContext context) {
    BlockGraph.Result graph = new BlockGraph(context, table, rows, parameters, machine).build(plan);
    context.progress().phase("statistics");
    BlockStatistics statistics =
        new BlockStatistics(graph, rows, parameters.k(), table.isNumbered());
    Attributes attributes =
        statistics.attributes(common(parameters, rows, table.dim()).with("k", parameters.k()));
    context.progress().end();
    return Tables.none()
        .with("neighbors", new Table(graph.lists().drop("repeats"), attributes))
        .with("statistics", Statistic.toDataset(context.session(), statistics.statistics(NAME)));
  }

  private static Tables oneBlock(
      KnnGraphParameters parameters, Dataset<Row> vectors, AnalysisContext context) {
    context.progress().phase("collect vectors");
    VectorBlock block = VectorBlock.collect(vectors);
    checkRows(parameters, block.rows());
    if (parameters.metric() == Metric.HAMMING) {
      ByteValues.require("vectors", block);
    }
    try (Workers workers = new Workers(context.threads())) {
      return parameters
          .extend()
          .map(run -> extended(run, parameters, block, workers, context))
          .orElseGet(
              () ->
                  parameters.within().isPresent()
                      ? grouped(parameters, vectors, block, workers, context)
                      : built(parameters, block, workers, context));
    }
  }

  private static Tables grouped(
      KnnGraphParameters parameters,
      Dataset<Row> vectors,
      VectorBlock block,
      Workers workers,
      AnalysisContext context) {
    String within = parameters.within().orElseThrow();
    String column = GroupColumn.find(vectors, within);
    NeighborGraph graph =
        new GroupedGraph(block, parameters, context.seed(), workers, context.progress())
            .build(CategoryColumn.collect(vectors, column, block.ids()));
    context.progress().end();
    Attributes attributes = attributes(parameters, block, graph).with("within", within);
    return tables(context.session(), block, graph, attributes, List.of());
  }

  private static Tables built(
      KnnGraphParameters parameters, VectorBlock block, Workers workers, AnalysisContext context) {
    NeighborGraph graph =
        new NeighborGraphBuilder(block, parameters, context.seed(), workers, context.progress())
            .build();
    context.progress().end();
    OneBlockForecast forecast = forecast(parameters, block, graph);
    int n = block.rows();
    List<Statistic> predicted =
        List.of(
            Statistic.of(NAME, "predicted-recall", forecast.recall(), n)
                .withInterval(
                    Math.max(0, forecast.recall() - forecast.recallError()),
                    Math.min(1, forecast.recall() + forecast.recallError()))
                .withNote("of the first of %d passes".formatted(graph.passes())),
            Statistic.of(NAME, "predicted-memory-bytes", (double) forecast.memoryBytes(), n)
                .withNote("arrays of the search at their peak, once copies were counted"),
            Statistic.of(NAME, "memory-bytes", (double) graph.memoryBytes(), n)
                .withNote("arrays that the search held at most, by their lengths"),
            Statistic.of(NAME, "predicted-shuffle-bytes", 0, n).withNote("one block"),
            Statistic.of(NAME, "shuffle-bytes", 0, n).withNote("one block"));
    Attributes attributes =
        attributes(parameters, block, graph)
            .with("passes", graph.passes())
            .with("predicted-recall", forecast.recall())
            .with("predicted-recall-error", forecast.recallError())
            .with("predicted-memory-bytes", forecast.memoryBytes())
            .with("predicted-shuffle-bytes", 0)
            .with("shuffle-bytes", 0);
    return tables(context.session(), block, graph, attributes, predicted);
  }

  /** What was to be expected of a table of as many distinct rows. */
  private static OneBlockForecast forecast(
      KnnGraphParameters parameters, VectorBlock block, NeighborGraph graph) {
    double distinctShare = (double) graph.distinctRows() / graph.rows();
    return OneBlockForecast.of(
        parameters,
        new TableFacts(
            graph.rows(),
            block.dim(),
            distinctShare,
            Long.BYTES,
            RowChunk.elementBytes(block),
            graph.axes()));
  }

  private static Tables extended(
      String run,
      KnnGraphParameters parameters,
      VectorBlock block,
      Workers workers,
      AnalysisContext context) {
    ExtendedRun earlier = ExtendedRun.of(run, context.published(run, "neighbors"));
    earlier.check(parameters, block);
    GraphExtension.Extended extended =
        new GraphExtension(
                block,
                NeighborLists.collect(earlier.dataset()),
                run,
                parameters,
                context.seed(),
                workers,
                context.progress())
            .extend(earlier.isExact());
    context.progress().end();
    GraphChanges changes = extended.changes();
    Attributes attributes =
        attributes(parameters, block, extended.graph())
            .with("extended-from", run)
            .with("rows-added", changes.added())
            .with("rows-removed", changes.removed())
            .with("rows-changed", changes.changed())
            .with("lists-searched", extended.searched());
    int n = block.rows();
    List<Statistic> more =
        List.of(
            Statistic.of(NAME, "rows-added", changes.added(), n).withNote("since run " + run),
            Statistic.of(NAME, "rows-removed", changes.removed(), n).withNote("since run " + run),
            Statistic.of(NAME, "rows-changed", changes.changed(), n)
                .withNote("since run " + run + ": kept their id, not their vector"),
            Statistic.of(NAME, "lists-searched", extended.searched(), n)
                .withNote("distinct rows searched anew; all others took what is nearer"));
    return tables(context.session(), block, extended.graph(), attributes, more);
  }

  private static Tables tables(
      SparkSession session,
      VectorBlock block,
      NeighborGraph graph,
      Attributes attributes,
      List<Statistic> more) {
    List<Statistic> statistics = new ArrayList<>(GraphStatistics.of(NAME, graph));
    statistics.addAll(more);
    return Tables.none()
        .with("neighbors", new Table(neighbors(session, block.ids(), graph), attributes))
        .with("statistics", Statistic.toDataset(session, statistics));
  }

  private static Attributes attributes(
      KnnGraphParameters parameters, VectorBlock block, NeighborGraph graph) {
    return common(parameters, block.rows(), block.dim())
        .with("k", graph.k())
        .with("mode", graph.isExact() ? "exact" : "approximate")
        .with("recall", graph.recall().value())
        .with("recall-se", graph.recall().standardError())
        .with("recall-queries", graph.recall().queries())
        .with("duplicate-rows", graph.duplicateRows())
        .with("blocks", 1)
        .with("memory-bytes", graph.memoryBytes());
  }

  private static Attributes common(KnnGraphParameters parameters, long rows, int dim) {
    return Attributes.none()
        .with("n", rows)
        .with("dim", dim)
        .with("metric", parameters.metric().key());
  }

  private static Dataset<Row> neighbors(SparkSession session, RowIds ids, NeighborGraph graph) {
    int k = graph.k();
    return DriverRows.toDataset(
        session,
        StandardTables.NEIGHBORS.schema(ids.type()),
        graph.rows(),
        i -> {
          Object[] list = new Object[graph.degree(i)];
          Arrays.setAll(list, rank -> ids.get(graph.neighbors()[i * k + rank]));
          float[] distances = Arrays.copyOfRange(graph.distances(), i * k, i * k + list.length);
          return RowFactory.create(ids.get(i), list, distances, graph.cells()[i]);
        });
  }
}
