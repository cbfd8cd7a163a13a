package io.geodesy.jobs.knn;

import io.geodesy.analysis.Analysis;
import io.geodesy.analysis.AnalysisContext;
import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Descriptor;
import io.geodesy.analysis.Determinism;
import io.geodesy.analysis.Table;
import io.geodesy.analysis.Tables;
import io.geodesy.analysis.VectorRule;
import io.geodesy.error.DataException;
import io.geodesy.kernel.Workers;
import io.geodesy.table.DriverRows;
import io.geodesy.table.RowIds;
import io.geodesy.table.StandardTables;
import io.geodesy.table.Statistic;
import io.geodesy.table.VectorBlock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/**
 * The k nearest neighbours of every row, {@code n x k} ids and distances in the metric's unit,
 * computed in one block in the driver on all its cores.
 *
 * <p>Determinism class D0.
 */
public final class KnnGraphAnalysis implements Analysis<KnnGraphParameters> {
  private static final String NAME = "knn-graph";

  @Override
  public Descriptor<KnnGraphParameters> descriptor() {
    return new Descriptor<>(
        NAME,
        1,
        "Finds the k nearest neighbours of every row.",
        List.of(),
        KnnGraphParameters.class,
        List.of("vectors"),
        List.of(),
        List.of(StandardTables.NEIGHBORS, StandardTables.STATISTICS),
        Determinism.D0);
  }

  @Override
  public VectorRule vectorRule(KnnGraphParameters parameters) {
    return parameters.metric() == Metric.COSINE ? VectorRule.HAS_DIRECTION : VectorRule.FINITE;
  }

  @Override
  public Tables run(KnnGraphParameters parameters, Tables inputs, AnalysisContext context) {
    context.progress().phase("collect vectors");
    VectorBlock block = VectorBlock.collect(inputs.dataset("vectors"));
    int n = block.rows();
    if (parameters.k() >= n) {
      throw new DataException(
          "k is %d but table vectors has %d row%s: k must be below the number of rows."
              .formatted(parameters.k(), n, n == 1 ? "" : "s"));
    }
    NeighborGraph graph;
    try (Workers workers = new Workers(context.threads())) {
      graph = new NeighborGraphBuilder(block, parameters, workers, context.progress()).build();
    }
    context.progress().end();
    SparkSession session = context.session();
    Attributes attributes = attributes(parameters, block, graph);
    return Tables.none()
        .with("neighbors", new Table(neighbors(session, block.ids(), graph), attributes))
        .with("statistics", Statistic.toDataset(session, statistics(graph)));
  }

  private static Attributes attributes(
      KnnGraphParameters parameters, VectorBlock block, NeighborGraph graph) {
    return Attributes.none()
        .with("n", block.rows())
        .with("dim", block.dim())
        .with("metric", parameters.metric().name().toLowerCase(Locale.ROOT))
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
          Object[] list = new Object[k];
          Arrays.setAll(list, rank -> ids.get(graph.neighbors()[i * k + rank]));
          float[] distances = Arrays.copyOfRange(graph.distances(), i * k, (i + 1) * k);
          return RowFactory.create(ids.get(i), list, distances, graph.cells()[i]);
        });
  }

  private static List<Statistic> statistics(NeighborGraph graph) {
    int n = graph.rows();
    NeighborGraph.Recall recall = graph.recall();
    return List.of(
        Statistic.of(NAME, "recall", recall.value(), recall.queries())
            .withInterval(
                Math.max(0, recall.value() - 1.96 * recall.standardError()),
                Math.min(1, recall.value() + 1.96 * recall.standardError()))
            .withNote("tie-aware, at k = " + graph.k()),
        Statistic.of(NAME, "duplicate-rows", graph.duplicateRows(), n),
        Statistic.of(NAME, "distinct-rows", graph.distinctRows(), n));
  }
}
