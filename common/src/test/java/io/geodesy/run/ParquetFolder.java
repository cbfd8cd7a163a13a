package io.geodesy.run;

import io.geodesy.error.ConfigException;
import io.geodesy.table.EmbeddingSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A folder of Parquet files with columns id and vector.
 *
 * @param folder where
 */
record ParquetFolder(Path folder) implements EmbeddingSource {
  /** Writes rows 1 .. 3 with vectors (1, 2), (3, 4), (5, 6). */
  static ParquetFolder write(SparkSession session, Path folder) {
    session
        .sql(
            "select id, vector from values (1L, array(1f, 2f)), (2L, array(3f, 4f)), (3L, array(5f, 6f)) as t(id, vector)")
        .coalesce(1)
        .write()
        .parquet(folder.toString());
    return new ParquetFolder(folder);
  }

  @Override
  public String location() {
    return folder.toString();
  }

  @Override
  public List<InputFile> files() {
    if (!Files.exists(folder)) {
      throw new ConfigException("Input " + folder + " does not exist.");
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("part-"))
          .map(ParquetFolder::file)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputFile file(Path file) {
    try {
      // A part's name holds a random number.
      return new InputFile("part", Files.size(file), Files.getLastModifiedTime(file).toMillis());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Dataset<Row> read(SparkSession session) {
    return session.read().parquet(folder.toString());
  }
}
