package io.geodesy.jobs.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The embedding table that comes with a checkout of the project, for the first look. */
final class SampleData {
  /** Where {@code scripts/geodesy} says the checkout is. */
  private static final String HOME = "geodesy.home";

  private SampleData() {}

  /** Returns the table, if this process runs from a checkout; relative to the working folder. */
  static Optional<Path> find() {
    return Optional.ofNullable(System.getProperty(HOME))
        .map(home -> Path.of(home, "test-data", "digits.parquet"))
        .filter(Files::exists)
        .map(SampleData::shortest);
  }

  private static Path shortest(Path path) {
    Path here = Path.of("").toAbsolutePath();
    Path absolute = path.toAbsolutePath().normalize();
    return absolute.startsWith(here) ? here.relativize(absolute) : absolute;
  }
}
