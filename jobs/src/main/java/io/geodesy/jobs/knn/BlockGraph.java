package io.geodesy.jobs.knn;

import io.geodesy.analysis.AnalysisContext;
import io.geodesy.error.DataException;
import io.geodesy.kernel.Workers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;

/**
 * The graph of a table in overlapping blocks on Spark: passes with other leaders until recall,
 * measured on rows whose true neighbours one scan has found, meets its target.
 *
 * <p>Determinism class D0 for a given {@code block-rows} and {@code overlap}.
 */
final class BlockGraph {
  private final AnalysisContext context;
  private final SparkSession session;
  private final VectorTable table;
  private final long rows;
  private final KnnGraphParameters parameters;
  private final Machine machine;

  private Dataset<Row> lists;
  private NeighborGraph.Recall recall;
  private int passes;
  private List<BlockReport> reports = List.of();
  private long writtenBytes;

  BlockGraph(
      AnalysisContext context,
      VectorTable table,
      long rows,
      KnnGraphParameters parameters,
      Machine machine) {
    this.context = context;
    this.session = context.session();
    this.table = table;
    this.rows = rows;
    this.parameters = parameters.resolved();
    this.machine = machine;
  }

  /**
   * What was found.
   *
   * @param lists of all rows, as {@link BlockPass#schema}
   * @param recall of them
   * @param passes that were made
   * @param forecast of the first
   * @param reports of the blocks of the first; empty where it was committed before
   * @param writtenBytes that the first pass' shuffles wrote, compressed; 0 where unknown
   */
  record Result(
      Dataset<Row> lists,
      NeighborGraph.Recall recall,
      int passes,
      BlockForecast forecast,
      List<BlockReport> reports,
      long writtenBytes) {}

  /**
   * Builds it.
   *
   * @param plan made from the shape of the table
   */
  Result build(BlockPlan plan) {
    try (Workers workers = new Workers(context.threads())) {
      BlockPreparation preparation =
          new BlockPreparation(session, table, rows, parameters, machine, context.seed(), workers);
      preparation.prepare(plan, context.progress());
      while (passes == 0
          || (passes < NeighborGraphBuilder.PASSES && recall.value() < parameters.leastRecall())) {
        pass(preparation);
      }
      return new Result(lists, recall, passes, preparation.forecast(), reports, writtenBytes);
    }
  }

  private void pass(BlockPreparation preparation) {
    context.progress().phase(passes == 0 ? "search blocks" : "search other blocks");
    LeaderSearch.Choice choice = passes == 0 ? preparation.choice() : preparation.leaders(passes);
    BlockPass pass = new BlockPass(session, table, parameters, preparation.plan(), machine);
    Dataset<Row> found =
        pass.lists(
            preparation.space(), choice, preparation.passSeed(passes), Optional.ofNullable(lists));
    Dataset<Row> staged = context.stage("pass-" + passes, found);
    lists = complete(staged, preparation);
    if (passes == 0) {
      reports = pass.reports();
      writtenBytes = pass.writtenBytes();
    }
    context.progress().phase("recall");
    recall = recall(preparation);
    passes++;
  }

  /** Makes the lists exact that met too few rows. */
  private Dataset<Row> complete(Dataset<Row> staged, BlockPreparation preparation) {
    Set<Object> ids = new HashSet<>();
    staged
        .where(functions.size(functions.col("neighbor_ids")).lt(parameters.k()))
        .select("id")
        .limit(ShortLists.MOST + 1)
        .collectAsList()
        .forEach(row -> ids.add(row.get(0)));
    return ids.isEmpty()
        ? staged
        : new ShortLists(session, table, preparation.space(), parameters.k())
            .complete(staged, ids, preparation.sample().rows());
  }

  private NeighborGraph.Recall recall(BlockPreparation preparation) {
    Map<Object, Integer> queryOf = new HashMap<>();
    int queries = preparation.truth().queries();
    for (int q = 0; q < queries; q++) {
      queryOf.put(preparation.sample().queries().ids().internal(q), q);
    }
    float[][] listed = listed(queryOf, queries);
    RecallTally tally = new RecallTally();
    for (int q = 0; q < queries; q++) {
      if (listed[q] == null) {
        throw new DataException(
            "Row %s was read when rows were sampled but not when blocks were searched: table vectors changed while it was read. Run again on a table that stays as it is."
                .formatted(preparation.sample().queries().ids().get(q)));
      }
      tally.add(listed[q], preparation.truth().limit(q), parameters.k());
    }
    return tally.recall();
  }

  private float[][] listed(Map<Object, Integer> queryOf, int queries) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    Broadcast<Map<Object, Integer>> asked = spark.broadcast(queryOf);
    boolean isNumbered = table.isNumbered();
    JavaRDD<InternalRow> all = lists.select("id", "distances").queryExecution().toRdd().toJavaRDD();
    float[][] listed = new float[queries][];
    try {
      all.mapPartitions(part -> asked(part, asked.value(), isNumbered))
          .collect()
          .forEach(found -> listed[found.query()] = found.distances());
    } finally {
      asked.destroy();
    }
    return listed;
  }

  /** The list of a query. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Listed(int query, float[] distances) implements java.io.Serializable {}

  private static Iterator<Listed> asked(
      Iterator<InternalRow> part, Map<Object, Integer> queryOf, boolean isNumbered) {
    List<Listed> found = new ArrayList<>();
    while (part.hasNext()) {
      InternalRow row = part.next();
      Object id = isNumbered ? (Object) row.getLong(0) : row.getUTF8String(0);
      Integer query = queryOf.get(id);
      if (query != null) {
        found.add(new Listed(query, row.getArray(1).toFloatArray()));
      }
    }
    return found.iterator();
  }
}
