package io.geodesy.jobs.diffuse;

import io.geodesy.table.Column;
import io.geodesy.table.ColumnType;
import io.geodesy.table.TableContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/** The tables of this analysis. */
final class DiffuseTables {
  static final TableContract DIFFUSED =
      TableContract.of(
          "diffused",
          "Every row after smoothing over the graph.",
          Column.of("id", ColumnType.ID, "row id"),
          Column.of(
              "vector",
              ColumnType.FLOATS,
              "the smoothed vector, or the smoothed columns in the order of diffused_columns"));

  static final TableContract COLUMNS =
      TableContract.of(
          "diffused_columns",
          "What smoothing did to every column, under the stationary measure of the walk.",
          Column.of("position", ColumnType.INT, "place in diffused.vector, from 0"),
          Column.of("column", ColumnType.STRING, "name, or vector[position]"),
          Column.of("mean_before", ColumnType.DOUBLE, "mean"),
          Column.of("mean_after", ColumnType.DOUBLE, "the same up to rounding"),
          Column.of("variance_before", ColumnType.DOUBLE, "variance"),
          Column.of("variance_after", ColumnType.DOUBLE, "never more"),
          Column.of(
              "roughness_before",
              ColumnType.DOUBLE,
              "half the mean squared difference across a step of the walk (Dirichlet energy)"),
          Column.of("roughness_after", ColumnType.DOUBLE, "never more"));

  static final TableContract CURVE =
      TableContract.of(
          "diffused_entropy",
          "The von Neumann entropy that chose t; empty where t was given.",
          Column.of("t", ColumnType.DOUBLE, "steps"),
          Column.of("entropy", ColumnType.DOUBLE, "of the shares of eigenvectors left, in nats"),
          Column.of("standard_error", ColumnType.DOUBLE, "0 where all eigenvalues were found"),
          Column.of("chosen", ColumnType.BOOLEAN, "whether columns were smoothed for this t"));

  private DiffuseTables() {}

  static Dataset<Row> columns(SparkSession session, DiffuseResult result) {
    List<Row> rows = new ArrayList<>();
    for (int c = 0; c < result.names().size(); c++) {
      Roughness before = result.before().get(c);
      Roughness after = result.after().get(c);
      rows.add(
          RowFactory.create(
              c,
              result.names().get(c),
              before.mean(),
              after.mean(),
              before.variance(),
              after.variance(),
              before.energy(),
              after.energy()));
    }
    return session.createDataFrame(rows, COLUMNS.schema(DataTypes.LongType));
  }

  static Dataset<Row> curve(SparkSession session, Optional<WalkEntropy> chosen) {
    List<Row> rows = new ArrayList<>();
    chosen.ifPresent(entropy -> addCurve(entropy, rows));
    return session.createDataFrame(rows, CURVE.schema(DataTypes.LongType));
  }

  private static void addCurve(WalkEntropy entropy, List<Row> rows) {
    for (int g = 0; g < entropy.grid().length; g++) {
      rows.add(
          RowFactory.create(
              entropy.grid()[g], entropy.entropy()[g], entropy.error()[g], g == entropy.knee()));
    }
  }
}
