package io.geodesy.jobs.separability;

import io.geodesy.graph.MinimumSpanningForest;
import io.geodesy.kernel.UnionFind;
import io.geodesy.table.DriverRows;
import io.geodesy.table.RowIds;
import io.geodesy.table.Statistic;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** What was found as rows of the published tables. */
final class SeparabilityRows {
  private final SparkSession session;
  private final RowIds ids;
  private final List<GroupScore> scores;

  SeparabilityRows(SparkSession session, RowIds ids, List<GroupScore> scores) {
    this.session = session;
    this.ids = ids;
    this.scores = scores;
  }

  Dataset<Row> scores() {
    return session.createDataFrame(
        scores.stream().map(GroupScore::toRow).toList(),
        SeparabilityTables.SEPARABILITY.schema(DataTypes.LongType));
  }

  Dataset<Row> deaths() {
    List<Row> rows = new ArrayList<>();
    for (GroupScore score : scores) {
      MinimumSpanningForest tree = score.tree().tree();
      for (int rank = 0; rank < tree.edges(); rank++) {
        int e = tree.edges() - 1 - rank;
        rows.add(
            RowFactory.create(
                score.rows().name(),
                rank + 1,
                score.deaths().values()[rank],
                GroupScore.finite(score.deaths().normalised(rank)),
                id(score, tree.from()[e]),
                id(score, tree.to()[e]),
                score.isWhole() && score.tree().isExact()[e]));
      }
    }
    return toDataset(rows, SeparabilityTables.DEATHS.schema(ids.type()));
  }

  Dataset<Row> linkage(SeparabilityParameters parameters) {
    List<Row> rows = new ArrayList<>();
    if (parameters.mode() == SeparabilityMode.TREE) {
      for (GroupScore score : scores) {
        MinimumSpanningForest tree = score.tree().tree();
        UnionFind sets = new UnionFind(tree.vertices());
        for (int e = 0; e < tree.edges(); e++) {
          sets.union(tree.from()[e], tree.to()[e]);
          rows.add(
              RowFactory.create(
                  score.rows().name(),
                  e + 1,
                  id(score, tree.from()[e]),
                  id(score, tree.to()[e]),
                  tree.weights()[e],
                  (long) sets.size(tree.from()[e])));
        }
      }
    }
    return toDataset(rows, SeparabilityTables.LINKAGE.schema(ids.type()));
  }

  Dataset<Row> monitor(SeparabilityParameters parameters) {
    List<Row> rows = new ArrayList<>();
    if (parameters.mode() == SeparabilityMode.MONITOR) {
      double[] found = scores.stream().mapToDouble(GroupScore::score).toArray();
      Plateau plateau = Plateau.of(found, parameters.plateau(), parameters.patience());
      for (int i = 0; i < found.length; i++) {
        rows.add(
            RowFactory.create(
                scores.get(i).rows().name(),
                i,
                GroupScore.finite(found[i]),
                GroupScore.finite(plateau.smoothed()[i]),
                i == plateau.stop()));
      }
    }
    return toDataset(rows, SeparabilityTables.MONITOR.schema(DataTypes.LongType));
  }

  static List<Statistic> statistics(GroupScore score, SeparabilityParameters parameters) {
    DeathTimes deaths = score.deaths();
    String undefined =
        deaths.values().length == 0
            ? "one row has no death times"
            : deaths.isNormalisable() ? null : "all rows are equal: nothing to divide by";
    long n = score.members().size();
    List<Statistic> all = new ArrayList<>();
    Statistic main = of(score, "score", score.score(), n, undefined);
    all.add(Double.isNaN(score.low()) ? main : main.withInterval(score.low(), score.high()));
    all.add(of(score, "average-life-span", deaths.mean(), n, undefined));
    all.add(of(score, "mean-normalised-death", deaths.meanNormalised(), n, undefined));
    for (int percent : new int[] {10, 25, 50, 75, 90}) {
      all.add(
          of(
              score,
              "normalised-death-quantile-" + percent,
              deaths.quantile(percent / 100.0) / deaths.max(),
              n,
              undefined));
    }
    all.add(of(score, "uncertified-edges", (double) score.uncertified(), n, proof(score)));
    all.add(
        of(
            score,
            "pairs-compared-beyond-the-lists",
            (double) score.tree().searched(),
            n,
            "to prove or find edges"));
    if (parameters.mode() != SeparabilityMode.TREE && score.labels().labelled() > 0) {
      long labelled = score.labels().labelled();
      all.add(of(score, "fisher-ratio", score.labels().fisher(), labelled, "tr S_B / tr S_W"));
      all.add(of(score, "thornton", score.labels().thornton(), labelled, null));
      all.add(of(score, "calinski-harabasz", score.labels().calinskiHarabasz(), labelled, null));
      all.add(
          of(
              score,
              "held-out-auc",
              score.auc(),
              labelled,
              Double.isNaN(score.auc())
                  ? "fewer than two labels have two rows"
                  : "logistic regression, one label against the rest, mean over labels"));
    }
    return all;
  }

  private static String proof(GroupScore score) {
    if (!score.isWhole()) {
      return "a tree of %d of %d rows".formatted(score.members().size(), score.rows().size());
    }
    return score.tree().uncertified() == 0
        ? "every edge is proven"
        : "edges taken from an approximate graph";
  }

  private static Statistic of(GroupScore score, String metric, double value, long n, String note) {
    return Statistic.of(SeparabilityAnalysis.NAME, metric, value, n)
        .forGroup(score.rows().name())
        .withNote(note);
  }

  private Object id(GroupScore score, int member) {
    return ids.get(score.members().rows()[member]);
  }

  private Dataset<Row> toDataset(List<Row> rows, StructType schema) {
    return DriverRows.toDataset(session, schema, rows.size(), rows::get);
  }
}
