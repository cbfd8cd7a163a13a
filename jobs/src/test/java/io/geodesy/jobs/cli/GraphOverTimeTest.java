package io.geodesy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.analysis.AnalysisRegistry;
import io.geodesy.testing.SharedSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way of a graph: built, extended as the table grows, queried, exported. */
class GraphOverTimeTest {
  @TempDir static Path folder;

  private static String grown;
  private static String output;

  @BeforeAll
  static void publish() throws IOException {
    SharedSession.get();
    output = folder.resolve("out").toString();
    String first = table("first.jsonl", 0, 60, 4);
    grown = table("grown.jsonl", 5, 70, 4);
    succeed("knn-graph", "--input", first, "--k", "3", "--run-key", "a");
    succeed("knn-graph", "--input", grown, "--k", "3", "--run-key", "rebuilt");
    succeed("knn-graph", "--input", grown, "--k", "3", "--extend", "a", "--run-key", "b");
  }

  @Test
  void extendsAGraphToWhatBuildingItAnewGives() {
    String rows = "select id, neighbor_ids, distances from neighbors order by id";
    assertThat(succeed("sql", "--run-key", "b", rows).out())
        .isEqualTo(succeed("sql", "--run-key", "rebuilt", rows).out())
        .contains("\n69  ");
    assertThat(
            succeed(
                    "sql",
                    "--run-key",
                    "b",
                    "--format",
                    "csv",
                    "select metric, value from statistics where metric like 'rows-%' and analysis = 'knn-graph' order by metric")
                .out())
        .isEqualTo("metric,value\nrows-added,10.0\nrows-changed,0.0\nrows-removed,5.0\n");
  }

  @Test
  void foresaysAGraphInADryRun() {
    assertThat(succeed("knn-graph", "--input", grown, "--k", "4", "--dry-run").out())
        .contains("65 rows of 4 columns are held in one block in the driver; nothing is shuffled.")
        .contains("every list is proven exact.")
        .contains("Nothing was written.");
    assertThat(
            succeed(
                    "knn-graph",
                    "--input",
                    grown,
                    "--k",
                    "4",
                    "--set",
                    "block-rows=20",
                    "--dry-run")
                .out())
        .containsPattern("65 rows of 4 columns are searched in \\d overlapping blocks")
        .contains("bytes between tasks")
        .containsPattern("predicted to find [01]\\.\\d{4} of the true neighbours, give or take");
  }

  @Test
  void saysInTheManifestWhatWasExtended() throws IOException {
    assertThat(Files.readString(Path.of(output, "_runs/b/_manifest.json")))
        .contains("\"extended-from\" : \"a\"")
        .contains("\"knn-graph.extend\" : \"a\"");
  }

  @Test
  void extendsAnExtendedGraphAgain() {
    succeed("knn-graph", "--input", grown, "--k", "3", "--extend", "b", "--run-key", "c");
    assertThat(
            succeed(
                    "sql",
                    "--run-key",
                    "c",
                    "--format",
                    "csv",
                    "select value from statistics where metric = 'lists-searched'")
                .out())
        .isEqualTo("value\n0.0\n");
  }

  @Test
  void refusesWhatCannotBeExtended() throws IOException {
    assertRefused("There is no run 'aa'", "--extend", "aa");
    assertRefused(
        "k is 4 but the graph of run a has k 3: a graph is extended as it was built. Set k to 3,",
        "--extend",
        "a",
        "--k",
        "4");
    assertRefused(
        "metric is cosine but the graph of run a has metric euclidean",
        "--extend",
        "a",
        "--metric",
        "cosine");
    String wide = table("wide.jsonl", 0, 60, 5);
    assertThat(refuse("--input", wide, "--extend", "a"))
        .contains("The table has 5 columns but that of run a had 4");
    Path texts =
        Files.writeString(
            folder.resolve("texts.jsonl"),
            Files.readString(Path.of(grown)).replaceAll("\"id\": (\\d+)", "\"id\": \"$1\""));
    assertThat(refuse("--input", texts.toString(), "--extend", "a"))
        .contains("The ids of the table are STRING but those of run a are BIGINT");
  }

  @Test
  void showsNeighborsInLongForm() {
    assertThat(
            succeed(
                    "sql",
                    "--run-key",
                    "a",
                    "--format",
                    "csv",
                    "select count(*) as n, min(rank) as low, max(rank) as high from edges")
                .out())
        .isEqualTo("n,low,high\n180,1,3\n");
    assertThat(
            succeed(
                    "sql",
                    "--run-key",
                    "a",
                    "--format",
                    "csv",
                    "select count(*) as wrong from edges join neighbors using (id) where"
                        + " neighbor_ids[rank - 1] <> neighbor_id or distances[rank - 1] <> distance")
                .out())
        .isEqualTo("wrong\n0\n");
  }

  @Test
  void exportsTheGraphOfARun() {
    String file = folder.resolve("graph.npz").toString();
    assertThat(succeed("export", "--run-key", "a", "--format", "csr-npz", "--to", file).out())
        .isEqualTo("The graph of run a, 60 rows, is in %s.%n".formatted(file));
    assertThat(Path.of(file)).isNotEmptyFile();
    CommandLineRun again = run("export", "--format", "viewer", "--to", file);
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err()).contains("an export overwrites nothing");
    assertThat(run("export", "--to", file).err()).contains("Missing --format");
  }

  @Test
  void exportsATableOfARun() {
    String file = folder.resolve("graph.csv").toString();
    CommandLineRun arrays =
        run("export", "--run-key", "a", "--table", "neighbors", "--format", "csv", "--to", file);
    assertThat(arrays.exitCode()).isEqualTo(2);
    assertThat(arrays.err()).contains("this table has some: neighbor_ids, distances");
    String whole = folder.resolve("table.parquet").toString();
    assertThat(
            succeed(
                    "export",
                    "--run-key",
                    "a",
                    "--table",
                    "neighbors",
                    "--format",
                    "parquet",
                    "--to",
                    whole)
                .out())
        .isEqualTo("Table neighbors of run a, 60 rows, is in %s.%n".formatted(whole));
    assertThat(run("export", "--format", "csv", "--to", file).err())
        .contains("--format csv writes a table, and none is named: give --table");
  }

  private static void assertRefused(String message, String... arguments) {
    assertThat(refuse(with(arguments, "--input", grown))).contains(message);
  }

  private static String refuse(String... arguments) {
    String[] all =
        Stream.of(arguments).anyMatch("--k"::equals) ? arguments : with(arguments, "--k", "3");
    CommandLineRun run = run("knn-graph", with(all, "--run-key", "refused"));
    assertThat(run.exitCode()).isIn(2, 65);
    return run.err();
  }

  private static CommandLineRun succeed(String command, String... arguments) {
    CommandLineRun run = run(command, arguments);
    assertThat(run.err()).doesNotContain("error: ");
    assertThat(run.exitCode()).isZero();
    return run;
  }

  private static CommandLineRun run(String command, String... arguments) {
    return CommandLineRun.of(
        AnalysisRegistry.load(), with(new String[] {command, "--output", output}, arguments));
  }

  private static String[] with(String[] arguments, String... more) {
    return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new);
  }

  private static String table(String name, int from, int to, int dim) throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int id = from; id < to; id++) {
      double[] vector = new Random(id).doubles(dim).toArray();
      rows.append("{\"id\": %d, \"vector\": %s}\n".formatted(id, Arrays.toString(vector)));
    }
    return Files.writeString(folder.resolve(name), rows).toString();
  }
}
