package io.geodesy.jobs.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/** A store that refuses to take data, and says with which key it was asked. */
public final class TalkativeFileSystem extends RawLocalFileSystem {
  private static final String SCHEME = "talkative";
  private static final String KEY = "fs.talkative.secret.key";

  /** For Hadoop. */
  public TalkativeFileSystem() {}

  /** Returns the properties of a process under which there is such a store. */
  static Map<String, String> properties(String secret) {
    return Map.of(
        "spark.hadoop.fs." + SCHEME + ".impl",
        TalkativeFileSystem.class.getName(),
        "spark.hadoop." + KEY,
        secret);
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  protected OutputStream createOutputStreamWithMode(
      Path file, boolean isAppending, FsPermission permission) throws IOException {
    if (file.getName().startsWith("part-")) {
      throw new IOException("permission denied: PUT signed with " + getConf().get(KEY));
    }
    return super.createOutputStreamWithMode(file, isAppending, permission);
  }
}
