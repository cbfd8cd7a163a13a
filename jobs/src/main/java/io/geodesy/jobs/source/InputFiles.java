package io.geodesy.jobs.source;

import io.geodesy.config.NearestKey;
import io.geodesy.error.ConfigException;
import io.geodesy.error.TransientException;
import io.geodesy.table.EmbeddingSource.InputFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.sql.DataFrameReader;

/**
 * The files at a location: one file, all files below a folder, or all that match a pattern. Names
 * that begin with {@code _} or {@code .} are not data, as in Spark.
 *
 * @param location as the user gave it
 * @param pattern the location as Spark takes it, for which every path is a pattern
 * @param isPartitioned whether names of folders below are values of a column, as in {@code day=1}
 * @param files at least one, ascending by path
 * @param configuration of the file systems
 */
record InputFiles(
    String location,
    String pattern,
    boolean isPartitioned,
    List<FileStatus> files,
    Configuration configuration) {
  private static final int MOST_NAMED = 8;
  private static final String SPECIAL = "([\\[\\]{}*?\\\\])";

  /**
   * Lists a location.
   *
   * @throws ConfigException if there is nothing, naming what is beside it, or a link leads nowhere
   *     or in a circle
   */
  static InputFiles list(String location, Configuration configuration) {
    try {
      Path path = new Path(location);
      FileSystem system = path.getFileSystem(configuration);
      boolean isLiteral = system.exists(path);
      FileStatus[] roots =
          isLiteral ? new FileStatus[] {system.getFileStatus(path)} : system.globStatus(path);
      if (roots == null || roots.length == 0) {
        throw nothingAt(location, path, system);
      }
      List<FileStatus> files = new ArrayList<>();
      LocalLinks links = new LocalLinks(system);
      boolean isPartitioned = false;
      for (FileStatus root : roots) {
        List<FileStatus> below = new ArrayList<>();
        walk(root, system, links, below);
        isPartitioned |= below.stream().anyMatch(file -> isInPartition(file, root));
        files.addAll(below);
      }
      if (files.isEmpty()) {
        throw new ConfigException(
            "%s holds no files. Files and folders whose names begin with _ or . are not read."
                .formatted(location));
      }
      files.sort(Comparator.comparing(f -> f.getPath().toString()));
      String pattern = isLiteral ? location.replaceAll(SPECIAL, "\\\\$1") : location;
      return new InputFiles(location, pattern, isPartitioned, List.copyOf(files), configuration);
    } catch (IOException e) {
      throw unlistable(location, e);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          "%s is not a path: %s.".formatted(location.isEmpty() ? "\"\"" : location, e.getMessage()),
          e);
    }
  }

  private static void walk(
      FileStatus at, FileSystem system, LocalLinks links, List<FileStatus> files)
      throws IOException {
    if (at.isFile()) {
      files.add(at);
      return;
    }
    FileStatus[] children = system.listStatus(at.getPath());
    links.enter(at.getPath(), children);
    for (FileStatus child : children) {
      if (!isHidden(child.getPath().getName())) {
        walk(child, system, links, files);
      }
    }
    links.leave();
  }

  private static boolean isInPartition(FileStatus file, FileStatus root) {
    for (Path at = file.getPath().getParent();
        at != null && at.depth() > root.getPath().depth();
        at = at.getParent()) {
      if (at.getName().contains("=")) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether files and folders of a name are not data. */
  static boolean isHidden(String name) {
    return name.startsWith(".") || (name.startsWith("_") && !name.contains("="));
  }

  private static ConfigException nothingAt(String location, Path path, FileSystem system)
      throws IOException {
    Path folder = path.getParent() == null ? path : path.getParent();
    List<String> names;
    try {
      names =
          Arrays.stream(system.listStatus(folder))
              .map(f -> f.getPath().getName())
              .filter(name -> !isHidden(name))
              .sorted()
              .toList();
    } catch (FileNotFoundException e) {
      return new ConfigException(
          "There is nothing at %s, nor is there a folder %s.".formatted(location, folder), e);
    }
    String remedy =
        NearestKey.find(path.getName(), names)
            .map(name -> "Did you mean %s?".formatted(sibling(location, path, name)))
            .orElseGet(() -> holds(location, path, names));
    return new ConfigException("There is nothing at %s. %s".formatted(location, remedy));
  }

  private static String sibling(String location, Path path, String name) {
    return location.endsWith(path.getName())
        ? location.substring(0, location.length() - path.getName().length()) + name
        : new Path(path.getParent(), name).toString();
  }

  private static String holds(String location, Path path, List<String> names) {
    String folder = sibling(location, path, "");
    if (names.isEmpty()) {
      return "The folder %s is empty.".formatted(folder.isEmpty() ? "." : folder);
    }
    String more =
        names.size() > MOST_NAMED ? " and %d more".formatted(names.size() - MOST_NAMED) : "";
    return "The folder %s holds %s%s."
        .formatted(
            folder.isEmpty() ? "." : folder,
            String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size()))),
            more);
  }

  private static RuntimeException unlistable(String location, IOException e) {
    if (e instanceof UnsupportedFileSystemException) {
      return new ConfigException(
          "%s cannot be opened: %s. Use a scheme whose file system is on the class path, or copy the table."
              .formatted(location, e.getMessage()),
          e);
    }
    if (e instanceof AccessControlException) {
      return new ConfigException(
          "%s may not be read: %s. Ask for permission, or copy the table."
              .formatted(location, e.getMessage()),
          e);
    }
    return new TransientException(
        "%s cannot be listed: %s. Try again when the file system answers."
            .formatted(location, e.getMessage()),
        e);
  }

  /**
   * Returns a reader that finds these files and no others at {@link #pattern}: below folders too,
   * which Spark reads by itself only where their names are partitions.
   */
  DataFrameReader reader(DataFrameReader reader) {
    return isPartitioned ? reader : reader.option("recursiveFileLookup", "true");
  }

  /** Returns the files as a fingerprint sees them. */
  List<InputFile> forFingerprint() {
    Path root = new Path(location);
    String prefix = root.toUri().getPath() + "/";
    return files.stream()
        .map(
            f -> {
              String path = f.getPath().toUri().getPath();
              int at = path.lastIndexOf(prefix);
              String name = at < 0 ? f.getPath().getName() : path.substring(at + prefix.length());
              return new InputFile(name, f.getLen(), f.getModificationTime());
            })
        .toList();
  }

  /** Returns a file's name as messages show it. */
  String nameOf(FileStatus file) {
    return files.size() == 1 ? location : file.getPath().toString();
  }

  /** Opens a file. */
  FSDataInputStream open(FileStatus file) throws IOException {
    return file.getPath().getFileSystem(configuration).open(file.getPath());
  }

  /** Returns the first bytes of the first file. */
  byte[] head(int bytes) {
    try (FSDataInputStream in = open(files.get(0))) {
      return in.readNBytes(bytes);
    } catch (IOException e) {
      throw unlistable(nameOf(files.get(0)), e);
    }
  }
}
