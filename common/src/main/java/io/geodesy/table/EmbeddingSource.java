package io.geodesy.table;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Where an embedding table comes from. Its reader knows the format; nobody else does. */
public interface EmbeddingSource {
  /** Returns the path as the user gave it, for messages and the manifest. */
  String location();

  /**
   * Lists the files that make up the table, by name; needs a file system, not Spark.
   *
   * @throws io.geodesy.error.ConfigException if there is nothing at the location
   */
  List<InputFile> files();

  /**
   * Reads the table, unchecked.
   *
   * @return {@code id} (BIGINT or STRING), {@code vector} (ARRAY of FLOAT or DOUBLE) and the
   *     further columns, with the columns the user named for label and group called {@code label}
   *     and {@code group}
   * @throws io.geodesy.error.DataException if a file cannot be read as its format or a column is
   *     missing, naming both
   */
  Dataset<Row> read(SparkSession session);

  /**
   * Returns the size of the table as far as it is known without reading its rows; needs a file
   * system, not Spark. Empty where the format does not say.
   */
  default Optional<Shape> shape() {
    return Optional.empty();
  }

  /**
   * The size of a table before it is read.
   *
   * @param rows bad ones included
   * @param dim length of the first vectors
   * @param isExact whether both are known, not estimated from the beginning of the file
   */
  record Shape(long rows, int dim, boolean isExact) {}

  /**
   * One file of the input, as far as a fingerprint needs it.
   *
   * @param name path below the location, or the file's name
   * @param length bytes
   * @param modified milliseconds since 1970
   */
  record InputFile(String name, long length, long modified) {}
}
