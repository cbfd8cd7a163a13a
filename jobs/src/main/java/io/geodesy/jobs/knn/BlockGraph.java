package io.geodesy.jobs.knn;

import io.geodesy.analysis.AnalysisContext;
import io.geodesy.kernel.Workers;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
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
  private BlockAudit audit;
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
   * @param audit of them
   * @param passes that were made
   * @param forecast of the first
   * @param reports of the blocks of the first; empty where it was committed before
   * @param writtenBytes that the first pass' shuffles wrote, compressed; 0 where unknown
   */
  record Result(
      Dataset<Row> lists,
      BlockAudit audit,
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
          || (passes < NeighborGraphBuilder.PASSES
              && audit.recall().value() < parameters.leastRecall())) {
        pass(preparation);
      }
      return new Result(lists, audit, passes, preparation.forecast(), reports, writtenBytes);
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
    audit =
        BlockAudit.of(
            lists, preparation.sample().queries().ids(), preparation.truth(), table.isNumbered());
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
}
