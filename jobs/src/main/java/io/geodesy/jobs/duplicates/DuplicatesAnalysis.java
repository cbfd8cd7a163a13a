package io.geodesy.jobs.duplicates;

import io.geodesy.analysis.Analysis;
import io.geodesy.analysis.AnalysisContext;
import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Descriptor;
import io.geodesy.analysis.Determinism;
import io.geodesy.analysis.Estimate;
import io.geodesy.analysis.Numbers;
import io.geodesy.analysis.Panel;
import io.geodesy.analysis.Table;
import io.geodesy.analysis.TableShape;
import io.geodesy.analysis.Tables;
import io.geodesy.graph.NeighborLists;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.table.CategoryColumn;
import io.geodesy.table.InputColumns;
import io.geodesy.table.NumericColumns;
import io.geodesy.table.RowIds;
import io.geodesy.table.StandardTables;
import io.geodesy.table.Statistic;
import io.geodesy.table.VectorBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Rows within a threshold of each other, the components they form, which row of each is kept, how
 * often they occur at other thresholds and in groups, and which cross a split.
 *
 * <p>Works in the driver on one block of rows: {@code 4 n d + 8 n k} bytes, and {@code 12 u d} more
 * while u different vectors are compared with all. Determinism class D0.
 *
 * <p>Paper: Abbas, Tirumala, Simig, Ganguli, Morcos, SemDeDup, 2023. Differs from the paper: pairs
 * are looked for in the whole table, not inside the cells of k-means, so that none is missed across
 * cells; components instead of one pass over each cell.
 */
public final class DuplicatesAnalysis implements Analysis<DuplicatesParameters> {
  static final String NAME = "duplicates";

  /** Operations of comparing all pairs that take about fifteen seconds on two cores. */
  private static final double MOST_EXACT = 2e12;

  private static final double RATE = 7e10;
  private static final int MOST_VALUES = 1000;

  @Override
  public Descriptor<DuplicatesParameters> descriptor() {
    return new Descriptor<>(
        NAME,
        1,
        "Finds near-duplicates by a threshold, says which rows to keep, and which cross a split.",
        List.of(
            "A. Abbas, K. Tirumala, D. Simig, S. Ganguli, A. Morcos, SemDeDup: Data-efficient"
                + " learning at web-scale through semantic deduplication, 2023, arXiv 2303.09540"),
        DuplicatesParameters.class,
        List.of("neighbors", "vectors"),
        List.of(),
        List.of(
            DuplicateTables.ROWS,
            DuplicateTables.KEEP_LIST,
            DuplicateTables.COMPONENTS,
            DuplicateTables.THRESHOLDS,
            DuplicateTables.GROUPS,
            DuplicateTables.LEAKS,
            StandardTables.STATISTICS),
        Determinism.D0);
  }

  @Override
  public Tables run(DuplicatesParameters parameters, Tables inputs, AnalysisContext context) {
    context.progress().phase("read rows");
    Dataset<Row> vectors = inputs.dataset("vectors");
    VectorBlock block = VectorBlock.collect(vectors);
    RowIds ids = block.ids();
    NeighborLists lists = NeighborLists.collect(inputs.dataset("neighbors"));
    lists.requireRowsOf(ids);
    Attributes graph = inputs.attributes("neighbors");
    String metric = graph.text("metric").orElse("euclidean");
    Closeness closeness = Closeness.of(parameters, metric, block);
    CategoryColumn split =
        parameters
            .splitColumn()
            .map(name -> InputColumns.require(vectors.schema(), name, "split-column"))
            .map(column -> CategoryColumn.collect(vectors, column, ids))
            .orElse(null);
    double[] values = keepValues(parameters, vectors, ids);
    Map<String, CategoryColumn> groupings = groupings(parameters, vectors, ids, split, context);
    context.progress().phase("find copies");
    ClosePairs pairs =
        new ClosePairs(
            block,
            metric,
            closeness,
            SplitLeaks.bits(split, ids.size(), parameters.splitColumn().orElse("")));
    Completeness completeness = findPairs(parameters, block, lists, graph, pairs, context);
    context.progress().phase("join and count");
    DuplicateComponents components =
        DuplicateComponents.of(pairs.joined(closeness.radius()), ids.size());
    int[] kept =
        new KeptRows(block, metric.equals("cosine"), SeededStream.derive(context.seed(), NAME))
            .choose(components, parameters.keep(), values);
    SplitLeaks leaks = split == null ? null : SplitLeaks.of(split, pairs, components);
    DuplicateRows rows =
        new DuplicateRows(context.session(), ids, closeness, pairs, components, kept);
    List<Statistic> statistics =
        DuplicateStatistics.of(pairs, components, completeness, leaks, rows.chained(), ids.size());
    Attributes attributes =
        Attributes.none()
            .with(closeness.isSimilarity() ? "threshold" : "distance", closeness.value())
            .with("metric", metric)
            .with("n", ids.size())
            .with("complete", completeness.isProven());
    Tables published =
        Tables.none()
            .with(DuplicateTables.ROWS.name(), new Table(rows.rows(split), attributes))
            .with(DuplicateTables.KEEP_LIST.name(), new Table(rows.keepList(), attributes))
            .with(DuplicateTables.COMPONENTS.name(), new Table(rows.components(), attributes))
            .with(DuplicateTables.THRESHOLDS.name(), new Table(rows.thresholds(), attributes))
            .with(DuplicateTables.GROUPS.name(), new Table(rows.groups(groupings), attributes))
            .with(DuplicateTables.LEAKS.name(), new Table(rows.leaks(leaks), attributes))
            .with(
                StandardTables.STATISTICS.name(),
                Statistic.toDataset(context.session(), statistics));
    context.progress().end();
    return published;
  }

  private static Completeness findPairs(
      DuplicatesParameters parameters,
      VectorBlock block,
      NeighborLists lists,
      Attributes graph,
      ClosePairs pairs,
      AnalysisContext context) {
    int[] different = pairs.different();
    boolean isExact = isExact(parameters.search(), different.length, block.dim());
    boolean isWhole = graph.text("within").isEmpty();
    try (Workers workers = new Workers(context.threads())) {
      pairs.addListed(lists);
      context.progress().phase(isExact ? "compare all pairs" : "compare rows with short lists");
      int[] asked = isExact ? different : isWhole ? pairs.cutShort(lists) : new int[0];
      pairs.compareWithAll(asked, workers);
    }
    return Completeness.of(isExact, graph, pairs.compared());
  }

  /** Returns whether all pairs are few enough to be compared. */
  static boolean isExact(PairSearch wanted, long vectors, long dim) {
    return wanted == PairSearch.EXACT
        || (wanted == PairSearch.AUTO && (double) vectors * vectors * dim <= MOST_EXACT);
  }

  private static double[] keepValues(
      DuplicatesParameters parameters, Dataset<Row> vectors, RowIds ids) {
    if (!parameters.keep().needsColumn()) {
      return new double[0];
    }
    String column =
        InputColumns.require(
            vectors.schema(), parameters.keepColumn().orElseThrow(), "keep-column");
    boolean isText =
        parameters.keep() == KeepRule.LONGEST || parameters.keep() == KeepRule.SHORTEST;
    Dataset<Row> table =
        isText
            ? vectors.select(
                functions.col("id"),
                functions
                    .coalesce(
                        functions.length(functions.col("`" + column + "`").cast("string")),
                        functions.lit(0))
                    .as(column))
            : vectors;
    return NumericColumns.collect(table, List.of(column), ids).values();
  }

  private static Map<String, CategoryColumn> groupings(
      DuplicatesParameters parameters,
      Dataset<Row> vectors,
      RowIds ids,
      CategoryColumn split,
      AnalysisContext context) {
    Map<String, CategoryColumn> groupings = new LinkedHashMap<>();
    for (String name : List.of("label", "group")) {
      if (Arrays.asList(vectors.columns()).contains(name)) {
        groupings.put(name, CategoryColumn.collect(vectors, name, ids));
      }
    }
    if (split != null) {
      groupings.put("split", split);
    }
    parameters
        .clustersRun()
        .ifPresent(
            run ->
                groupings.put(
                    "cluster",
                    CategoryColumn.collect(
                        context.published(run, "clusters").dataset(), "cluster", ids)));
    groupings
        .values()
        .removeIf(column -> column.names().isEmpty() || column.names().size() > MOST_VALUES);
    return groupings;
  }

  @Override
  public Estimate estimate(DuplicatesParameters parameters, TableShape shape) {
    double n = shape.rows();
    double d = shape.dim();
    boolean isExact = isExact(parameters.search(), shape.rows(), shape.dim());
    List<String> plan = new ArrayList<>();
    plan.add("Finds exact copies by hash.");
    plan.add(
        isExact
            ? "Compares all %s pairs of different vectors: no near-duplicate is missed."
                .formatted(Numbers.count((long) (n * (n - 1) / 2)))
            : "Takes near-duplicates from the neighbour lists, and compares with all others the rows whose list ends within the threshold; how many those are is known when the lists are, and each adds %s operations."
                .formatted(Numbers.decimal(2 * n * d)));
    plan.add("Joins them to components, counts them over thresholds, and chooses what is kept.");
    double seconds = 2 + n / 5e4 + (isExact ? n * n * d / RATE / shape.cores() : 0);
    return new Estimate(plan, (long) (16 * n * d + 300 * n), seconds);
  }

  @Override
  public List<Panel> panels(DuplicatesParameters parameters, Tables published) {
    return DuplicatesPanel.of(parameters, published);
  }
}
