package io.geodesy.run;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Creates a small file, whole or not at all, and only where nothing is: the one step that two
 * drivers cannot both win. How depends on the file system:
 *
 * <ol>
 *   <li>Local: a draft becomes the file by a hard link, which the kernel refuses where a name is
 *       taken.
 *   <li>A store with conditional writes (S3A): one conditional write.
 *   <li>HDFS: a draft is renamed, which the name node refuses where a name is taken.
 *   <li>Any other: looked up, then renamed. Two drivers at the same moment are not told apart, and
 *       {@link #isPromised} says so.
 * </ol>
 *
 * An answer that was lost does no harm: what stands there afterwards is read, and decides.
 */
final class ExclusiveFile {
  private static final String CONDITIONAL = "fs.option.create.conditional.overwrite";
  private static final Set<String> RENAME_REFUSES = Set.of("hdfs", "viewfs", "webhdfs", "swebhdfs");

  private final FileSystem fileSystem;
  private Way way;

  private ExclusiveFile(FileSystem fileSystem, Way way) {
    this.fileSystem = fileSystem;
    this.way = way;
  }

  /**
   * Chooses the way.
   *
   * @param found the file system as Hadoop found it
   * @param used the one that operations go to
   * @param root of the output
   */
  static ExclusiveFile of(FileSystem found, FileSystem used, Path root) throws IOException {
    if (found instanceof LocalFileSystem) {
      return new ExclusiveFile(used, Way.LINK);
    }
    if (found.hasPathCapability(root, CONDITIONAL)) {
      return new ExclusiveFile(used, Way.CONDITIONAL_WRITE);
    }
    return new ExclusiveFile(
        used,
        RENAME_REFUSES.contains(found.getUri().getScheme()) ? Way.RENAME : Way.LOOK_AND_RENAME);
  }

  /** Returns whether of two drivers that create a file at the same moment only one succeeds. */
  boolean isPromised() {
    return way != Way.LOOK_AND_RENAME;
  }

  /**
   * Finds out whether a local folder knows hard links, and whether a store heeds the condition of a
   * write, which some that speak S3 do not; if not, the promise is off.
   */
  void probe(Path folder) throws IOException {
    if (way == Way.LINK) {
      probeLink(folder);
    } else if (way == Way.CONDITIONAL_WRITE) {
      probeCondition(folder);
    }
  }

  private void probeCondition(Path folder) throws IOException {
    Path file = draft(folder);
    try {
      createConditionally(file, new byte[] {1});
      if (createConditionally(file, new byte[] {2})) {
        way = Way.LOOK_AND_RENAME;
      }
    } finally {
      fileSystem.delete(file, false);
    }
  }

  private void probeLink(Path folder) throws IOException {
    java.nio.file.Path file = local(draft(folder));
    java.nio.file.Path link = local(draft(folder));
    try {
      Files.createFile(file);
      Files.createLink(link, file);
    } catch (UnsupportedOperationException | FileSystemException e) {
      if (!Files.exists(file)) {
        throw e;
      }
      way = Way.LOOK_AND_RENAME;
    } finally {
      Files.deleteIfExists(link);
      Files.deleteIfExists(file);
    }
  }

  /**
   * Creates a file.
   *
   * @param path where
   * @param drafts a folder below the same output for what is not whole yet
   * @param text what
   * @return false if something else is there
   */
  boolean create(Path path, Path drafts, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (way == Way.CONDITIONAL_WRITE) {
      return createConditionally(path, bytes);
    }
    Path draft = draft(drafts);
    try {
      return way == Way.LINK ? link(draft, path, bytes) : rename(draft, path, bytes);
    } catch (IOException e) {
      return answer(path, bytes, e);
    }
  }

  private static Path draft(Path folder) {
    return new Path(folder, "_draft-" + UUID.randomUUID());
  }

  private static boolean link(Path draft, Path path, byte[] bytes) throws IOException {
    java.nio.file.Path from = local(draft);
    java.nio.file.Path to = local(path);
    Files.createDirectories(from.getParent());
    Files.createDirectories(to.getParent());
    try {
      Files.write(from, bytes);
      Files.createLink(to, from);
      return true;
    } catch (java.nio.file.FileAlreadyExistsException e) {
      return false;
    } finally {
      Files.deleteIfExists(from);
    }
  }

  private boolean rename(Path draft, Path path, byte[] bytes) throws IOException {
    try (OutputStream out = fileSystem.create(draft, false)) {
      out.write(bytes);
    }
    fileSystem.mkdirs(path.getParent());
    boolean isFree = way == Way.RENAME || !fileSystem.exists(path);
    if (isFree && fileSystem.rename(draft, path)) {
      return true;
    }
    fileSystem.delete(draft, false);
    return answer(path, bytes, null);
  }

  private boolean createConditionally(Path path, byte[] bytes) throws IOException {
    FSDataOutputStreamBuilder<?, ?> builder =
        (FSDataOutputStreamBuilder<?, ?>) fileSystem.createFile(path);
    try (FSDataOutputStream out =
        (FSDataOutputStream) builder.overwrite(true).opt(CONDITIONAL, true).build()) {
      out.write(bytes);
    } catch (IOException e) {
      return answer(path, bytes, e);
    }
    return true;
  }

  /** What stands there now: ours after all, somebody else's, or nothing, which is the failure. */
  private boolean answer(Path path, byte[] bytes, IOException failure) throws IOException {
    byte[] found;
    try (var in = fileSystem.open(path)) {
      found = in.readAllBytes();
    } catch (FileNotFoundException e) {
      throw failure == null ? new IOException("renaming to " + path + " was refused") : failure;
    }
    if (java.util.Arrays.equals(found, bytes)) {
      return true;
    }
    if (failure != null && !(failure instanceof FileAlreadyExistsException) && found.length == 0) {
      throw failure;
    }
    return false;
  }

  private static java.nio.file.Path local(Path path) {
    return Paths.get(path.toUri().getPath());
  }

  private enum Way {
    LINK,
    CONDITIONAL_WRITE,
    RENAME,
    LOOK_AND_RENAME
  }
}
