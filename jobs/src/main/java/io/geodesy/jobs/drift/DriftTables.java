package io.geodesy.jobs.drift;

import static io.geodesy.table.ColumnType.BIGINT;
import static io.geodesy.table.ColumnType.BIGINTS;
import static io.geodesy.table.ColumnType.BOOLEAN;
import static io.geodesy.table.ColumnType.DOUBLE;
import static io.geodesy.table.ColumnType.DOUBLES;
import static io.geodesy.table.ColumnType.FLOATS;
import static io.geodesy.table.ColumnType.ID;
import static io.geodesy.table.ColumnType.INT;
import static io.geodesy.table.ColumnType.STRING;

import io.geodesy.jobs.drift.Components.Component;
import io.geodesy.jobs.drift.Populations.Population;
import io.geodesy.table.Column;
import io.geodesy.table.Statistic;
import io.geodesy.table.TableContract;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The tables only {@code drift} writes, and their rows. */
final class DriftTables {
  private static final String SOURCE = "vectors or reference: the table sketched";
  private static final String GROUP = "value of the group column; null without one";

  static final TableContract MEASURES =
      TableContract.of(
          "drift_measures",
          "How far the table is from the reference, one row a measure; none under sketch-only.",
          Column.of("measure", STRING, "its name"),
          Column.nullable("value", DOUBLE, "of the measure; null where undefined"),
          Column.nullable("low", DOUBLE, "lower end of the 95 % interval"),
          Column.nullable("high", DOUBLE, "upper end"),
          Column.nullable(
              "under_no_drift",
              DOUBLE,
              "what two samples of these sizes of one population would give on average"),
          Column.nullable(
              "p_value", DOUBLE, "chance of so much or more without drift; null for no test"),
          Column.nullable("p_adjusted", DOUBLE, "the same for all tests together, by Holm"),
          Column.nullable(
              "is_drifted",
              BOOLEAN,
              "p_adjusted is at most the false-alarm rate; null for no test"),
          Column.of("n_reference", BIGINT, "rows of the reference it stands on"),
          Column.of("n", BIGINT, "rows of the table it stands on"),
          Column.of("note", STRING, "variant, and when to distrust it"));

  static final TableContract COMPONENTS =
      TableContract.of(
          "drift_components",
          "Every column of the vectors in both tables.",
          Column.of("component", INT, "column, from 0"),
          Column.of("ks", DOUBLE, "greatest difference of the distribution functions, sampled"),
          Column.of("p_value", DOUBLE, "of Kolmogorov and Smirnov"),
          Column.of("p_adjusted", DOUBLE, "by Benjamini and Hochberg over all columns"),
          Column.nullable(
              "mean_shift",
              DOUBLE,
              "difference of the means of all rows, in standard deviations of the reference; null if it has none"),
          Column.nullable(
              "deviation_ratio",
              DOUBLE,
              "standard deviation over that of the reference; null if it has none"),
          Column.of("is_drifted", BOOLEAN, "p_adjusted is at most the false-alarm rate"));

  static final TableContract POPULATIONS =
      TableContract.of(
          "drift_populations",
          "The shares of groups, or of clusters of the reference, in both tables.",
          Column.of("population", STRING, "value of the group column, or the cluster"),
          Column.of("n_reference", BIGINT, "rows counted in the reference"),
          Column.of("n", BIGINT, "rows counted in the table"),
          Column.of("reference_share", DOUBLE, "of the reference's rows"),
          Column.of("share", DOUBLE, "of the table's rows"),
          Column.of("low", DOUBLE, "lower end of its 95 % interval by Wilson"),
          Column.of("high", DOUBLE, "upper end"),
          Column.nullable(
              "stability",
              DOUBLE,
              "part of the population stability index, (q - p) ln(q / p); null where a share is 0"));

  static final TableContract NEW_REGION_ROWS =
      TableContract.of(
          "new_region_rows",
          "The rows where the reference has none.",
          Column.of("id", ID, "row id"),
          Column.of(
              "distance", DOUBLE, "to the nearest of half the reference's sampled rows, Euclidean"),
          Column.of(
              "p_value", DOUBLE, "share of rows of the reference's population at least so far"));

  static final TableContract SKETCHES =
      TableContract.of(
          "sketches",
          "The mergeable state of every group: adding the number columns of two sketches of one design gives the sketch of both.",
          Column.of("source", STRING, SOURCE),
          Column.nullable("group", STRING, GROUP),
          Column.of("n", BIGINT, "rows"),
          Column.of("clipped", BIGINT, "rows with a value cut at 2^31 steps of the grid"),
          Column.of("mean", DOUBLES, "of the rows on the grid, for readers; not to be added"),
          Column.of("sums", BIGINTS, "of the steps (x - center) / 2^exponent of every column"),
          Column.of(
              "second_high",
              BIGINTS,
              "upper 64 bits of the sums of products of steps, row by row where column <= row"),
          Column.of("second_low", BIGINTS, "lower 64 bits, unsigned: carry when adding"),
          Column.of("bucket_rows", BIGINTS, "rows of every hash bucket"),
          Column.of(
              "feature_sums",
              BIGINTS,
              "sums of cos and sin of (x - center) by frequency, times 2^30, bucket after bucket"));

  static final TableContract SKETCH_ROWS =
      TableContract.of(
          "sketch_rows",
          "The rows of least hash of every group.",
          Column.of("source", STRING, SOURCE),
          Column.nullable("group", STRING, GROUP),
          Column.of("hash", BIGINT, "of the id; the least, as signed numbers, are kept"),
          Column.of("id", STRING, "row id as text"),
          Column.of("vector", FLOATS, "the row"));

  static final TableContract SKETCH_DESIGN =
      TableContract.of(
          "sketch_design",
          "What all sketches of a run share; only sketches of one design can be merged or compared.",
          Column.of("version", INT, "of the layout"),
          Column.of("seed", BIGINT, "of hash and frequencies"),
          Column.of("frequencies", INT, "random ones, two features each"),
          Column.of("buckets", INT, "by hash"),
          Column.of("sample_rows", INT, "rows kept of every group at most"),
          Column.of("bandwidth", DOUBLE, "of the Gaussian kernel: the reference's median distance"),
          Column.of("center", DOUBLES, "of every column's grid"),
          Column.of("exponent", BIGINTS, "of every column's step 2^exponent"));

  private DriftTables() {}

  static List<Row> measures(Verdict verdict) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < verdict.measures().size(); i++) {
      Measure one = verdict.measures().get(i);
      rows.add(
          RowFactory.create(
              one.name(),
              finite(one.value()),
              finite(one.low()),
              finite(one.high()),
              finite(one.underNoDrift()),
              finite(one.p()),
              finite(verdict.adjusted()[i]),
              Double.isNaN(one.p()) ? null : verdict.isDrifted(i),
              one.referenceRows(),
              one.rows(),
              one.note()));
    }
    return rows;
  }

  static Row component(Component one) {
    return RowFactory.create(
        one.component(),
        one.ks(),
        one.p(),
        one.adjusted(),
        finite(one.meanShift()),
        finite(one.deviationRatio()),
        one.isDrifted());
  }

  static Row population(Population one) {
    return RowFactory.create(
        one.name(),
        one.referenceRows(),
        one.rows(),
        one.referenceShare(),
        one.share(),
        one.low(),
        one.high(),
        finite(one.stability()));
  }

  static List<Statistic> statistics(Verdict verdict) {
    List<Statistic> found = new ArrayList<>();
    for (int i = 0; i < verdict.measures().size(); i++) {
      Measure one = verdict.measures().get(i);
      found.add(
          Statistic.of(DriftAnalysis.NAME, one.name(), one.value(), one.rows())
              .withInterval(one.low(), one.high())
              .withNote(one.note()));
    }
    long n = verdict.measures().stream().mapToLong(Measure::rows).max().orElse(0);
    found.add(
        Statistic.of(DriftAnalysis.NAME, "verdict", verdict.isDrift() ? 1 : 0, n)
            .withNote("1 is drift; false-alarm rate %s".formatted(verdict.falseAlarmRate())));
    return found;
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
