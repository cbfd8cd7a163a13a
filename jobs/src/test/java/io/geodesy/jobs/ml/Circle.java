package io.geodesy.jobs.ml;

import io.geodesy.testing.SharedSession;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Points at even angles on two circles far from each other, labelled by their circle. */
final class Circle {
  static final int POINTS = 80;

  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.LongType, false)
          .add("vector", DataTypes.createArrayType(DataTypes.FloatType, false), false)
          .add("label", DataTypes.StringType, true);

  private Circle() {}

  /** Returns the points of one circle that pass. */
  static Dataset<Row> one(IntPredicate kept) {
    return of(1, kept);
  }

  /** Returns both circles, in several partitions. */
  static Dataset<Row> two(int partitions) {
    return of(2, i -> true).repartition(partitions);
  }

  static double angle(int point) {
    return 2 * Math.PI * point / POINTS;
  }

  private static Dataset<Row> of(int circles, IntPredicate kept) {
    List<Row> rows = new ArrayList<>();
    for (int c = 0; c < circles; c++) {
      for (int i = 0; i < POINTS; i++) {
        if (kept.test(i)) {
          // the second one has another radius: two equal ones would share every eigenvalue
          double radius = 1 + c * 0.5;
          Float[] vector = {
            (float) (radius * Math.cos(angle(i)) + 10 * c), (float) (radius * Math.sin(angle(i)))
          };
          rows.add(RowFactory.create((long) (c * POINTS + i), vector, "circle " + c));
        }
      }
    }
    return SharedSession.get().createDataFrame(rows, SCHEMA);
  }
}
