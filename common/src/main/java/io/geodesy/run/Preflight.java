package io.geodesy.run;

import io.geodesy.error.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** What can be refused before Spark starts and before anything is written. */
final class Preflight {
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._-]{1,80}");
  private static final String RUN = "run=";
  private static final Pattern PATTERN = Pattern.compile("[{}\\[\\]*?\\\\]");

  private Preflight() {}

  /** Fails unless a run key can be a folder's name anywhere and is not hidden from Spark. */
  static void checkKey(String key) {
    if (!KEY.matcher(key).matches() || key.startsWith(".") || key.startsWith("_")) {
      throw new ConfigException(
          "Run key '%s' is not allowed: use 1 to 80 of the characters A-Z, a-z, 0-9, '.', '_' and '-', the first neither '.' nor '_'."
              .formatted(key));
    }
  }

  /** Fails if Spark would take an output for a pattern and read other folders, or none. */
  static void checkOutput(Path output) {
    if (PATTERN.matcher(output.toString()).find()) {
      throw new ConfigException(
          "Output %s holds one of the characters { } [ ] * ? \\, by which Spark would read it back as a pattern. Choose an output without them."
              .formatted(output));
    }
  }

  /**
   * Fails if the output is inside the input or the other way round: the next run would read what
   * this one wrote. A published table of one run never changes and may be read.
   *
   * @param input as the user gave it; it may be a pattern
   * @param files of the output
   */
  static void checkApart(String input, RunFiles files, Configuration hadoop) {
    Path output = files.root();
    Path read = real(qualified(beforePattern(new Path(input)), hadoop));
    Path written = real(output);
    if (isWithin(written, read)) {
      throw new ConfigException(
          "Output %s is inside input %s: the next run would read its own results. Choose an output outside the input."
              .formatted(output, input));
    }
    if (isWithin(read, written) && !isPublished(read, written, files)) {
      throw new ConfigException(
          "Input %s is inside output %s: results and input would mix. Choose an output outside the input's folder; of what is in it only a table of one published run can be read, such as item_sketch/run=a."
              .formatted(input, output));
    }
  }

  /** Whether a path is in {@code table/run=key} of an output that has published that run. */
  private static boolean isPublished(Path read, Path output, RunFiles files) {
    String[] below =
        output.toUri().relativize(read.toUri()).getPath().replaceAll("^/+", "").split("/", 3);
    return below.length >= 2
        && below[1].startsWith(RUN)
        && files.exists(files.manifest(below[1].substring(RUN.length())));
  }

  private static Path beforePattern(Path input) {
    Path fixed = input;
    while (fixed.toString().matches(".*[*?\\[{].*") && fixed.getParent() != null) {
      fixed = fixed.getParent();
    }
    return fixed;
  }

  private static Path qualified(Path path, Configuration hadoop) {
    try {
      FileSystem fileSystem = path.getFileSystem(hadoop);
      return path.makeQualified(fileSystem.getUri(), fileSystem.getWorkingDirectory());
    } catch (IOException e) {
      throw Failures.reading(path, e);
    }
  }

  /** Follows links of the local file system as far as the path exists. */
  private static Path real(Path path) {
    if (!"file".equals(path.toUri().getScheme())) {
      return path;
    }
    java.nio.file.Path local = Paths.get(path.toUri().getPath()).normalize();
    for (java.nio.file.Path up = local; up != null; up = up.getParent()) {
      if (Files.exists(up)) {
        try {
          return new Path(up.toRealPath().resolve(up.relativize(local)).toUri());
        } catch (IOException e) {
          return path;
        }
      }
    }
    return path;
  }

  private static boolean isWithin(Path inner, Path outer) {
    String folder = outer.toUri().getPath().replaceAll("/+$", "") + "/";
    boolean isSameStore =
        String.valueOf(inner.toUri().getScheme()).equals(outer.toUri().getScheme())
            && String.valueOf(inner.toUri().getAuthority())
                .equals(String.valueOf(outer.toUri().getAuthority()));
    return isSameStore && (inner.toUri().getPath() + "/").startsWith(folder);
  }
}
