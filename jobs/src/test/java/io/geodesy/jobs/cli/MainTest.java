package io.geodesy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.analysis.AnalysisRegistry;
import io.geodesy.error.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything the command does without Spark. */
class MainTest {
  @TempDir Path folder;

  @Test
  void listsEveryCommand() {
    CommandLineRun run = CommandLineRun.of("--help");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("both", "row-sums", "row-roots", "sql", "runs", "reference")
        .contains("Adds up the elements of every vector.");
  }

  @Test
  void showsTheHelpAsMisuseWithoutACommand() {
    CommandLineRun run = CommandLineRun.of();
    assertThat(run.exitCode()).isEqualTo(ExitCode.CONFIG.code());
    assertThat(run.err()).contains("Usage: geodesy");
  }

  @Test
  void tellsDefaultUnitBoundsOutputsAndPapersOfAnAnalysis() {
    CommandLineRun run = CommandLineRun.of("row-sums", "--help");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("--factor=<n>")
        .contains("Default: 1. A whole number in [0, 9], in times.")
        .contains("row_sums: The sum of every row.")
        .contains("id, total")
        .contains("N. Body. On sums. 1900.")
        .contains("--vector-column");
  }

  @Test
  void offersTheParametersOfWhatRunsFirst() {
    assertThat(CommandLineRun.of("row-roots", "--help").out())
        .contains("Parameters of row-sums")
        .contains("--factor=<n>")
        .contains("Runs row-sums first, unless a matching run is published.");
  }

  @Test
  void namesTheNearestOption() {
    assertRefused(
        "geodesy row-sums has no option --facter. Did you mean --factor?",
        "row-sums",
        "--facter",
        "3");
  }

  @Test
  void namesTheNearestCommand() {
    assertRefused("There is no command 'row-sum'. Did you mean row-sums?", "row-sum");
  }

  @Test
  void refusesAStrayWord() {
    assertRefused("geodesy row-sums does not know what to do with 'x'", "row-sums", "x");
  }

  @Test
  void refusesAnOptionWithoutValue() {
    assertRefused("Missing required parameter for option '--factor'", "row-sums", "--factor");
  }

  @Test
  void saysWhichFlagWasRefused() {
    assertRefused(
        "--factor: factor is 10 but must be a whole number in [0, 9].",
        "row-sums",
        "--factor",
        "10");
  }

  @Test
  void takesAValueBehindAnEqualsSignAsBehindASpace() {
    assertRefused(
        "factor is 10 but must be a whole number in [0, 9].",
        "row-sums",
        "--input",
        ".",
        "--factor=10");
    assertRefused(
        "factor is 10 but must be a whole number in [0, 9].",
        "row-sums",
        "--input=.",
        "--set=factor=10");
  }

  @Test
  void saysWhichSettingIsUnknown() {
    assertRefused(
        "--set row-sums.fctor=1: Unknown key row-sums.fctor. Did you mean row-sums.factor?",
        "row-sums",
        "--set",
        "row-sums.fctor=1");
  }

  @Test
  void refusesAParameterGivenTwice() {
    assertRefused(
        "--set factor=3: factor is already set by --factor.",
        "row-sums",
        "--factor",
        "2",
        "--set",
        "factor=3");
  }

  @Test
  void saysWhichLineOfTheFileIsWrong() throws IOException {
    Path file = Files.writeString(folder.resolve("job.conf"), "seed = 7\nfactor = many\n");
    assertRefused(
        file + " line 2: factor is many but must be a whole number in [0, 9].",
        "row-sums",
        "--config",
        file.toString());
  }

  @Test
  void refusesToDoWithoutWhatASuiteHasNotOrWithoutEverything() {
    assertRefused(
        "--without names 'row-sum', which does not run here. Did you mean row-sums?",
        "both",
        "--input",
        folder.toString(),
        "--without",
        "row-sum");
    assertRefused(
        "--without leaves out all of row-sums, row-roots: nothing would run.",
        "both",
        "--input",
        folder.toString(),
        "--without",
        "row-roots,row-sums");
    assertRefused("geodesy row-sums has no option --without", "row-sums", "--without", "row-sums");
  }

  @Test
  void asksForAnInput() {
    assertRefused("Missing --input: name the embedding table", "row-sums");
  }

  @Test
  void refusesAMissingInput() {
    assertRefused("nowhere.parquet", "row-sums", "--input", folder + "/nowhere.parquet");
  }

  @Test
  void offersASecondTableToTheAnalysisThatReadsIt() {
    assertThat(CommandLineRun.of("row-counts", "--help").out())
        .contains("--corpus=<path>")
        .contains("The rows to count as well.");
    assertThat(CommandLineRun.of("row-sums", "--help").out()).doesNotContain("--corpus");
  }

  @Test
  void asksForASecondTable() {
    assertRefused(
        "Missing --corpus: row-counts reads a second embedding table, corpus.",
        "row-counts",
        "--input",
        "../test-data/digits.parquet");
  }

  @Test
  void refusesASecondTableThatIsMissing() {
    assertRefused(
        "Table corpus: There is nothing at " + folder + "/nowhere.parquet.",
        "row-counts",
        "--input",
        "../test-data/digits.parquet",
        "--corpus",
        folder + "/nowhere.parquet");
  }

  @Test
  void saysWhichCommandReadsASecondTable() {
    assertRefused(
        "geodesy row-sums has no option --corpus. It is an option of row-counts.",
        "row-sums",
        "--corpus",
        "x");
  }

  @Test
  void refusesSqlWithoutAStatement() {
    assertRefused("Give a statement in quotes, or a file of them by --file", "sql");
  }

  @Test
  void refusesSqlOverNothing() {
    assertRefused(
        "No run is published in " + folder, "sql", "--output", folder.toString(), "select 1");
  }

  @Test
  void saysThatAnOutputHasNoRuns() {
    CommandLineRun run = CommandLineRun.of("runs", "--output", folder.toString());
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo("No run is published in %s.%n".formatted(folder));
  }

  @Test
  void printsTheReference() {
    CommandLineRun run = CommandLineRun.of("reference");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("# Reference").contains("### Table row_sums");
  }

  @Test
  void showsTheStackOfABugAndAsksForAReport() throws IOException {
    Path input = Files.writeString(folder.resolve("x.jsonl"), "{}");
    AnalysisRegistry broken = new AnalysisRegistry(List.of(new BrokenAnalysis()), List.of());
    CommandLineRun run =
        CommandLineRun.of(
            broken,
            "broken",
            "--input",
            input.toString(),
            "--output",
            folder + "/out",
            "--bad-rows",
            "drop");
    assertThat(run.exitCode()).isEqualTo(ExitCode.BUG.code());
    assertThat(run.err())
        .contains("IllegalStateException: broken on purpose")
        .contains("at io.geodesy.jobs.cli.BrokenAnalysis")
        .contains("This is a bug in Geodesy");
  }

  private static void assertRefused(String message, String... arguments) {
    CommandLineRun run = CommandLineRun.of(arguments);
    assertThat(run.err()).contains("error: ").contains(message).doesNotContain("\tat ");
    assertThat(run.exitCode()).isEqualTo(ExitCode.CONFIG.code());
    assertThat(run.out()).isEmpty();
  }
}
