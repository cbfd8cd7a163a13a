package io.geodesy.run;

import io.geodesy.config.Secrets;
import io.geodesy.error.CannotWriteException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIsNotEmptyDirectoryException;

/**
 * Where everything of a run stands below an output, and the few file operations the protocol needs.
 *
 * <ol>
 *   <li>{@code <table>/run=<key>/} holds a published table.
 *   <li>{@code reports/<key>.html} is its report.
 *   <li>{@code _runs/<key>/_manifest.json} says that the run is whole; it is written last.
 *   <li>{@code _runs/<key>/stage=<name>/attempt=<i>/} holds a stage, {@code stage.json} beside the
 *       attempts its commit. They are gone when the run is published.
 *   <li>{@code _runs/<key>/_lease-<epoch>.json} says who works on it, {@code _failure.json} why the
 *       last attempt failed, {@code _progress.json} how far the one at work is, {@code _draft-*} is
 *       not whole yet. They are gone as well.
 * </ol>
 */
final class RunFiles {
  private static final String RUNS = "_runs";

  private final FileSystem fileSystem;
  private final ExclusiveFile exclusive;
  private final Path root;
  private final Configuration hadoop;

  private RunFiles(
      FileSystem fileSystem, ExclusiveFile exclusive, Path root, Configuration hadoop) {
    this.fileSystem = fileSystem;
    this.exclusive = exclusive;
    this.root = root;
    this.hadoop = hadoop;
  }

  /** Opens an output, which need not exist. */
  static RunFiles open(String output, Configuration hadoop) {
    Path path = new Path(output);
    try {
      FileSystem found = path.getFileSystem(hadoop);
      // The checksum files of the local file system would stand beside every small file we write.
      FileSystem raw = found instanceof LocalFileSystem local ? local.getRawFileSystem() : found;
      Path root = path.makeQualified(found.getUri(), found.getWorkingDirectory());
      return new RunFiles(raw, ExclusiveFile.of(found, raw, root), root, hadoop);
    } catch (IOException e) {
      throw Failures.writing("open output", path, e);
    }
  }

  Path root() {
    return root;
  }

  /** Returns a text as it may be written where others read. */
  String withoutSecrets(String text) {
    return Secrets.ofProcess(hadoop).masked(text);
  }

  Path runs() {
    return new Path(root, RUNS);
  }

  Path run(String key) {
    return new Path(runs(), key);
  }

  /** Where an attempt that failed says so. */
  Path failure(String key) {
    return new Path(run(key), "_failure.json");
  }

  /** Where the driver at work says how far it is. */
  Path progress(String key) {
    return new Path(run(key), "_progress.json");
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
      if (isBelowFile(path)) {
        return Optional.empty();
      }
      throw Failures.reading(path, e);
    }
  }

  /** HDFS refuses to look below a file, where others say that nothing is there. */
  private boolean isBelowFile(Path path) {
    try {
      return fileSystem.getFileStatus(path.getParent()).isFile();
    } catch (IOException e) {
      return false;
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

  /** Returns whether two drivers that create one file at a moment are told apart. */
  boolean isExclusive() {
    return exclusive.isPromised();
  }

  /**
   * Writes a small file of a run: whole or not at all, and only if it is not there.
   *
   * @throws CannotWriteException if something else is there
   */
  void commit(String key, Path path, String text) {
    if (!create(key, path, text)) {
      throw taken(path);
    }
  }

  /** Writes a small file of a run, whole or not at all; returns false if something is there. */
  boolean create(String key, Path path, String text) {
    try {
      return exclusive.create(path, run(key), text);
    } catch (IOException e) {
      throw Failures.writing("write", path, e);
    }
  }

  /** Writes a small file over what is there; a reader may see it half. */
  void overwrite(Path path, String text) {
    try (OutputStream out = fileSystem.create(path, true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
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
      if (fileSystem.exists(to)) {
        throw taken(to);
      }
      move(from, to);
    } catch (IOException e) {
      throw Failures.writing("publish", to, e);
    }
  }

  /** Renames; a rename that took effect though its answer was lost has taken effect. */
  private void move(Path from, Path to) throws IOException {
    IOException failure;
    try {
      if (fileSystem.rename(from, to)) {
        return;
      }
      failure = new IOException("renaming " + from + " was refused");
    } catch (IOException e) {
      failure = e;
    }
    if (fileSystem.exists(from) || !fileSystem.exists(to)) {
      throw failure;
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

  /** Removes all that stands beside the manifest of a published run. */
  void tidy(String key) {
    names(run(key)).stream()
        .filter(name -> !name.equals(manifest(key).getName()))
        .forEach(name -> delete(new Path(run(key), name)));
  }

  /** Removes a directory unless something is in it. */
  void removeIfEmpty(Path directory) {
    try {
      if ("file".equals(fileSystem.getUri().getScheme())) {
        // Hadoop looks first and removes then, with everything that came in between.
        Files.deleteIfExists(Paths.get(directory.toUri().getPath()));
      } else if (fileSystem.listStatus(directory).length == 0) {
        fileSystem.delete(directory, false);
      }
    } catch (FileNotFoundException
        | DirectoryNotEmptyException
        | PathIsNotEmptyDirectoryException e) {
      // as it should be
    } catch (IOException e) {
      throw Failures.writing("remove", directory, e);
    }
  }

  /**
   * Returns when the last file in a directory was written, milliseconds since 1970; of one without
   * files when it was changed itself. An object store has no times of directories, and says of each
   * that it was changed just now.
   */
  long lastChange(Path directory) {
    try {
      var files = fileSystem.listFiles(directory, true);
      if (!files.hasNext()) {
        return fileSystem.getFileStatus(directory).getModificationTime();
      }
      long last = Long.MIN_VALUE;
      while (files.hasNext()) {
        last = Math.max(last, files.next().getModificationTime());
      }
      return last;
    } catch (IOException e) {
      throw Failures.reading(directory, e);
    }
  }

  /**
   * Fails unless a file can really be made below the output; leaves no directory that was not
   * there.
   */
  void probe() {
    Path probe = new Path(runs(), "_probe-" + UUID.randomUUID());
    try {
      List<Path> missing = missingUpFrom(runs());
      try {
        fileSystem.create(probe, true).close();
        fileSystem.delete(probe, false);
      } catch (IOException e) {
        removeAfter(e, probe);
        throw e;
      }
      exclusive.probe(runs());
      missing.forEach(this::removeIfEmpty);
    } catch (IOException e) {
      throw new CannotWriteException(
          "Output %s cannot be written: %s. Choose a directory that this user may create and write."
              .formatted(root, e.getMessage()),
          e);
    }
  }

  /** Removes a file after a failure that leaves open whether it is there. */
  private void removeAfter(IOException failure, Path file) {
    try {
      fileSystem.delete(file, false);
    } catch (IOException e) {
      failure.addSuppressed(e);
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
