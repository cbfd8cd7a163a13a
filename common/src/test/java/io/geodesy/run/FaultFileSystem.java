package io.geodesy.run;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local file system under the scheme {@code fault}, with one operation that fails: the n-th
 * create, write, close, rename or delete, before or after it takes effect; or a disk that is full
 * after so many bytes. Renaming refuses a name that is taken, as HDFS does. After every change
 * somebody may look at what a reader would see.
 *
 * <p>One fault at a time in a JVM.
 */
public final class FaultFileSystem extends RawLocalFileSystem {
  private static final URI SELF = URI.create("fault:///");
  private static final Object LOCK = new Object();
  private static final Map<Operation, Integer> COUNTS = new EnumMap<>(Operation.class);

  private static Fault fault = Fault.none();
  private static long bytesLeft = Long.MAX_VALUE;
  private static Runnable reader = () -> {};
  private static boolean isReading;

  /** For Hadoop. */
  public FaultFileSystem() {}

  /** What can fail. */
  enum Operation {
    CREATE,
    WRITE,
    CLOSE,
    RENAME,
    DELETE
  }

  /** When it fails: without having done anything, or with its answer lost. */
  enum Moment {
    BEFORE,
    AFTER
  }

  /**
   * One fault.
   *
   * @param operation that fails
   * @param n which of them, from 1; 0 for none
   * @param moment when
   */
  record Fault(Operation operation, int n, Moment moment) {
    static Fault none() {
      return new Fault(Operation.CREATE, 0, Moment.BEFORE);
    }
  }

  /** Returns how to reach it. */
  static Configuration configure(Configuration hadoop) {
    hadoop.set("fs.fault.impl", FaultFileSystem.class.getName());
    return hadoop;
  }

  /** Sets the fault, and who looks after every change; counts from here. */
  static void arm(Fault next, Runnable looks) {
    synchronized (LOCK) {
      COUNTS.clear();
      fault = next;
      reader = looks;
      bytesLeft = Long.MAX_VALUE;
    }
  }

  /** Lets the disk be full after so many bytes more. */
  static void fillAfter(long bytes) {
    arm(Fault.none(), () -> {});
    synchronized (LOCK) {
      bytesLeft = bytes;
    }
  }

  /** Ends all faults; returns how often every operation was asked for. */
  static Map<Operation, Integer> disarm() {
    synchronized (LOCK) {
      Map<Operation, Integer> counted = new EnumMap<>(Operation.class);
      for (Operation operation : Operation.values()) {
        counted.put(operation, COUNTS.getOrDefault(operation, 0));
      }
      arm(Fault.none(), () -> {});
      return counted;
    }
  }

  @Override
  public String getScheme() {
    return "fault";
  }

  @Override
  public URI getUri() {
    return SELF;
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      boolean isOverwriting,
      int buffer,
      short replication,
      long block,
      Progressable progress)
      throws IOException {
    return created(
        path, () -> super.create(path, isOverwriting, buffer, replication, block, progress));
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean isOverwriting,
      int buffer,
      short replication,
      long block,
      Progressable progress)
      throws IOException {
    return created(
        path,
        () -> super.create(path, permission, isOverwriting, buffer, replication, block, progress));
  }

  @Override
  public FSDataOutputStream createNonRecursive(
      Path path,
      FsPermission permission,
      EnumSet<CreateFlag> flags,
      int buffer,
      short replication,
      long block,
      Progressable progress)
      throws IOException {
    return created(
        path,
        () ->
            super.createNonRecursive(
                path, permission, flags, buffer, replication, block, progress));
  }

  private FSDataOutputStream created(Path path, Action<FSDataOutputStream> create)
      throws IOException {
    FSDataOutputStream out = perform(Operation.CREATE, create);
    return new FSDataOutputStream(new Watched(path, out), null);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    return perform(
        Operation.RENAME,
        () -> {
          if (exists(to) && getFileStatus(to).isFile()) {
            return false;
          }
          boolean isInside = exists(to) && getFileStatus(to).isDirectory();
          return super.rename(from, isInside ? new Path(to, from.getName()) : to);
        });
  }

  @Override
  public boolean delete(Path path, boolean isRecursive) throws IOException {
    return perform(Operation.DELETE, () -> super.delete(path, isRecursive));
  }

  private static <T> T perform(Operation operation, Action<T> action) throws IOException {
    synchronized (LOCK) {
      boolean isFaulty =
          COUNTS.merge(operation, 1, Integer::sum) == fault.n && fault.operation == operation;
      if (isFaulty && fault.moment == Moment.BEFORE) {
        throw lost(operation);
      }
      T result = action.run();
      look();
      if (isFaulty) {
        throw lost(operation);
      }
      return result;
    }
  }

  private static IOException lost(Operation operation) {
    return new IOException("the storage did not answer to " + operation);
  }

  /** The reader's own doings are not watched. */
  private static void look() {
    if (!isReading) {
      isReading = true;
      try {
        reader.run();
      } finally {
        isReading = false;
      }
    }
  }

  private static void take(int bytes) throws IOException {
    synchronized (LOCK) {
      bytesLeft -= bytes;
      if (bytesLeft < 0) {
        throw new IOException("No space left on device");
      }
    }
  }

  /** Something that may fail. */
  private interface Action<T> {
    T run() throws IOException;
  }

  /** A file that is being written. */
  private static final class Watched extends OutputStream {
    private final Path path;
    private final OutputStream out;
    private boolean isClosed;

    Watched(Path path, OutputStream out) {
      this.path = path;
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      perform(
          Operation.WRITE,
          () -> {
            take(length);
            out.write(bytes, offset, length);
            return true;
          });
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    /** A close that fails before it takes effect loses what was written. */
    @Override
    public void close() throws IOException {
      if (isClosed) {
        return;
      }
      isClosed = true;
      try {
        perform(
            Operation.CLOSE,
            () -> {
              out.close();
              return true;
            });
      } catch (IOException e) {
        out.close();
        if (fault.moment == Moment.BEFORE) {
          new FileOutputStream(path.toUri().getPath()).close();
        }
        throw e;
      }
    }
  }
}
