package io.geodesy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.analysis.AnalysisRegistry;
import io.geodesy.testing.Promise;
import io.geodesy.testing.SharedSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names and values that somebody chose to do harm. */
class HostileInputIT {
  private static final String LABEL = "<script>alert(1)</script>";

  @TempDir static Path folder;

  @Test
  @Promise(
      "Quotes, backticks and ../ in column names are only names, and a label of markup is text in the report")
  void namesAreOnlyNames() throws IOException {
    String id = "i`d'; drop table x; --";
    String vector = "../v\"e.c`";
    SharedSession.get()
        .range(60)
        .selectExpr(
            "id as `" + id.replace("`", "``") + "`",
            "array(float(id), float(id % 7), 1f) as `" + vector.replace("`", "``") + "`",
            "if(id % 2 = 0, '" + LABEL + "', 'plain') as `la``bel`")
        .coalesce(1)
        .write()
        .parquet(folder.resolve("hostile").toString());
    CommandLineRun run =
        CommandLineRun.of(
            AnalysisRegistry.load(),
            "survey",
            "--input",
            folder.resolve("hostile").toString(),
            "--output",
            folder.resolve("out").toString(),
            "--run-key",
            "a",
            "--id-column",
            id,
            "--vector-column",
            vector,
            "--label-column",
            "la`bel",
            "--set",
            "knn-graph.k=5");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(Files.readString(folder.resolve("out/reports/a.html"))).doesNotContain(LABEL);
  }
}
