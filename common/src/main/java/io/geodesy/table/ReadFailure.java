package io.geodesy.table;

import io.geodesy.error.DataException;
import io.geodesy.error.GeodesyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.execution.datasources.SchemaColumnConvertNotSupportedException;

/**
 * What Spark throws when an input file cannot be read, in the words of the user: the file, what is
 * wrong with it, what to do.
 */
public final class ReadFailure {
  private static final List<String> UNREADABLE =
      List.of("FAILED_READ_FILE", "CANNOT_READ_FILE_FOOTER", "UNABLE_TO_INFER_SCHEMA");
  private static final int MOST_CAUSES = 50;

  private ReadFailure() {}

  /**
   * Runs something that reads input.
   *
   * @param table as the user calls it
   * @param reading what to do
   * @throws DataException if an input file cannot be read
   */
  public static <T> T translating(String table, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (Exception e) {
      // Spark throws SparkException, a checked one, without declaring it.
      Optional<GeodesyException> known = translate(table, e);
      if (known.isPresent()) {
        throw known.get();
      }
      throw e;
    }
  }

  private static Optional<GeodesyException> translate(String table, Throwable failure) {
    List<Throwable> causes = causes(failure);
    for (Throwable cause : causes) {
      if (cause instanceof GeodesyException known) {
        return Optional.of(known);
      }
    }
    return causes.stream()
        .filter(ReadFailure::isUnreadable)
        .findFirst()
        .map(cause -> unreadable(table, (SparkThrowable) cause, causes.get(causes.size() - 1)));
  }

  private static DataException ofAnotherType(
      String path, SchemaColumnConvertNotSupportedException cause) {
    return new DataException(
        "File %s holds column %s as %s, where other files of the table have it as %s. Write all files of a table with the same types."
            .formatted(
                path,
                cause.getColumn().replaceAll("[\\[\\]]", "").replace(", ", "."),
                cause.getPhysicalType().toLowerCase(Locale.ROOT),
                cause.getLogicalType()),
        cause);
  }

  private static boolean isUnreadable(Throwable cause) {
    return cause instanceof SparkThrowable known
        && known.getCondition() != null
        && UNREADABLE.stream().anyMatch(known.getCondition()::startsWith);
  }

  private static DataException unreadable(String table, SparkThrowable known, Throwable root) {
    String path = known.getMessageParameters().getOrDefault("path", table);
    if (root instanceof SchemaColumnConvertNotSupportedException other) {
      return ofAnotherType(path, other);
    }
    String reason = root.getMessage() == null ? root.toString() : root.getMessage();
    return new DataException(
        "File %s cannot be read: %s. Write it again, or give its format with --format."
            .formatted(path, firstSentence(reason)),
        root);
  }

  private static String firstSentence(String reason) {
    String line = reason.lines().findFirst().orElse("").strip();
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }

  private static List<Throwable> causes(Throwable failure) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable t = failure; t != null && causes.size() < MOST_CAUSES; t = t.getCause()) {
      causes.add(t);
    }
    return causes;
  }
}
