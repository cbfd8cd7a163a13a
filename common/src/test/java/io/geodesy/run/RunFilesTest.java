package io.geodesy.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFilesTest {
  @TempDir Path folder;

  @Test
  void probingLeavesNoFolderThatWasNotThere() {
    probe(folder.resolve("new/out"));

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void probingKeepsFoldersThatWereThere() throws IOException {
    Path runs = Files.createDirectories(folder.resolve("out/_runs"));

    probe(folder.resolve("out"));

    assertThat(runs).isEmptyDirectory();
  }

  private static void probe(Path output) {
    RunFiles.open(output.toString(), new Configuration()).probe();
  }
}
