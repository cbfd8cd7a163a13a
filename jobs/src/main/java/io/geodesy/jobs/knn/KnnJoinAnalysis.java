package io.geodesy.jobs.knn;

import io.geodesy.analysis.Analysis;
import io.geodesy.analysis.AnalysisContext;
import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Descriptor;
import io.geodesy.analysis.Determinism;
import io.geodesy.analysis.Estimate;
import io.geodesy.analysis.Panel;
import io.geodesy.analysis.SecondTable;
import io.geodesy.analysis.Table;
import io.geodesy.analysis.TableShape;
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
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * For every row of {@code vectors} (a query) its k nearest rows of a second table, {@code corpus}:
 * {@code q x k} ids and distances in the metric's unit, computed in one block in the driver on all
 * its cores.
 *
 * <ol>
 *   <li>Both tables stand in one block; copies, within and across them, are set aside.
 *   <li>Few pairs: all are compared, each list proven. Many: the corpus is divided into overlapping
 *       cells by leaders drawn from it, rows of both tables join their nearest cells, and those who
 *       share one are compared, on the leading principal axes where these hold nearly all of the
 *       spread.
 *   <li>Candidates are re-scored in double on all columns.
 *   <li>Recall is measured on queries drawn by the hash of their id, against their true neighbours;
 *       below the target, a pass with other leaders and twice the cells a row adds to the same
 *       lists.
 * </ol>
 *
 * <p>A query's copy in the corpus is its nearest neighbour, at distance zero, whatever its id;
 * {@code exclude-same-id} leaves the row of equal id out.
 *
 * <p>Memory: both tables in the driver, {@code 12 n d} bytes for n rows of both while lists are
 * made. Determinism class D0: the same bits for any partitions, threads and order of the inputs.
 */
public final class KnnJoinAnalysis implements Analysis<KnnJoinParameters> {
  private static final String NAME = "knn-join";
  private static final String CORPUS = "corpus";

  @Override
  public Descriptor<KnnJoinParameters> descriptor() {
    return new Descriptor<>(
        NAME,
        1,
        "Finds the k nearest rows of a second table for every row.",
        List.of(),
        KnnJoinParameters.class,
        List.of("vectors", CORPUS),
        List.of(),
        List.of(StandardTables.JOINED_NEIGHBORS, StandardTables.STATISTICS),
        Determinism.D0,
        List.of(new SecondTable(CORPUS, "The rows among which neighbours are looked for.")));
  }

  @Override
  public VectorRule vectorRule(KnnJoinParameters parameters) {
    return parameters.metric().vectorRule();
  }

  @Override
  public Estimate estimate(KnnJoinParameters parameters, TableShape shape) {
    return JoinEstimate.of(parameters, shape, shape.second().get(CORPUS));
  }

  @Override
  public List<Panel> panels(KnnJoinParameters parameters, Tables published) {
    return List.of(new KnnJoinPanel(parameters, published).panel());
  }

  @Override
  public Tables run(KnnJoinParameters parameters, Tables inputs, AnalysisContext context) {
    context.progress().phase("collect vectors");
    VectorBlock queries = VectorBlock.collect(inputs.dataset("vectors"));
    VectorBlock corpus = VectorBlock.collect(inputs.dataset(CORPUS));
    check(parameters, queries.ids(), corpus.ids());
    if (parameters.metric() == Metric.HAMMING) {
      ByteValues.require("vectors", queries);
      ByteValues.require(CORPUS, corpus);
    }
    KernelNotice.sayOnce();
    JoinedLists lists;
    try (Workers workers = new Workers(context.threads())) {
      context.progress().phase("duplicates");
      JoinRows join = JoinRows.of(queries, corpus, parameters.metric(), workers);
      lists =
          new JoinBuilder(
                  join,
                  queries.ids(),
                  corpus.ids(),
                  parameters,
                  context.seed(),
                  workers,
                  context.progress())
              .build();
    }
    context.progress().end();
    SparkSession session = context.session();
    Attributes attributes =
        Attributes.none()
            .with("n", queries.rows())
            .with("corpus-rows", corpus.rows())
            .with("dim", queries.dim())
            .with("metric", parameters.metric().key())
            .with("k", lists.k())
            .with("mode", lists.isExact() ? "exact" : "approximate")
            .with("recall", lists.recall().value())
            .with("recall-se", lists.recall().standardError())
            .with("recall-queries", lists.recall().queries())
            .with("copied-queries", lists.copiedQueries());
    Dataset<Row> joined = joined(session, queries.ids(), corpus.ids(), lists);
    return Tables.none()
        .with("joined_neighbors", new Table(joined, attributes))
        .with(
            "statistics",
            Statistic.toDataset(session, JoinStatistics.of(NAME, lists, corpus.rows())));
  }

  private static void check(KnnJoinParameters parameters, RowIds queries, RowIds corpus) {
    int rows = corpus.size();
    int k = parameters.k();
    if (parameters.excludeSameId() && !queries.type().equals(corpus.type())) {
      throw new DataException(
          "exclude-same-id is true but ids of table vectors are %s and those of table corpus %s: no id can be the same. Leave exclude-same-id out, or give the corpus the ids of the input."
              .formatted(queries.type().sql(), corpus.type().sql()));
    }
    if (parameters.excludeSameId() ? k >= rows : k > rows) {
      throw new DataException(
          "k is %d but table corpus has %d row%s: k must be %s the number of its rows."
              .formatted(
                  k, rows, rows == 1 ? "" : "s", parameters.excludeSameId() ? "below" : "at most"));
    }
  }

  private static Dataset<Row> joined(
      SparkSession session, RowIds queries, RowIds corpus, JoinedLists lists) {
    int k = lists.k();
    StructType schema =
        new StructType()
            .add("id", queries.type(), false)
            .add("neighbor_ids", DataTypes.createArrayType(corpus.type(), false), false)
            .add("distances", DataTypes.createArrayType(DataTypes.FloatType, false), false);
    return DriverRows.toDataset(
        session,
        schema,
        lists.queries(),
        i -> {
          Object[] list = new Object[k];
          Arrays.setAll(list, rank -> corpus.get(lists.neighbors()[i * k + rank]));
          float[] distances = Arrays.copyOfRange(lists.distances(), i * k, (i + 1) * k);
          return RowFactory.create(queries.get(i), list, distances);
        });
  }
}
