package io.geodesy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.testing.Promise;
import io.geodesy.testing.SharedSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that are far larger than the process that is given them. */
class SmallHeapIT {
  private static final long ROWS = 655_360;
  private static final int COLUMNS = 4096;

  @TempDir static Path folder;

  /** 10 GiB of vectors, which their runs of equal values make a small file of. */
  @BeforeAll
  static void write() {
    SharedSession.get()
        .range(ROWS)
        .selectExpr("id", "array_repeat(cast(id as float), " + COLUMNS + ") as vector")
        .write()
        .parquet(table());
  }

  @ParameterizedTest
  @ValueSource(strings = {"survey", "knn-graph", "drift"})
  @Promise(
      "A process with a heap of 512 MiB that is given a table of 10 GiB ends before the first analysis with exit code 2, how much memory is needed and where to give it; it never dies of memory")
  void saysWhatMemoryItNeeds(String command) throws IOException, InterruptedException {
    Path own = Files.createDirectories(folder.resolve(command));
    DriverProcess process = new DriverProcess(own, "512m");
    String output = own.resolve("out").toString();
    Process run =
        command.equals("drift")
            ? process.start(command, "--input", table(), "--reference", table(), "--output", output)
            : process.start(command, "--input", table(), "--output", output);

    assertThat(run.waitFor()).as("exit code, of which %s tells", process.log()).isEqualTo(2);
    assertThat(Files.readString(process.log()))
        .contains("error: ", "MiB", "GEODESY_HEAP", "--driver-memory")
        .doesNotContain("OutOfMemoryError");
    assertThat(own.resolve("out/statistics")).doesNotExist();
  }

  private static String table() {
    return folder.resolve("table").toString();
  }
}
