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
import io.geodesy.error.DataException;
import io.geodesy.kernel.Workers;
import io.geodesy.table.CategoryColumn;
import io.geodesy.table.DriverRows;
import io.geodesy.table.RowIds;
import io.geodesy.table.StandardTables;
import io.geodesy.table.Statistic;
import io.geodesy.table.VectorBlock;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/**
 * The k nearest neighbours of every row, {@code n x k} ids and distances in the metric's unit,
 * computed in one block in the driver on all its cores.
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
 * <p>Determinism class D0: the same bits for any partitions, threads and order of the input.
 */
public final class KnnGraphAnalysis implements Analysis<KnnGraphParameters> {
  private static final String NAME = "knn-graph";

  @Override
  public Descriptor<KnnGraphParameters> descriptor() {
    return new Descriptor<>(
        NAME,
        1,
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
  public Estimate estimate(KnnGraphParameters parameters, TableShape shape) {
    return new KnnGraphEstimate(parameters, shape).estimate();
  }

  @Override
  public List<Panel> panels(KnnGraphParameters parameters, Tables published) {
    return List.of(new KnnGraphPanel(parameters, published).panel());
  }

  @Override
  public Tables run(KnnGraphParameters parameters, Tables inputs, AnalysisContext context) {
    context.progress().phase("collect vectors");
    VectorBlock block = VectorBlock.collect(inputs.dataset("vectors"));
    int n = block.rows();
    if (parameters.k() >= n && parameters.within().isEmpty()) {
      throw new DataException(
          "k is %d but table vectors has %d row%s: k must be below the number of rows."
              .formatted(parameters.k(), n, n == 1 ? "" : "s"));
    }
    KernelNotice.sayOnce();
    NeighborGraph graph;
    try (Workers workers = new Workers(context.threads())) {
      graph = graph(parameters, inputs.dataset("vectors"), block, workers, context);
    }
    context.progress().end();
    SparkSession session = context.session();
    Attributes attributes = attributes(parameters, block, graph);
    return Tables.none()
        .with("neighbors", new Table(neighbors(session, block.ids(), graph), attributes))
        .with("statistics", Statistic.toDataset(session, GraphStatistics.of(NAME, graph)));
  }

  private static NeighborGraph graph(
      KnnGraphParameters parameters,
      Dataset<Row> vectors,
      VectorBlock block,
      Workers workers,
      AnalysisContext context) {
    if (parameters.within().isEmpty()) {
      return new NeighborGraphBuilder(
              block, parameters, context.seed(), workers, context.progress())
          .build();
    }
    String column = GroupColumn.find(vectors, parameters.within().get());
    return new GroupedGraph(block, parameters, context.seed(), workers, context.progress())
        .build(CategoryColumn.collect(vectors, column, block.ids()));
  }

  private static Attributes attributes(
      KnnGraphParameters parameters, VectorBlock block, NeighborGraph graph) {
    Attributes attributes = common(parameters, block, graph);
    return parameters.within().isPresent()
        ? attributes.with("within", parameters.within().get())
        : attributes;
  }

  private static Attributes common(
      KnnGraphParameters parameters, VectorBlock block, NeighborGraph graph) {
    return Attributes.none()
        .with("n", block.rows())
        .with("dim", block.dim())
        .with("metric", parameters.metric().key())
        .with("k", graph.k())
        .with("mode", graph.isExact() ? "exact" : "approximate")
        .with("recall", graph.recall().value())
        .with("recall-se", graph.recall().standardError())
        .with("recall-queries", graph.recall().queries())
        .with("duplicate-rows", graph.duplicateRows());
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
