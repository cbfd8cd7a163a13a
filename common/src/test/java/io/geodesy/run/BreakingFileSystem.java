package io.geodesy.run;

import java.io.IOException;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** The local file system, until a rename to a chosen place. */
public final class BreakingFileSystem extends RawLocalFileSystem {
  private static Predicate<Path> breaksAt = path -> false;

  /** For Hadoop. */
  public BreakingFileSystem() {}

  /** Returns how to reach it, breaking at the first rename whose target the predicate accepts. */
  static Configuration breakingAt(Predicate<Path> target) {
    breaksAt = target;
    Configuration hadoop = new Configuration();
    hadoop.set("fs.file.impl", BreakingFileSystem.class.getName());
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    return hadoop;
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    if (breaksAt.test(to)) {
      throw new IOException("the plug was pulled");
    }
    return super.rename(from, to);
  }
}
