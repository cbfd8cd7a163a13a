package io.geodesy.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExclusiveFileTest {
  @TempDir java.nio.file.Path folder;

  /** Says that it writes on condition and overwrites all the same. */
  private static final class Heedless extends RawLocalFileSystem {
    @Override
    public boolean hasPathCapability(Path path, String capability) {
      return true;
    }
  }

  @Test
  void findsAStoreThatDoesNotHeedConditions() throws IOException {
    try (FileSystem store = new Heedless()) {
      store.initialize(URI.create("file:///"), new Configuration());
      Path root = new Path(folder.toUri());
      ExclusiveFile file = ExclusiveFile.of(store, store, root);
      assertThat(file.isPromised()).isTrue();

      file.probe(root);

      assertThat(file.isPromised()).isFalse();
      assertThat(folder).isEmptyDirectory();
      assertThat(file.create(new Path(root, "a"), root, "one")).isTrue();
      assertThat(file.create(new Path(root, "a"), root, "two")).isFalse();
    }
  }
}
