package io.geodesy.run;

import io.geodesy.error.CannotWriteException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Where everything of a run stands below an output, and the few file operations the protocol needs.
 *
 * <ol>
 *   <li>{@code <table>/run=<key>/} holds a published table.
 *   <li>{@code reports/<key>.html} is its report.
 *   <li>{@code _runs/<key>/_manifest.json} says that the run is whole; it is written last.
 *   <li>{@code _runs/<key>/stage=<name>/attempt=<i>/} holds a stage, {@code stage.json} beside the
 *       attempts its commit. They are gone when the run is published.
 * </ol>
 */
final class RunFiles {
  private static final String RUNS = "_runs";

  private final FileSystem fileSystem;
  private final Path root;

  private RunFiles(FileSystem fileSystem, Path root) {
    this.fileSystem = fileSystem;
    this.root = root;
  }

  /** Opens an output, which need not exist. */
  static RunFiles open(String output, Configuration hadoop) {
    Path path = new Path(output);
    try {
      FileSystem found = path.getFileSystem(hadoop);
      // The checksum files of the local file system would stand beside every small file we write.
      FileSystem raw = found instanceof LocalFileSystem local ? local.getRawFileSystem() : found;
      return new RunFiles(raw, path.makeQualified(found.getUri(), found.getWorkingDirectory()));
    } catch (IOException e) {
      throw Failures.writing("open output", path, e);
    }
  }

  Path root() {
    return root;
  }

  Path runs() {
    return new Path(root, RUNS);
  }

  Path run(String key) {
    return new Path(runs(), key);
  }

  Path manifest(String key) {
    return new Path(run(key), "_manifest.json");
  }

  Path table(String table, String key) {
    return new Path(new Path(root, table), "run=" + key);
  }

  Path report(String key) {
    return new Path(new Path(root, "reports"), key + ".html");
  }

  /** Returns a path below the output as manifests name it. */
  String relative(Path path) {
    return root.toUri().relativize(path.toUri()).getPath();
  }

  /** Returns the path that a manifest names. */
  Path resolve(String relative) {
    return new Path(root, relative);
  }

  boolean exists(Path path) {
    try {
      return fileSystem.exists(path);
    } catch (IOException e) {
      throw Failures.reading(path, e);
    }
  }

  /** Returns a small file's text, if the file is there. */
  Optional<String> read(Path path) {
    try (var in = fileSystem.open(path)) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw Failures.reading(path, e);
    }
  }

  /** Returns the names in a directory, ascending; none if it is not there. */
  List<String> names(Path directory) {
    try {
      return Arrays.stream(fileSystem.listStatus(directory))
          .map(FileStatus::getPath)
          .map(Path::getName)
          .sorted()
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw Failures.reading(directory, e);
    }
  }

  /** Returns the bytes of all files below a directory. */
  long bytes(Path directory) {
    try {
      return fileSystem.getContentSummary(directory).getLength();
    } catch (IOException e) {
      throw Failures.reading(directory, e);
    }
  }

  /** Writes a small file: whole or not at all, and only if it is not there. */
  void commit(Path path, String text) {
    Path draft = new Path(path.getParent(), "_draft-" + path.getName());
    try {
      try (OutputStream out = fileSystem.create(draft, true)) {
        out.write(text.getBytes(StandardCharsets.UTF_8));
      }
      move(draft, path);
    } catch (IOException e) {
      throw Failures.writing("write", path, e);
    }
  }

  /** Moves a directory to a place that must be free, in one rename. */
  void publish(Path from, Path to) {
    try {
      if (!fileSystem.mkdirs(to.getParent())) {
        throw new IOException("mkdirs failed for " + to.getParent());
      }
      move(from, to);
    } catch (IOException e) {
      throw Failures.writing("publish", to, e);
    }
  }

  private void move(Path from, Path to) throws IOException {
    if (fileSystem.exists(to)) {
      throw taken(to);
    }
    if (!fileSystem.rename(from, to)) {
      throw new IOException("renaming " + from + " was refused");
    }
  }

  /** Something is at a place that a run of this key would take. */
  static CannotWriteException taken(Path path) {
    return new CannotWriteException(
        "%s is already there, but no finished run of this key wrote it. Move it away or choose another run key."
            .formatted(path));
  }

  /** Removes a file or directory with everything in it, if it is there. */
  void delete(Path path) {
    try {
      fileSystem.delete(path, true);
    } catch (IOException e) {
      throw Failures.writing("remove", path, e);
    }
  }

  /**
   * Fails unless a file can really be made below the output; leaves no directory that was not
   * there.
   */
  void probe() {
    Path probe = new Path(runs(), "_probe");
    try {
      List<Path> missing = missingUpFrom(runs());
      fileSystem.create(probe, true).close();
      fileSystem.delete(probe, false);
      for (Path made : missing) {
        if (fileSystem.listStatus(made).length > 0) {
          break; // another run has begun here meanwhile
        }
        fileSystem.delete(made, false);
      }
    } catch (IOException e) {
      throw new CannotWriteException(
          "Output %s cannot be written: %s. Choose a directory that this user may create and write."
              .formatted(root, e.getMessage()),
          e);
    }
  }

  /** Returns the directory and those above it that are not there, the deepest first. */
  private List<Path> missingUpFrom(Path directory) throws IOException {
    List<Path> missing = new ArrayList<>();
    for (Path at = directory; at != null && !fileSystem.exists(at); at = at.getParent()) {
      missing.add(at);
    }
    return missing;
  }
}
