package io.geodesy.jobs.knn;

import io.geodesy.error.DataException;
import io.geodesy.table.VectorValidation;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;

/** The column that {@code within} names: by its name in the file, or by what Geodesy calls it. */
final class GroupColumn {
  private GroupColumn() {}

  /**
   * Returns its name in the table.
   *
   * @throws DataException if there is none, or if it is the id or the vector
   */
  static String find(Dataset<Row> vectors, String within) {
    List<StructField> others =
        Arrays.stream(vectors.schema().fields())
            .filter(field -> !field.name().equals("id") && !field.name().equals("vector"))
            .toList();
    return others.stream()
        .filter(
            field -> field.name().equals(within) || VectorValidation.userName(field).equals(within))
        .map(StructField::name)
        .findFirst()
        .orElseThrow(
            () -> missing(within, others.stream().map(VectorValidation::userName).toList()));
  }

  private static DataException missing(String within, List<String> columns) {
    String has =
        columns.isEmpty()
            ? "It has none beside id and vector."
            : "It has %s.".formatted(String.join(", ", columns));
    return new DataException(
        "Table vectors has no column %s by which knn-graph.within could divide it. %s"
            .formatted(within, has));
  }
}
