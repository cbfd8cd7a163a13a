package io.geodesy.table;

import io.geodesy.error.DataException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Finds further columns of the input (checkpoint, layer, order, ...) by the name the user gave
 * them: that of the column, or that of a column which a reader renamed to {@code label} or {@code
 * group}.
 */
public final class InputColumns {
  private InputColumns() {}

  /**
   * Returns the name of a column in the table, if there is one.
   *
   * @param vectors schema of the embedding table
   * @param userName as the user calls it
   */
  public static Optional<String> find(StructType vectors, String userName) {
    return Arrays.stream(vectors.fields())
        .filter(f -> f.name().equals(userName) || userName.equals(sourceOf(f)))
        .map(StructField::name)
        .findFirst();
  }

  /**
   * Returns the name of a column in the table.
   *
   * @param vectors schema of the embedding table
   * @param userName as the user calls it
   * @param option the parameter that names it, for the message
   * @throws DataException if there is none, naming those there are
   */
  public static String require(StructType vectors, String userName, String option) {
    return find(vectors, userName)
        .orElseThrow(
            () -> {
              List<String> present =
                  Arrays.stream(vectors.fields())
                      .map(f -> Optional.ofNullable(sourceOf(f)).orElse(f.name()))
                      .toList();
              return new DataException(
                  "Table vectors has no column %s. Name the right one with --%s. It has %s."
                      .formatted(userName, option, String.join(", ", present)));
            });
  }

  private static String sourceOf(StructField field) {
    return field.metadata().contains(VectorValidation.SOURCE_COLUMN)
        ? field.metadata().getString(VectorValidation.SOURCE_COLUMN)
        : null;
  }
}
