package io.geodesy.jobs.separability;

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
import io.geodesy.error.DataException;
import io.geodesy.graph.NeighborLists;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.table.CategoryColumn;
import io.geodesy.table.KeyOrder;
import io.geodesy.table.StandardTables;
import io.geodesy.table.Statistic;
import io.geodesy.table.VectorBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The lengths of the minimum spanning tree of every group as the death times of its components, the
 * score they give without labels, and what labels say beside it.
 *
 * <p>Works in the driver: {@code 4 n d + 8 n k + 100 n} bytes. The tree costs {@code n k log n}
 * where the neighbour graph proves it, more where rows must be searched ({@link
 * io.geodesy.graph.CertifiedTree}). Determinism class D0: the tree is unique by ids, and MLlib
 * trains on one partition.
 *
 * <p>Papers: those of {@link DeathTimes} and {@link LabelSeparation}. Differs from the papers: the
 * tree is of all rows, not of a sample, and every edge says whether it is proven.
 */
public final class SeparabilityAnalysis implements Analysis<SeparabilityParameters> {
  static final String NAME = "separability";
  private static final int FEWEST = 3;

  @Override
  public Descriptor<SeparabilityParameters> descriptor() {
    return new Descriptor<>(
        NAME,
        1,
        "Scores how separable the rows are, without labels, by the lengths of their minimum"
            + " spanning tree.",
        List.of(
            "N. Ghalyan, K. Gourgoulias, Y. Satsangi, S. Moran, M. Labonne, J. Sabelja, Estimating"
                + " class separability of text embeddings with persistent homology, TMLR 2024,"
                + " arXiv 2305.15016",
            "T. Calinski, J. Harabasz, A dendrite method for cluster analysis, 1974",
            "C. Thornton, Separability is a learner's best friend, 1998"),
        SeparabilityParameters.class,
        List.of("neighbors", "vectors"),
        List.of(),
        List.of(
            SeparabilityTables.DEATHS,
            SeparabilityTables.SEPARABILITY,
            SeparabilityTables.LINKAGE,
            SeparabilityTables.MONITOR,
            StandardTables.STATISTICS),
        Determinism.D0);
  }

  @Override
  public Tables run(SeparabilityParameters parameters, Tables inputs, AnalysisContext context) {
    context.progress().phase("read rows");
    VectorBlock block = VectorBlock.collect(inputs.dataset("vectors"));
    NeighborLists lists = NeighborLists.collect(inputs.dataset("neighbors"));
    lists.requireRowsOf(block.ids());
    CategoryColumn groups = column(inputs.dataset("vectors"), "group", block);
    CategoryColumn labels =
        parameters.mode() == SeparabilityMode.TREE
            ? null
            : column(inputs.dataset("vectors"), "label", block);
    List<String> names = names(parameters, groups);
    Attributes graph = inputs.attributes("neighbors");
    List<Statistic> statistics = new ArrayList<>();
    List<GroupScore> scores = new ArrayList<>();
    try (Workers workers = new Workers(context.threads())) {
      GroupScorer scorer =
          new GroupScorer(
              parameters,
              lists,
              block,
              labels,
              new GroupScorer.Surroundings(
                  context.session(),
                  graph.text("metric").orElse("euclidean"),
                  graph.text("mode").filter("exact"::equals).isPresent(),
                  SeededStream.derive(context.seed(), NAME),
                  workers));
      context.progress().phase("grow spanning trees");
      if (names.isEmpty()) {
        scores.add(scorer.score(null, IntStream.range(0, block.rows()).toArray()));
      }
      for (String name : names) {
        int code = groups.names().indexOf(name);
        int[] rows =
            IntStream.range(0, block.rows()).filter(i -> groups.codes()[i] == code).toArray();
        if (rows.length < FEWEST) {
          statistics.add(
              Statistic.of(NAME, "skipped", rows.length, rows.length)
                  .forGroup(name)
                  .withNote("fewer than %d rows".formatted(FEWEST)));
        } else {
          scores.add(scorer.score(name, rows));
        }
        context.progress().advance(scores.size(), names.size());
      }
    } finally {
      context.progress().end();
    }
    requireAny(scores);
    scores.forEach(score -> statistics.addAll(SeparabilityRows.statistics(score, parameters)));
    if (labels == null && parameters.mode() != SeparabilityMode.TREE) {
      statistics.add(
          Statistic.of(NAME, "labelled-rows", 0, block.rows())
              .withNote("no labels: fdr, thornton, calinski_harabasz and auc are blank"));
    }
    return tables(parameters, scores, block, context)
        .with(StandardTables.STATISTICS.name(), Statistic.toDataset(context.session(), statistics));
  }

  private static CategoryColumn column(Dataset<Row> vectors, String name, VectorBlock block) {
    if (!Arrays.asList(vectors.columns()).contains(name)) {
      return null;
    }
    CategoryColumn column = CategoryColumn.collect(vectors, name, block.ids());
    return column.names().isEmpty() ? null : column;
  }

  private static List<String> names(SeparabilityParameters parameters, CategoryColumn groups) {
    if (parameters.mode() == SeparabilityMode.MONITOR) {
      if (groups == null) {
        throw new DataException(
            "Mode monitor follows a score over groups, but table vectors has no group column with values. Name the column of checkpoints with --group-column.");
      }
      if (!KeyOrder.areNumbers(groups.names())) {
        throw new DataException(
            "Mode monitor needs groups that are numbers, which give their order, but table vectors has the group %s. Number the checkpoints."
                .formatted(
                    groups.names().stream()
                        .filter(name -> !KeyOrder.areNumbers(List.of(name)))
                        .findFirst()
                        .orElseThrow()));
      }
    }
    return groups == null ? List.of() : KeyOrder.sorted(groups.names());
  }

  private static void requireAny(List<GroupScore> scores) {
    if (scores.isEmpty()) {
      throw new DataException(
          "No group of table vectors has %d rows or more. Name another column with --group-column."
              .formatted(FEWEST));
    }
  }

  private static Tables tables(
      SeparabilityParameters parameters,
      List<GroupScore> scores,
      VectorBlock block,
      AnalysisContext context) {
    SeparabilityRows rows = new SeparabilityRows(context.session(), block.ids(), scores);
    long uncertified = scores.stream().mapToLong(GroupScore::uncertified).sum();
    Attributes attributes =
        Attributes.none()
            .with("score", parameters.score().name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .with("length", parameters.length().name().toLowerCase(Locale.ROOT))
            .with("uncertified-edges", uncertified);
    return Tables.none()
        .with(SeparabilityTables.DEATHS.name(), new Table(rows.deaths(), attributes))
        .with(SeparabilityTables.SEPARABILITY.name(), new Table(rows.scores(), attributes))
        .with(SeparabilityTables.LINKAGE.name(), rows.linkage(parameters))
        .with(SeparabilityTables.MONITOR.name(), rows.monitor(parameters));
  }

  @Override
  public Estimate estimate(SeparabilityParameters parameters, TableShape shape) {
    double n = shape.rows();
    double d = shape.dim();
    List<String> plan = new ArrayList<>();
    double seconds = 2 + n / 1e5;
    if (parameters.exact() == TreeProof.SAMPLE) {
      double size = Math.min(n, parameters.sample());
      plan.add(
          "Grows the exact spanning tree of %d sample%s of %s rows."
              .formatted(
                  parameters.repeats(),
                  parameters.repeats() == 1 ? "" : "s",
                  Numbers.count((long) size)));
      seconds += parameters.repeats() * size * size / 2 * d / 1e9 / shape.cores();
    } else {
      plan.add(
          "Grows the minimum spanning tree of %s rows from the neighbour graph; where the graph is exact every edge is proven, and what it cannot prove is searched."
              .formatted(Numbers.count(shape.rows())));
      plan.add(
          GroupScorer.isCheap(n, d)
              ? "The table is small enough to compare all pairs where the graph is approximate."
              : "Where the graph is approximate its edges are flagged as not proven, or refused under exact certified; --set knn-graph.mode=exact proves them.");
    }
    if (parameters.mode() != SeparabilityMode.TREE) {
      plan.add(
          "With labels, measures how they separate and trains a logistic regression on at most 20,000 rows.");
      seconds += Math.min(n, 20_000) * d / 2e5;
    }
    return new Estimate(plan, (long) (8 * n * d + 300 * n), seconds);
  }

  @Override
  public List<Panel> panels(SeparabilityParameters parameters, Tables published) {
    return SeparabilityPanel.of(parameters, published);
  }
}
