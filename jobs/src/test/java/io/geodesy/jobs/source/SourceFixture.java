package io.geodesy.jobs.source;

import io.geodesy.config.InputParameters;
import io.geodesy.table.BadRows;
import io.geodesy.table.EmbeddingSource;
import io.geodesy.table.VectorBlock;
import io.geodesy.table.VectorValidation;
import io.geodesy.table.ZeroVectors;
import io.geodesy.testing.SharedSession;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;

/** Opens sources as a run does. */
final class SourceFixture {
  static final Path DATA = Path.of("../test-data");

  private SourceFixture() {}

  static EmbeddingSource open(Path path) {
    return open(path.toString());
  }

  static EmbeddingSource open(String location) {
    return open(location, Optional.empty(), "id", "vector", Optional.empty());
  }

  static EmbeddingSource openAs(String format, Path path) {
    return open(path.toString(), Optional.of(format), "id", "vector", Optional.empty());
  }

  static EmbeddingSource open(
      String location,
      Optional<String> format,
      String idColumn,
      String vectorColumn,
      Optional<String> labelColumn) {
    InputParameters parameters =
        new InputParameters(
            format,
            idColumn,
            vectorColumn,
            labelColumn,
            Optional.empty(),
            BadRows.FAIL,
            42,
            OptionalInt.empty());
    return EmbeddingSources.open(location, parameters, new Configuration());
  }

  /** Returns all rows after validation. */
  static VectorBlock block(EmbeddingSource source) {
    return VectorBlock.collect(
        new VectorValidation(source.location(), BadRows.FAIL, ZeroVectors.ALLOWED)
            .check(source.read(SharedSession.get()))
            .dataset());
  }
}
