package io.geodesy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.testing.SharedSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way of a user: run, run again, list, query. The sums are 3, 30 and 7, times three. */
class PublishAndQueryTest {
  @TempDir static Path folder;

  private static String input;
  private static String output;
  private static CommandLineRun first;

  @BeforeAll
  static void publish() throws IOException {
    SharedSession.get();
    input =
        Files.writeString(
                folder.resolve("vectors.jsonl"),
                """
                {"id": 1, "vector": [1, 2]}
                {"id": 2, "vector": [10, 20]}
                {"id": 3, "vector": [3, 4]}
                """)
            .toString();
    output = folder.resolve("out").toString();
    first = run("row-roots", "--input", input, "--factor", "3", "--run-key", "a", "--json");
  }

  @Test
  void saysWhatItDidAndEndsWithOneLineOfJson() {
    assertThat(first.err()).contains("row-sums             factor=3");
    assertThat(first.exitCode()).isZero();
    assertThat(first.out()).contains("Run a: 3 rows x 2 columns").contains("Report: ");
    List<String> lines = first.out().lines().toList();
    assertThat(lines.get(lines.size() - 1))
        .startsWith("{\"run_key\":\"a\",\"manifest\":\"file:")
        .contains("\"already_done\":false,\"rows\":3,");
  }

  @Test
  void leavesOutWhatASuiteIsAskedToDoWithout() {
    String place = folder.resolve("without").toString();
    String[] call = {"both", "--input", input, "--output", place, "--without", "row-roots"};

    CommandLineRun run = CommandLineRun.of(call);

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).contains("row-sums             factor=1").doesNotContain("row-roots");
    assertThat(run.out()).contains("row_sums").doesNotContain("row_roots");
  }

  @Test
  void changesNoFileTheSecondTime() throws IOException {
    Map<String, Long> before = filesBelow(folder);
    CommandLineRun again = run("row-roots", "--input", input, "--factor", "3", "--run-key", "a");
    assertThat(again.exitCode()).isZero();
    assertThat(again.out())
        .startsWith("Run a is already done: nothing was computed and no file changed.");
    assertThat(filesBelow(folder)).isEqualTo(before);
  }

  @Test
  void failsOnAnAlarmThatWasAskedForAfterEverythingIsPublished() throws IOException {
    String larger =
        Files.writeString(
                folder.resolve("larger.jsonl"),
                Files.readString(Path.of(input)) + "{\"id\": 4, \"vector\": [0, 1]}\n")
            .toString();
    CommandLineRun raised = counted(input, larger, "alarm", "--dry-run");
    assertThat(raised.exitCode()).isZero();
    CommandLineRun found = counted(input, larger, "alarm", "--fail-on", "larger-corpus");
    assertThat(found.exitCode()).isEqualTo(3);
    assertThat(found.err()).contains("Exit code 3: larger-corpus was found");
    CommandLineRun again = counted(input, larger, "alarm", "--fail-on", "larger-corpus");
    assertThat(again.exitCode()).isEqualTo(3);
    assertThat(again.out()).startsWith("Run alarm is already done");
    CommandLineRun misspelt = counted(input, larger, "alarm", "--fail-on", "larger-corpse");
    assertThat(misspelt.exitCode()).isEqualTo(2);
    assertThat(misspelt.err()).contains("Did you mean larger-corpus?");
    assertThat(counted(larger, input, "calm", "--fail-on", "larger-corpus").exitCode()).isZero();
  }

  private static CommandLineRun counted(String vectors, String corpus, String key, String... more) {
    String output = folder.resolve("counts").toString();
    String[] call = {
      "row-counts", "--input", vectors, "--corpus", corpus, "--output", output, "--run-key", key
    };
    return CommandLineRun.of(with(call, more));
  }

  @Test
  void refusesAnotherResultUnderTheSameKey() {
    CommandLineRun other = run("row-roots", "--input", input, "--factor", "4", "--run-key", "a");
    assertThat(other.exitCode()).isEqualTo(65);
    assertThat(other.err()).contains("row-sums.factor was 3 and is now 4");
  }

  @Test
  void writesNothingInADryRun() throws IOException {
    Map<String, Long> before = filesBelow(folder);
    CommandLineRun dry =
        run("row-sums", "--input", input, "--run-key", "b", "--dry-run", "--factor", "2");
    assertThat(dry.exitCode()).isZero();
    assertThat(dry.out())
        .contains("Run key:     b")
        .containsPattern("Fingerprint: [0-9a-f]{64}")
        .contains("3 rows x 2 columns")
        .containsPattern("factor +2")
        .contains("Adds 6 numbers.")
        .contains("About 5 MiB of memory and 3 s.")
        .contains("Nothing was written.");
    assertThat(filesBelow(folder)).isEqualTo(before);
  }

  @Test
  void queriesTheTablesOfTheNewestRunByName() {
    CommandLineRun sql = run("sql", "select id, total from row_sums order by total desc limit 2");
    assertThat(sql.exitCode()).isZero();
    assertThat(sql.out())
        .isEqualTo(
            """
            id  total
            --  -----
             2     90
             3     21
            """);
  }

  @Test
  void joinsTablesAndPrintsJson() {
    CommandLineRun sql =
        run(
            "sql",
            "--format",
            "json",
            "--run-key",
            "a",
            "select id, total, root from row_sums join row_roots using (id) where id = 1;");
    assertThat(sql.out()).isEqualTo("{\"id\":1,\"total\":9.0,\"root\":3.0}\n");
  }

  @Test
  void readsAStatementFromAFileAndPrintsCsv() throws IOException {
    Path file =
        Files.writeString(folder.resolve("query.sql"), "select 'a,b' as text, array(1, 2) as a");
    assertThat(run("sql", "--file", file.toString(), "--format", "csv").out())
        .isEqualTo("text,a\n\"a,b\",\"[1,2]\"\n");
  }

  @Test
  void runsEveryStatementOfAFile() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("queries.sql"),
            """
            -- two; and a view
            create or replace temporary view big as select * from row_sums where total > 20;
            select count(*) as n from big;
            select max(root) as top from row_roots;
            """);
    assertThat(run("sql", "--file", file.toString(), "--format", "csv").out())
        .startsWith("n\n2\n\ntop\n");
  }

  @Test
  void printsViewsThatAnySparkTakes() {
    String script = run("sql", "--views").out();
    assertThat(script)
        .startsWith("-- The tables of run a as views")
        .contains("create or replace temporary view `row_sums` as select * from parquet.`file:");
    SqlScript.statements(script).forEach(SharedSession.get()::sql);
    assertThat(SharedSession.get().sql("select max(total) from row_sums").head().getDouble(0))
        .isEqualTo(90);
  }

  @Test
  void namesTheNearestTable() {
    assertRefused("Run a has no table row_sum. Did you mean row_sums?", "select * from row_sum");
  }

  @Test
  void explainsAStatementThatIsNotUnderstood() {
    assertRefused("The statement is refused: ", "selekt 1");
  }

  @Test
  void explainsAStatementThatFailsOnTheRows() {
    assertRefused("The statement is refused: ", "select 1 / (id - id) from row_sums");
  }

  @Test
  void namesTheNearestRun() {
    CommandLineRun sql = run("sql", "--run-key", "b", "select 1");
    assertThat(sql.exitCode()).isEqualTo(2);
    assertThat(sql.err()).contains("There is no run 'b'").contains("Did you mean a?");
  }

  @Test
  void readsASecondTableNamedByFlagOrFile() throws IOException {
    String corpus =
        Files.writeString(
                folder.resolve("corpus.jsonl"),
                """
                {"id": "a", "vector": [1, 2, 3]}
                {"id": "b", "vector": [4, 5, 6]}
                """)
            .toString();
    Path job = Files.writeString(folder.resolve("job.conf"), "corpus = \"" + corpus + "\"\n");
    String other = folder.resolve("out-of-two").toString();
    String[] common = {"row-counts", "--output", other, "--input", input, "--run-key", "c"};

    CommandLineRun dry = CommandLineRun.of(with(common, "--corpus", corpus, "--dry-run"));
    assertThat(dry.out())
        .contains("Corpus:      " + corpus + ", 2 rows x 3 columns")
        .contains("Counts 5 rows.");

    CommandLineRun run = CommandLineRun.of(with(common, "--corpus", corpus));
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).contains("table corpus         " + corpus);
    assertThat(CommandLineRun.of("sql", "--output", other, "select * from row_counts").out())
        .isEqualTo(
            """
            queries  corpus
            -------  ------
                  3       2
            """);
    assertThat(CommandLineRun.of(with(common, "--config", job.toString())).out())
        .startsWith("Run c is already done");
    assertThat(CommandLineRun.of(with(common, "--corpus", input)).err())
        .contains("differs: corpus/corpus.jsonl was ");
  }

  private static String[] with(String[] arguments, String... more) {
    return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void listsRuns() {
    assertThat(run("runs").out()).contains("row-roots").contains("vectors.jsonl");
    assertThat(run("runs", "--json").out()).startsWith("{\"run_key\":\"a\"");
  }

  private static void assertRefused(String message, String statement) {
    CommandLineRun sql = run("sql", statement);
    assertThat(sql.exitCode()).isEqualTo(2);
    assertThat(sql.err()).startsWith("error: ").contains(message).doesNotContain("\tat ");
  }

  private static CommandLineRun run(String command, String... arguments) {
    return CommandLineRun.of(
        Stream.concat(Stream.of(command, "--output", output), Stream.of(arguments))
            .toArray(String[]::new));
  }

  private static Map<String, Long> filesBelow(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .filter(f -> !f.toString().endsWith(".sql"))
          .collect(
              Collectors.toMap(
                  f -> root.relativize(f).toString(),
                  f -> f.toFile().lastModified(),
                  (a, b) -> a,
                  TreeMap::new));
    }
  }
}
