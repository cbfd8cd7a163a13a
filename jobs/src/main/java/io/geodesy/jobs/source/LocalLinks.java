package io.geodesy.jobs.source;

import io.geodesy.error.ConfigException;
import java.io.File;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Symbolic links of the local file system on a walk through an input: Hadoop follows them, says
 * nothing of those that lead nowhere, and follows those that lead in a circle until the system
 * refuses. Other file systems have none.
 */
final class LocalLinks {
  private final boolean isLocal;
  private final Deque<java.nio.file.Path> real = new ArrayDeque<>();

  LocalLinks(FileSystem system) {
    this.isLocal = "file".equals(system.getUri().getScheme());
  }

  /**
   * Goes into a folder.
   *
   * @param listed what Hadoop sees there
   * @throws ConfigException if it is a folder that the walk is in already, or holds a link that
   *     leads nowhere
   */
  void enter(Path folder, FileStatus[] listed) throws IOException {
    if (!isLocal) {
      return;
    }
    File local = new File(folder.toUri().getPath());
    java.nio.file.Path target = local.toPath().toRealPath();
    if (real.contains(target)) {
      throw new ConfigException(
          "%s is a link to %s, which it lies in: its rows would be read again and again. Remove the link, or name the files by a pattern."
              .formatted(folder.toUri().getPath(), target));
    }
    requireAll(local, listed);
    real.push(target);
  }

  private static void requireAll(File folder, FileStatus[] listed) {
    Set<String> seen =
        Arrays.stream(listed).map(file -> file.getPath().getName()).collect(Collectors.toSet());
    String[] names = Objects.requireNonNullElse(folder.list(), new String[0]);
    Arrays.stream(names)
        .filter(name -> !InputFiles.isHidden(name) && !seen.contains(name))
        .filter(name -> java.nio.file.Files.isSymbolicLink(folder.toPath().resolve(name)))
        .sorted()
        .findFirst()
        .ifPresent(
            name -> {
              throw new ConfigException(
                  "%s is a link that leads nowhere: its rows would be missing. Mend the link, or remove it."
                      .formatted(new File(folder, name)));
            });
  }

  /** Goes back to the folder before. */
  void leave() {
    if (isLocal) {
      real.pop();
    }
  }
}
