package io.geodesy.jobs.heat;

import io.geodesy.graph.NeighborLists;
import io.geodesy.table.Column;
import io.geodesy.table.ColumnType;
import io.geodesy.table.DriverRows;
import io.geodesy.table.RowIds;
import io.geodesy.table.TableContract;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The tables of this analysis. */
final class HeatTables {
  static final TableContract LANDMARKS =
      TableContract.of(
          "heat_landmarks",
          "The rows from which heat starts.",
          Column.of("component", ColumnType.INT, "connected component, 0 is the largest"),
          Column.of("position", ColumnType.INT, "place of its distance in heat_distances, from 0"),
          Column.of("landmark_id", ColumnType.ID, "row id"),
          Column.of("self_heat", ColumnType.DOUBLE, "share of its heat that stays on it"),
          Column.of(
              "unreached",
              ColumnType.BIGINT,
              "rows of its component that no heat above the floor reaches"));

  static final TableContract DISTANCES =
      TableContract.of(
          "heat_distances",
          "The distance of every row from every landmark of its component.",
          Column.of("id", ColumnType.ID, "row id"),
          Column.of("component", ColumnType.INT, "connected component, 0 is the largest"),
          Column.nullable(
              "distances",
              ColumnType.FLOATS,
              "one a landmark, by the position of heat_landmarks; null where the component has none"));

  static final TableContract COORDINATES =
      TableContract.of(
          "heat_coordinates",
          "The map: straight distances on it follow the heat distances.",
          Column.of("id", ColumnType.ID, "row id"),
          Column.of(
              "component",
              ColumnType.INT,
              "connected component, 0 is the largest; every one has a map of its own"),
          Column.nullable(
              "coordinates",
              ColumnType.FLOATS,
              "null where the component has too few landmarks, or no heat joins the row to them"));

  static final TableContract CURVE =
      TableContract.of(
          "heat_entropy_curve",
          "How far heat has spread at every time that was considered.",
          Column.of("t", ColumnType.DOUBLE, "time"),
          Column.of(
              "entropy",
              ColumnType.DOUBLE,
              "of the heat from one row, in nats, mean over sampled rows; times n it is the total"),
          Column.of("standard_error", ColumnType.DOUBLE, "of that mean; 0 if all rows were taken"),
          Column.of(
              "unreached", ColumnType.DOUBLE, "share of pairs between which no heat passes yet"),
          Column.of("chosen", ColumnType.BOOLEAN, "whether distances are taken at this time"));

  private HeatTables() {}

  static Dataset<Row> landmarks(SparkSession session, DataType idType, HeatResult heat) {
    List<Row> rows = new ArrayList<>();
    Map<Integer, Integer> next = new HashMap<>();
    for (HeatResult.Landmark landmark : heat.landmarks()) {
      rows.add(
          RowFactory.create(
              landmark.component(),
              next.merge(landmark.component(), 1, Integer::sum) - 1,
              landmark.id(),
              landmark.selfHeat(),
              landmark.unreached()));
    }
    return session.createDataFrame(rows, LANDMARKS.schema(idType));
  }

  static Dataset<Row> distances(SparkSession session, NeighborLists lists, HeatGeodesic heat) {
    return DriverRows.toDataset(
        session,
        DISTANCES.schema(lists.ids().type()),
        lists.rows(),
        i ->
            RowFactory.create(
                lists.ids().get(i),
                heat.components().component(i),
                known(heat.distances(), i, heat.landmarks().length)));
  }

  /** Returns the distances of a row that are numbers; null where there are none. */
  static float[] known(double[] distances, int row, int m) {
    float[] known = new float[m];
    int count = 0;
    for (int at = row * m; at < (row + 1) * m; at++) {
      if (!Double.isNaN(distances[at])) {
        known[count++] = (float) distances[at];
      }
    }
    return count == 0 ? null : Arrays.copyOf(known, count);
  }

  static Dataset<Row> coordinates(SparkSession session, RowIds ids, HeatGeodesic heat) {
    return DriverRows.toDataset(
        session,
        COORDINATES.schema(ids.type()),
        ids.size(),
        i ->
            RowFactory.create(
                ids.get(i), heat.components().component(i), heat.map().coordinates()[i]));
  }

  /** Returns the schema of rows that have their distances and coordinates together. */
  static StructType rowSchema(DataType idType) {
    return DISTANCES.schema(idType).add(COORDINATES.schema(idType).apply("coordinates"));
  }

  static Dataset<Row> curve(SparkSession session, HeatTime time) {
    List<Row> rows = new ArrayList<>();
    for (int g = 0; g < time.grid().length; g++) {
      int at = g;
      rows.add(
          RowFactory.create(
              time.grid()[g],
              time.entropy()[g],
              time.error()[g],
              time.unreached()[g],
              Arrays.stream(time.chosen()).anyMatch(c -> c == at)));
    }
    return session.createDataFrame(rows, CURVE.schema(DataTypes.LongType));
  }
}
