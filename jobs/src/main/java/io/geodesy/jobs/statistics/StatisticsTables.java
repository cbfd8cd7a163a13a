package io.geodesy.jobs.statistics;

import static io.geodesy.table.ColumnType.BIGINT;
import static io.geodesy.table.ColumnType.BOOLEAN;
import static io.geodesy.table.ColumnType.DOUBLE;
import static io.geodesy.table.ColumnType.ID;
import static io.geodesy.table.ColumnType.INT;
import static io.geodesy.table.ColumnType.STRING;

import io.geodesy.table.Column;
import io.geodesy.table.DriverRows;
import io.geodesy.table.ExactCopies;
import io.geodesy.table.RowIds;
import io.geodesy.table.TableContract;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/** The tables only {@code statistics} writes. */
final class StatisticsTables {
  static final TableContract HUBS =
      TableContract.of(
          "hubs",
          "How often every row is among the neighbours of others.",
          Column.of("id", ID, "row id"),
          Column.of("occurrences", BIGINT, "neighbour lists that hold the row"));

  static final TableContract SPECTRUM =
      TableContract.of(
          "covariance_spectrum",
          "The eigenvalues of the sample covariance.",
          Column.of("rank", INT, "0 is the largest"),
          Column.of(
              "eigenvalue", DOUBLE, "variance along the axis, in squared units of the vector"),
          Column.nullable("share", DOUBLE, "of the total variance; null if there is none at all"),
          Column.nullable(
              "cumulative_share", DOUBLE, "of this and all larger ones; null if there is none"));

  static final TableContract DUPLICATES =
      TableContract.of(
          "duplicates",
          "The rows whose vector appears more than once, bit for bit (zero equals minus zero); those that are not their own representative repeat an earlier row.",
          Column.of("id", ID, "row id"),
          Column.of("representative_id", ID, "the least id with the same vector"),
          Column.of("copies", BIGINT, "rows with this vector, this one included"));

  static final TableContract OUTLIERS =
      TableContract.of(
          "outliers",
          "How far every row lies apart from its neighbours. Scores are in [0, 1] and high for outliers; all are null for a row without neighbours.",
          Column.of("id", ID, "row id"),
          Column.nullable(
              "outlier_score", DOUBLE, "mean of distance_score and lof_score: order by it"),
          Column.nullable(
              "inlier_score",
              DOUBLE,
              "1 - outlier_score: low for outliers, as label-cleaning tools have it"),
          Column.nullable(
              "kth_distance", DOUBLE, "distance to the last neighbour, in the metric's unit"),
          Column.nullable("mean_distance", DOUBLE, "mean distance to the neighbours"),
          Column.nullable(
              "lof", DOUBLE, "local outlier factor: about 1 where a row is as dense as around it"),
          Column.nullable("loop", DOUBLE, "local outlier probability, in [0, 1]"),
          Column.nullable(
              "distance_score", DOUBLE, "kth_distance against its median and spread, in [0, 1]"),
          Column.nullable("lof_score", DOUBLE, "lof against its median and spread, in [0, 1]"),
          Column.nullable(
              "distance_percentile", DOUBLE, "share of rows with at most this kth_distance"),
          Column.nullable("lof_percentile", DOUBLE, "share of rows with at most this lof"));

  static final TableContract LABEL_ERRORS =
      TableContract.of(
          "label_errors",
          "Rows whose neighbours mostly carry another label, the most doubtful first; empty without labels.",
          Column.of("rank", INT, "0 is the most doubtful; candidates come first"),
          Column.of("id", ID, "row id"),
          Column.of("label", STRING, "that the row carries"),
          Column.of("suggested_label", STRING, "the commonest other label of its neighbours"),
          Column.of(
              "own_share",
              DOUBLE,
              "labelled neighbours with the row's own label; low is doubtful, as the self-confidence of label-cleaning tools"),
          Column.of("suggested_share", DOUBLE, "labelled neighbours with the suggested label"),
          Column.of("nearest_id", ID, "the nearest neighbour with the suggested label"),
          Column.of("nearest_distance", DOUBLE, "its distance"),
          Column.of(
              "is_candidate",
              BOOLEAN,
              "whether the suggested label is at least as common here as around its own rows"));

  static final TableContract ISSUES =
      TableContract.of(
          "issues",
          "Every row under the column names of cleanlab's issue tables. Scores are in [0, 1] and low for issues, as theirs are.",
          Column.of("id", ID, "row id"),
          Column.nullable(
              "is_outlier_issue",
              BOOLEAN,
              "whether outlier_score of table outliers is above 0.99; null without neighbours"),
          Column.nullable("outlier_score", DOUBLE, "inlier_score of table outliers"),
          Column.nullable(
              "is_label_issue",
              BOOLEAN,
              "is_candidate of table label_errors; null without a label or labelled neighbours"),
          Column.nullable(
              "label_score", DOUBLE, "share of the labelled neighbours with the row's own label"),
          Column.nullable("given_label", STRING, "that the row carries"),
          Column.nullable(
              "predicted_label",
              STRING,
              "the commonest label of its neighbours; its own where that is as common"));

  private StatisticsTables() {}

  static Dataset<Row> hubs(SparkSession session, RowIds ids, Occurrences occurrences) {
    return DriverRows.toDataset(
        session,
        HUBS.schema(ids.type()),
        ids.size(),
        i -> RowFactory.create(ids.get(i), occurrences.of(i)));
  }

  static Dataset<Row> spectrum(SparkSession session, double[] eigenvalues) {
    double total = Arrays.stream(eigenvalues).sum();
    List<Row> rows = new ArrayList<>();
    double sum = 0;
    for (int rank = 0; rank < eigenvalues.length; rank++) {
      sum += eigenvalues[rank];
      rows.add(
          RowFactory.create(
              rank,
              eigenvalues[rank],
              total > 0 ? eigenvalues[rank] / total : null,
              total > 0 ? Math.min(1, sum / total) : null));
    }
    return session.createDataFrame(rows, SPECTRUM.schema(DataTypes.LongType));
  }

  static Dataset<Row> duplicates(SparkSession session, RowIds ids, ExactCopies copies) {
    int[] copied = copies.rows();
    return DriverRows.toDataset(
        session,
        DUPLICATES.schema(ids.type()),
        copied.length,
        i ->
            RowFactory.create(
                ids.get(copied[i]),
                ids.get(copies.representative(copied[i])),
                (long) copies.size(copied[i])));
  }

  static Dataset<Row> labelErrors(SparkSession session, RowIds ids, LabelErrors errors) {
    List<LabelErrors.Doubt> doubts = errors.doubts();
    return DriverRows.toDataset(
        session,
        LABEL_ERRORS.schema(ids.type()),
        doubts.size(),
        rank -> {
          LabelErrors.Doubt doubt = doubts.get(rank);
          return RowFactory.create(
              rank,
              ids.get(doubt.row()),
              doubt.label(),
              doubt.suggested(),
              doubt.ownShare(),
              doubt.suggestedShare(),
              ids.get(doubt.nearest()),
              doubt.distance(),
              doubt.isCandidate());
        });
  }

  static Dataset<Row> issues(
      SparkSession session, RowIds ids, OutlierScores outliers, LabelErrors errors) {
    BitSet candidates = new BitSet(ids.size());
    errors.doubts().stream()
        .filter(LabelErrors.Doubt::isCandidate)
        .forEach(doubt -> candidates.set(doubt.row()));
    double[] scores = outliers.scores();
    return DriverRows.toDataset(
        session,
        ISSUES.schema(ids.type()),
        ids.size(),
        i -> {
          boolean hasScore = !Double.isNaN(scores[i]);
          boolean hasVotes = !Double.isNaN(errors.ownShare(i));
          return RowFactory.create(
              ids.get(i),
              hasScore ? scores[i] > ScalarStatistics.APART : null,
              hasScore ? 1 - scores[i] : null,
              hasVotes ? candidates.get(i) : null,
              hasVotes ? errors.ownShare(i) : null,
              errors.label(i),
              errors.predicted(i));
        });
  }

  static Dataset<Row> outliers(SparkSession session, RowIds ids, OutlierScores found) {
    double[][] columns = {
      found.scores(),
      Arrays.stream(found.scores()).map(score -> 1 - score).toArray(),
      found.lastDistances(),
      found.meanDistances(),
      found.localFactors(),
      found.localProbabilities(),
      found.distanceScores(),
      found.factorScores(),
      UnifiedScores.percentiles(found.lastDistances()),
      UnifiedScores.percentiles(found.localFactors())
    };
    return DriverRows.toDataset(
        session,
        OUTLIERS.schema(ids.type()),
        ids.size(),
        i -> {
          Object[] values = new Object[columns.length + 1];
          values[0] = ids.get(i);
          for (int c = 0; c < columns.length; c++) {
            values[c + 1] = Double.isNaN(columns[c][i]) ? null : columns[c][i];
          }
          return RowFactory.create(values);
        });
  }
}
