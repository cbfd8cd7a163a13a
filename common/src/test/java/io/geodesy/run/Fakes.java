package io.geodesy.run;

import static org.apache.spark.sql.functions.aggregate;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.geodesy.analysis.Analysis;
import io.geodesy.analysis.AnalysisContext;
import io.geodesy.analysis.AnalysisRegistry;
import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Descriptor;
import io.geodesy.analysis.Determinism;
import io.geodesy.analysis.Estimate;
import io.geodesy.analysis.Finding;
import io.geodesy.analysis.Panel;
import io.geodesy.analysis.Parameter;
import io.geodesy.analysis.SecondTable;
import io.geodesy.analysis.Table;
import io.geodesy.analysis.TableShape;
import io.geodesy.analysis.Tables;
import io.geodesy.table.Column;
import io.geodesy.table.ColumnType;
import io.geodesy.table.StandardTables;
import io.geodesy.table.Statistic;
import io.geodesy.table.TableContract;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Two small analyses that meet in a table, and the switches that break them. */
final class Fakes {
  static final TableContract SUMS =
      TableContract.of(
          "sums",
          "Sum of every vector.",
          Column.of("id", ColumnType.ID, "row id"),
          Column.of("total", ColumnType.DOUBLE, "scaled sum of the elements"));

  static final TableContract MEANS =
      TableContract.of(
          "means", "Mean of the sums.", Column.of("mean", ColumnType.DOUBLE, "of total"));

  final Sums sums = new Sums();
  final Means means = new Means();
  final Gap gap = new Gap();

  AnalysisRegistry registry() {
    return new AnalysisRegistry(List.of(sums, means, gap), List.of());
  }

  /**
   * Parameters of {@link Sums}.
   *
   * @param scale factor
   */
  record SumsParameters(@Parameter(doc = "Factor.", value = "1") double scale) {}

  /**
   * Parameters of {@link Means}.
   *
   * @param offset added
   */
  record MeansParameters(@Parameter(doc = "Added to the mean.", value = "0") int offset) {}

  /** Parameters of {@link Gap}: none. */
  record GapParameters() {}

  /** Sums of vectors: {@code vectors} to {@code sums}, by way of a stage. */
  static final class Sums implements Analysis<SumsParameters> {
    int runs;
    int version = 1;

    @Override
    public Descriptor<SumsParameters> descriptor() {
      return new Descriptor<>(
          "sums",
          version,
          "Sums vectors.",
          List.of(),
          SumsParameters.class,
          List.of("vectors"),
          List.of(),
          List.of(SUMS, StandardTables.STATISTICS),
          Determinism.D0);
    }

    @Override
    public Estimate estimate(
        SumsParameters parameters,
        TableShape shape,
        Supplier<Tables> inputs,
        AnalysisContext context) {
      long rows = inputs.get().dataset("vectors").count();
      return new Estimate(List.of("Reads %d rows to plan.".formatted(rows)), 8 * rows, 0);
    }

    @Override
    public Tables run(SumsParameters parameters, Tables inputs, AnalysisContext context) {
      runs++;
      context.progress().phase("add up");
      Dataset<Row> added =
          inputs
              .dataset("vectors")
              .select(
                  col("id"),
                  aggregate(
                          col("vector"),
                          lit(0.0),
                          (sum, element) -> sum.plus(element.cast("double")))
                      .as("total"));
      Dataset<Row> staged = context.stage("added", added);
      context.progress().end();
      Dataset<Row> scaled =
          staged.select(col("id"), col("total").multiply(parameters.scale()).as("total"));
      return Tables.none()
          .with("sums", new Table(scaled, Attributes.none().with("scale", parameters.scale())))
          .with(
              "statistics",
              Statistic.toDataset(
                  context.session(),
                  List.of(Statistic.of("sums", "scale", parameters.scale(), 3))));
    }

    @Override
    public List<Panel> panels(SumsParameters parameters, Tables published) {
      return List.of(
          Panel.titled("Sums")
              .finding(Finding.shape("There are " + published.dataset("sums").count() + " sums."))
              .build());
    }
  }

  /** Rows of the second table {@code other} less those of {@code sums}: to {@code gap}. */
  static final class Gap implements Analysis<GapParameters> {
    @Override
    public Descriptor<GapParameters> descriptor() {
      return new Descriptor<>(
          "gap",
          1,
          "Compares two tables.",
          List.of(),
          GapParameters.class,
          List.of("sums", "other"),
          List.of("spare"),
          List.of(
              TableContract.of(
                  "gap", "Rows.", Column.of("rows", ColumnType.BIGINT, "how many more")),
              StandardTables.STATISTICS),
          Determinism.D0,
          List.of(
              new SecondTable("other", "The rows to compare with."),
              new SecondTable("spare", "Rows that count as well.")));
    }

    @Override
    public Tables run(GapParameters parameters, Tables inputs, AnalysisContext context) {
      long rows = inputs.dataset("other").count() - inputs.dataset("sums").count();
      long spare = inputs.find("spare").map(table -> table.dataset().count()).orElse(0L);
      return Tables.of("gap", context.session().range(rows + spare, rows + spare + 1).toDF("rows"))
          .with("statistics", Statistic.toDataset(context.session(), List.of()));
    }

    @Override
    public List<Panel> panels(GapParameters parameters, Tables published) {
      long dim = (long) published.attributes("other").number("dim").orElseThrow();
      return List.of(
          Panel.titled("Gap")
              .finding(Finding.shape("The other table has " + dim + " columns."))
              .build());
    }
  }

  /** Mean of the sums: {@code sums} to {@code means}. */
  static final class Means implements Analysis<MeansParameters> {
    int runs;
    RuntimeException failure;
    RuntimeException panelFailure;
    Runnable meanwhile = () -> {};
    double bias;
    long memory;

    @Override
    public Descriptor<MeansParameters> descriptor() {
      return new Descriptor<>(
          "means",
          1,
          "Averages sums.",
          List.of(),
          MeansParameters.class,
          List.of("sums"),
          List.of(),
          List.of(MEANS, StandardTables.STATISTICS),
          Determinism.D0);
    }

    @Override
    public Estimate estimate(MeansParameters parameters, TableShape shape) {
      return new Estimate(List.of(), memory, 0);
    }

    @Override
    public Tables run(MeansParameters parameters, Tables inputs, AnalysisContext context) {
      runs++;
      meanwhile.run();
      if (failure != null) {
        throw failure;
      }
      Dataset<Row> mean =
          inputs.dataset("sums").agg(avg("total").plus(parameters.offset()).plus(bias).as("mean"));
      return Tables.of("means", mean)
          .with(
              "statistics",
              Statistic.toDataset(
                  context.session(), List.of(Statistic.of("means", "offset", 0, 3))));
    }

    @Override
    public List<Panel> panels(MeansParameters parameters, Tables published) {
      if (panelFailure != null) {
        throw panelFailure;
      }
      return List.of();
    }
  }
}
