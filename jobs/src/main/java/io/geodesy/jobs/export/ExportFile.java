package io.geodesy.jobs.export;

import io.geodesy.error.CannotWriteException;
import io.geodesy.error.ConfigException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A file that appears whole or not at all: what is written beside it takes its name in one rename.
 */
final class ExportFile {
  private final Path place;
  private final Path draft;
  private final FileSystem files;

  private ExportFile(Path place, FileSystem files) {
    this.place = place;
    this.draft = new Path(place.getParent(), "_" + place.getName() + ".unfinished");
    this.files = files;
  }

  /** Writes to a stream that the caller closes. */
  @FunctionalInterface
  interface Content {
    /** Writes all of it. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * A file that is not there yet.
   *
   * @param location as the user gave it
   * @throws ConfigException if something is there already
   */
  static ExportFile at(String location, Configuration hadoop) {
    try {
      Path path = new Path(location);
      FileSystem found = path.getFileSystem(hadoop);
      // The checksum file that a local one would get beside it is nothing the user asked for.
      FileSystem files = found instanceof LocalFileSystem local ? local.getRawFileSystem() : found;
      Path place = path.makeQualified(files.getUri(), files.getWorkingDirectory());
      if (files.exists(place)) {
        throw new ConfigException(
            "%s is there already, and an export overwrites nothing. Name another file by --to, or remove it."
                .formatted(location));
      }
      return new ExportFile(place, files);
    } catch (IOException e) {
      throw unwritable(location, e);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          "--to %s is not a path: %s.".formatted(location, e.getMessage()), e);
    }
  }

  /** Writes the file. */
  void write(Content content) {
    try {
      try (OutputStream out = files.create(draft, true)) {
        content.writeTo(out);
      }
      move(draft);
    } catch (IOException e) {
      throw unwritable(place.toString(), e);
    } finally {
      clear();
    }
  }

  /**
   * Takes the only part of a folder that Spark writes.
   *
   * @param folder writes one part into the folder it is given
   */
  void takePart(Consumer<String> folder) {
    try {
      folder.accept(draft.toString());
      Path part =
          Arrays.stream(files.listStatus(draft))
              .map(file -> file.getPath())
              .filter(path -> path.getName().startsWith("part-"))
              .findFirst()
              .orElseThrow(() -> new IOException("Spark wrote no part to " + draft));
      move(part);
    } catch (IOException e) {
      throw unwritable(place.toString(), e);
    } finally {
      clear();
    }
  }

  private void move(Path from) throws IOException {
    if (!files.rename(from, place)) {
      throw new IOException("%s could not be renamed".formatted(from));
    }
  }

  private void clear() {
    try {
      files.delete(draft, true);
    } catch (IOException e) {
      throw unwritable(draft.toString(), e);
    }
  }

  private static CannotWriteException unwritable(String location, IOException e) {
    return new CannotWriteException(
        "%s cannot be written: %s. Give permission or space, or name another place by --to."
            .formatted(location, e.getMessage()),
        e);
  }
}
