package io.geodesy.run;

import io.geodesy.error.CannotWriteException;
import io.geodesy.error.DataException;
import io.geodesy.error.ExitCode;
import io.geodesy.error.GeodesyException;
import io.geodesy.error.TransientException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.SparkException;
import org.apache.spark.SparkThrowable;

/** Turns failures of storage and Spark into those with a remedy, where the remedy is clear. */
final class Failures {
  private static final List<String> LOST =
      List.of(
          "ExecutorLostFailure",
          "FetchFailed",
          "Max number of executor failures",
          "SparkContext was shut down",
          "SparkContext has been shutdown",
          "Master removed our application");

  private Failures() {}

  /** Returns what the process says to its scheduler of a failure. */
  static ExitCode exitCode(Throwable failure) {
    return failure instanceof GeodesyException known ? known.exitCode() : ExitCode.BUG;
  }

  /** A file operation that changes the output failed. */
  static GeodesyException writing(String what, Path path, IOException cause) {
    String message =
        "Cannot %s %s: %s.".formatted(what, path, reason(cause)) + " Check permissions and space.";
    return isForGood(cause)
        ? new CannotWriteException(message, cause)
        : new TransientException(message + " A second attempt resumes.", cause);
  }

  /** A file operation that only reads failed. */
  static GeodesyException reading(Path path, IOException cause) {
    return new TransientException(
        "Cannot read %s: %s. Check permissions; a second attempt resumes."
            .formatted(path, reason(cause)),
        cause);
  }

  /**
   * Returns what to throw for a failure of a run: one with a remedy if there is a clear one, else
   * the failure itself.
   *
   * @param failure as caught
   * @param output below which everything lies that is not input
   */
  static RuntimeException remedied(Exception failure, Path output) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof GeodesyException known) {
        return known;
      }
      if (cause instanceof SparkThrowable spark && isUnreadable(spark)) {
        return unreadable(spark, output, failure);
      }
      if (isLost(cause)) {
        return new TransientException(
            "Spark lost the processes that worked: %s. They ran out of memory, or their machines went away: look at the logs of the executors, give them more memory (--executor-memory) where they were killed. A second attempt resumes."
                .formatted(firstLine(cause.getMessage())),
            failure);
      }
      if (cause instanceof IOException io && isForGood(io)) {
        return new CannotWriteException(
            "The output cannot be written: %s. Check permissions and space; a second attempt resumes."
                .formatted(reason(io)),
            failure);
      }
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException io) {
        return new TransientException(
            "Storage or network failed: %s. A second attempt resumes.".formatted(reason(io)),
            failure);
      }
    }
    // Scala throws checked exceptions without declaring them.
    return failure instanceof RuntimeException unexpected
        ? unexpected
        : new IllegalStateException(failure.getMessage(), failure);
  }

  /**
   * Returns whether a failure is that of one file, which is damaged, missing or not as the others.
   */
  static boolean isUnreadableFile(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SparkThrowable spark && isUnreadable(spark)) {
        return true;
      }
    }
    return false;
  }

  /** Spark says it in words only. */
  private static boolean isLost(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    return cause instanceof SparkException && LOST.stream().anyMatch(message::contains);
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElseThrow().replaceAll("\\.$", "");
  }

  private static boolean isUnreadable(SparkThrowable spark) {
    String condition = spark.getCondition();
    return condition != null && condition.startsWith("FAILED_READ_FILE");
  }

  private static GeodesyException unreadable(SparkThrowable spark, Path output, Exception failure) {
    String path = decoded(spark.getMessageParameters().getOrDefault("path", "a file"));
    if (new Path(path).toUri().getPath().startsWith(output.toUri().getPath() + "/")) {
      return new TransientException(
          "File %s, which this run or an earlier one wrote, cannot be read back. A second attempt resumes."
              .formatted(path),
          failure);
    }
    return new DataException(
        "Input file %s cannot be read: it is damaged or not in the format of the others. Replace or remove it."
            .formatted(path),
        failure);
  }

  /** Spark names files as URIs, where a space is {@code %20}. */
  private static String decoded(String path) {
    try {
      return new Path(new URI(path)).toString();
    } catch (URISyntaxException e) {
      return path;
    }
  }

  private static boolean isForGood(IOException cause) {
    String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    return cause instanceof FileAlreadyExistsException
        || cause instanceof ParentNotDirectoryException
        || cause instanceof AccessControlException
        || cause instanceof AccessDeniedException
        || message.contains("no space left")
        || message.contains("quota")
        || message.contains("permission denied")
        || message.contains("mkdirs failed")
        || message.contains("read-only file system");
  }

  private static String reason(IOException cause) {
    String message = cause.getMessage();
    if (message == null || message.isBlank()) {
      return cause.getClass().getSimpleName();
    }
    String line = message.lines().findFirst().orElseThrow();
    boolean isBare = cause instanceof FileNotFoundException || cause instanceof FileSystemException;
    return isBare ? line : line.replaceAll("\\.$", "");
  }
}
