package io.geodesy.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.analysis.Estimate;
import io.geodesy.config.ParameterSet;
import io.geodesy.error.CannotWriteException;
import io.geodesy.error.ConfigException;
import io.geodesy.error.ConflictException;
import io.geodesy.error.DataException;
import io.geodesy.error.TransientException;
import io.geodesy.run.Fakes.SumsParameters;
import io.geodesy.run.Step.Status;
import io.geodesy.table.BadRows;
import io.geodesy.table.EmbeddingSource;
import io.geodesy.testing.SharedSession;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunnerTest {
  private static SparkSession noSpark() {
    throw new AssertionError("Spark was asked for");
  }

  @TempDir Path folder;
  private final Fakes fakes = new Fakes();
  private EmbeddingSource source;
  private Path out;

  @BeforeEach
  void writeInput() {
    source = ParquetFolder.write(SharedSession.get(), folder.resolve("input"));
    out = folder.resolve("out");
  }

  @Test
  void publishesTablesReportAndManifestAndNothingElse() throws IOException {
    RunResult result = runner().run(request("means").key("a").build());

    assertThat(result.alreadyDone()).isFalse();
    assertThat(read("means/run=a").head().getDouble(0)).isEqualTo((3 + 7 + 11) / 3.0);
    assertThat(Path.of(URI.create(result.reportPath()))).isNotEmptyFile();
    try (Stream<Path> kept = Files.list(out.resolve("_runs/a"))) {
      assertThat(kept.map(Path::getFileName).map(Path::toString)).containsExactly("_manifest.json");
    }
    try (Stream<Path> kept = Files.list(out)) {
      assertThat(kept.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder("_runs", "means", "sums", "statistics", "reports");
    }
  }

  @Test
  void writesAManifestThatSaysWhatWasDone() {
    runner().run(request("sums").key("a").build());
    Manifest manifest = catalogue().run("a");

    assertThat(manifest.created()).isEqualTo("2026-01-02T03:04:05Z");
    assertThat(manifest.parameters())
        .isEqualTo(Map.of("sums", new TreeMap<>(Map.of("scale", "1"))));
    assertThat(manifest.input().rows()).isEqualTo(3);
    assertThat(manifest.input().dim()).isEqualTo(2);
    assertThat(manifest.table("sums").orElseThrow().attributes()).isEqualTo(Map.of("scale", 1.0));
    assertThat(manifest.table("sums").orElseThrow().rows()).isEqualTo(3);
    assertThat(manifest.phases().get("sums")).containsKey("add up");
    assertThat(manifest.versions().get("geodesy")).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(manifest.findings())
        .extracting(f -> f.sentence())
        .containsExactly("There are 3 sums.");
    assertThat(manifest.warnings()).isEmpty();
  }

  @Test
  void doesNothingTheSecondTime() throws IOException {
    runner().run(request("means").key("a").build());
    Map<Path, Long> before = listing();

    RunResult again =
        runner(RunnerTest::noSpark, new Configuration()).run(request("means").key("a").build());

    assertThat(again.alreadyDone()).isTrue();
    assertThat(again.rows()).isEqualTo(3);
    assertThat(listing()).isEqualTo(before);
  }

  @Test
  void derivesTheKeyFromTheFingerprint() {
    RunResult result = runner().run(request("sums").build());

    assertThat(result.runKey()).matches("sums-[0-9a-f]{10}");
    assertThat(
            runner(RunnerTest::noSpark, new Configuration())
                .run(request("sums").build())
                .alreadyDone())
        .isTrue();
    assertThat(runner().plan(request("sums").scale(2).build()).runKey())
        .isNotEqualTo(result.runKey());
  }

  @Test
  void namesExactlyWhatDiffersFromThePublishedRun() {
    runner().run(request("sums").key("a").build());

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> runner().run(request("sums").key("a").scale(2).seed(7).build()))
        .withMessage(
            "Run 'a' is already published in file:%s and differs: seed was 42 and is now 7; sums.scale was 1 and is now 2. A published run is never overwritten: choose another run key, or ask for what it was made with.",
            out);
  }

  @Test
  void refusesANewVersionUnderAnOldKey() {
    runner().run(request("sums").key("a").build());
    fakes.sums.version = 2;

    assertThatThrownBy(() -> runner().run(request("sums").key("a").build()))
        .hasMessageContaining("differs: sums version was 1 and is now 2.");
  }

  @Test
  void resumesAfterAFailureBetweenStages() {
    fakes.means.failure = new IllegalStateException("broken");
    assertThatThrownBy(() -> runner().run(request("means").key("a").build())).hasMessage("broken");
    assertThat(out.resolve("sums")).doesNotExist();
    assertThat(catalogue().runs()).isEmpty();

    fakes.means.failure = null;
    RunPlan plan = runner().plan(request("means").key("a").build());
    assertThat(plan.steps())
        .extracting(Step::status)
        .containsExactly(Status.COMMITTED, Status.COMPUTE);
    runner().run(request("means").key("a").build());

    assertThat(fakes.sums.runs).isEqualTo(1);
    assertThat(fakes.means.runs).isEqualTo(2);
    assertThat(read("means/run=a").head().getDouble(0)).isEqualTo(7);
  }

  @Test
  void resumesInsidePublishing() {
    for (String place : List.of("/means/run=a", "/reports/a.html", "/_manifest.json")) {
      Configuration breaking =
          BreakingFileSystem.breakingAt(path -> path.toString().endsWith(place));
      assertThatThrownBy(
              () -> runner(SharedSession::get, breaking).run(request("means").key("a").build()))
          .isInstanceOf(TransientException.class)
          .hasMessageContaining("the plug was pulled");
      assertThat(catalogue().runs()).isEmpty();
    }
    assertThat(out.resolve("sums/run=a")).isDirectory();

    runner().run(request("means").key("a").build());

    assertThat(fakes.sums.runs).isEqualTo(1);
    assertThat(fakes.means.runs).isEqualTo(1);
    assertThat(read("means/run=a").head().getDouble(0)).isEqualTo(7);
    assertThat(read("statistics/run=a").count()).isEqualTo(5);
    assertThat(out.resolve("_runs/a/stage=sums.output-sums")).doesNotExist();
  }

  @Test
  void discardsWhatAnotherRequestLeftUnfinishedUnderTheKey() {
    Configuration breaking =
        BreakingFileSystem.breakingAt(path -> path.getName().equals("_manifest.json"));
    assertThatThrownBy(
        () -> runner(SharedSession::get, breaking).run(request("sums").key("a").build()));

    runner().run(request("sums").key("a").scale(10).build());

    assertThat(read("sums/run=a").orderBy("id").head().getDouble(1)).isEqualTo(30);
  }

  @Test
  void refusesStagesThatWereChangedSinceTheirCommit() throws IOException {
    fakes.means.failure = new IllegalStateException("broken");
    assertThatThrownBy(() -> runner().run(request("means").key("a").build())).hasMessage("broken");
    Path stage = out.resolve("_runs/a/stage=sums.output-sums/attempt=1");
    try (Stream<Path> files = Files.list(stage)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
        Files.delete(file);
      }
    }

    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> runner().run(request("means").key("a").build()))
        .withMessageContaining("Stage sums.output-sums of the unfinished run a has 0 rows")
        .withMessageContaining("was committed with 3 rows");
  }

  @Test
  void reusesAPublishedDependency() {
    runner().run(request("sums").key("a").build());

    RunPlan plan = runner().plan(request("means").key("b").build());
    assertThat(plan.steps()).extracting(Step::status).containsExactly(Status.REUSE, Status.COMPUTE);
    runner().run(request("means").key("b").build());

    assertThat(fakes.sums.runs).isEqualTo(1);
    assertThat(out.resolve("sums/run=b")).doesNotExist();
    assertThat(catalogue().run("b").reused())
        .containsExactly(new Manifest.ReusedAnalysis("sums", "a", List.of("sums")));
    assertThat(read("statistics/run=b").where("analysis = 'sums'").count()).isEqualTo(1);
  }

  @Test
  void computesADependencyThatDiffersFromThePublishedOne() {
    runner().run(request("sums").key("a").build());
    runner().run(request("means").key("b").scale(2).build());

    assertThat(read("means/run=b").head().getDouble(0)).isEqualTo(14);
    assertThat(catalogue().run("b").reused()).isEmpty();
  }

  @Test
  void computesTargetsThoughTheyArePublished() {
    runner().run(request("sums").key("a").build());
    runner().run(request("sums", "means").key("b").build());

    assertThat(fakes.sums.runs).isEqualTo(2);
    assertThat(catalogue().run("b").table("sums")).isPresent();
  }

  @Test
  void unitesTheStatisticsOfAllAnalyses() {
    runner().run(request("means").key("a").build());

    assertThat(
            read("statistics/run=a").select("analysis", "metric").collectAsList().stream()
                .map(row -> row.getString(0) + "." + row.getString(1)))
        .containsExactly(
            "vectors.rows",
            "vectors.dimension",
            "vectors.rows-dropped",
            "sums.scale",
            "means.offset");
  }

  @Test
  void refusesNaNWhereTheContractRulesItOut() {
    fakes.means.bias = Double.NaN;

    assertThatThrownBy(() -> runner().run(request("means").key("a").build()))
        .hasMessage("1 rows have NaN in means.mean, which its contract rules out");
    assertThat(catalogue().runs()).isEmpty();
  }

  @Test
  void publishesThoughAPictureFails() {
    fakes.means.panelFailure = new IllegalStateException("no ink");
    RunResult result = runner().run(request("means").key("a").build());

    assertThat(result.warnings())
        .containsExactly(
            "The report lacks the part of means, which failed: java.lang.IllegalStateException: no ink. Its tables are complete.");
  }

  @Test
  void plansWithoutWriting() {
    RunPlan plan = runner().plan(request("means").key("a").build());

    assertThat(plan.steps()).extracting(Step::name).containsExactly("sums", "means");
    assertThat(plan.shape().orElseThrow().rows()).isEqualTo(3);
    assertThat(plan.shape().orElseThrow().dim()).isEqualTo(2);
    assertThat(plan.alreadyDone()).isFalse();
    assertThat(out).doesNotExist();
  }

  @Test
  void letsAnalysesReadRowsToPlan() {
    RunPlan plan = runner().plan(request("means").key("a").build());

    assertThat(plan.estimates())
        .containsExactly(new Estimate(List.of("Reads 3 rows to plan."), 24, 0), Estimate.unknown());
    assertThat(out).doesNotExist();
  }

  @Test
  void refusesAMissingInputBeforeSpark() {
    source = new ParquetFolder(folder.resolve("nowhere"));

    assertRefused(request("sums").build(), ConfigException.class, "nowhere does not exist");
    assertThat(out).doesNotExist();
  }

  @Test
  void refusesAnOutputInsideTheInputBeforeSpark() {
    out = folder.resolve("input/out");

    assertRefused(
        request("sums").build(),
        ConfigException.class,
        "Output file:%s is inside input %s: the next run would read its own results."
            .formatted(out, source.location()));
  }

  @Test
  void refusesAnInputInsideTheOutputBeforeSpark() {
    out = folder;

    assertRefused(request("sums").build(), ConfigException.class, "is inside output file:" + out);
  }

  @Test
  void refusesAnUnwritableOutputBeforeSpark() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    out = file.resolve("out");

    assertRefused(
        request("sums").build(),
        CannotWriteException.class,
        "Output file:%s cannot be written".formatted(out));
  }

  @Test
  void refusesAMalformedRunKeyBeforeSpark() {
    assertRefused(
        request("sums").key("a/b").build(), ConfigException.class, "Run key 'a/b' is not allowed");
  }

  @Test
  void refusesAPlaceThatIsTakenBeforeSpark() throws IOException {
    Files.createDirectories(out.resolve("sums/run=a"));

    assertRefused(
        request("sums").key("a").build(),
        CannotWriteException.class,
        "sums/run=a is already there, but no finished run of this key wrote it");
  }

  @Test
  void namesADamagedInputFile() throws IOException {
    Files.writeString(folder.resolve("input/part-damaged.snappy.parquet"), "PAR1 no more");

    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> runner().run(request("sums").key("a").build()))
        .withMessageContaining("part-damaged.snappy.parquet cannot be read");
    assertThat(catalogue().runs()).isEmpty();
  }

  @Test
  void countsDroppedRowsInManifestStatisticsAndSummary() {
    source = withBadRows();
    RunResult result = runner().run(request("sums").key("a").badRows(BadRows.DROP).build());

    assertThat(result.findings())
        .anySatisfy(
            finding -> assertThat(finding.sentence()).contains("2 of 4 rows were left out"));

    assertThat(catalogue().run("a").input().dropped())
        .isEqualTo(Map.of("nan", 1L, "null-vector", 1L));
    assertThat(catalogue().run("a").input().rows()).isEqualTo(2);
    assertThat(
            read("statistics/run=a").where("metric = 'rows-dropped'").head().<Double>getAs("value"))
        .isEqualTo(2);
  }

  @Test
  void publishesNothingWhereRowsAreBad() {
    source = withBadRows();

    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> runner().run(request("sums").key("a").build()));
    assertThat(catalogue().runs()).isEmpty();
    assertThat(fakes.sums.runs).isZero();
    assertThat(out.resolve("sums")).doesNotExist();
  }

  @Test
  void saysThatAPublishedRunIsDone() {
    runner().run(request("sums").key("a").build());
    RunPlan plan =
        runner(RunnerTest::noSpark, new Configuration()).plan(request("sums").key("a").build());

    assertThat(plan.alreadyDone()).isTrue();
    assertThat(plan.steps()).extracting(Step::status).containsExactly(Status.COMMITTED);
    assertThat(plan.shape().orElseThrow().rows()).isEqualTo(3);
  }

  @Test
  void asksForASecondAttemptWhereWhatItWroteCannotBeRead() throws IOException {
    runner().run(request("sums").key("a").build());
    try (Stream<Path> files = Files.list(out.resolve("sums/run=a"))) {
      for (Path file : files.toList()) {
        if (file.toString().endsWith(".crc")) {
          Files.delete(file);
        } else if (file.toString().endsWith(".parquet")) {
          Files.writeString(file, "PAR1 no more");
        }
      }
    }

    assertThatExceptionOfType(TransientException.class)
        .isThrownBy(() -> runner().run(request("means").key("b").build()))
        .withMessageContaining("which this run or an earlier one wrote, cannot be read back");
  }

  @Test
  void handsASecondTableToTheAnalysisAndItsPictures() {
    RunResult result = runner().run(request("gap").other(five()).key("a").build());

    assertThat(read("gap/run=a").head().getLong(0)).isEqualTo(2);
    assertThat(result.findings())
        .extracting(f -> f.sentence())
        .contains("The other table has 3 columns.");
    assertThat(
            read("statistics/run=a").where("analysis = 'other'").orderBy("metric").collectAsList())
        .extracting(row -> row.getString(2) + " " + row.getDouble(3))
        .containsExactly("dimension 3.0", "rows 5.0", "rows-dropped 0.0");
  }

  @Test
  void recordsASecondTableInTheManifest() {
    runner().run(request("gap").other(five()).key("a").build());
    Manifest manifest = catalogue().run("a");

    Manifest.Input other = manifest.secondTables().get("other");
    assertThat(other.location()).isEqualTo(five().location());
    assertThat(other.rows()).isEqualTo(5);
    assertThat(other.dim()).isEqualTo(3);
    assertThat(other.files()).hasSize(1);
    assertThat(manifest.input().rows()).isEqualTo(3);
    assertThat(manifest.fingerprintParts()).containsKeys("input/part", "other/part");
  }

  @Test
  void givesAnOptionalSecondTableWhereThereIsOne() {
    runner().run(request("gap").other(five()).given("spare", five()).key("a").build());

    assertThat(read("gap/run=a").head().getLong(0)).isEqualTo(7);
  }

  @Test
  void namesASecondTableThatDiffersFromThatOfThePublishedRun() {
    runner().run(request("gap").other(five()).key("a").build());

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> runner().run(request("gap").other(source).key("a").build()))
        .withMessageContaining("differs: other/part was");
  }

  @Test
  void reusesTablesThatDoNotDependOnTheSecondTable() {
    runner().run(request("sums").key("a").build());

    RunPlan plan = runner().plan(request("gap").other(five()).key("b").build());

    assertThat(plan.steps()).extracting(Step::status).containsExactly(Status.REUSE, Status.COMPUTE);
    assertThat(plan.shape().orElseThrow().second().get("other").rows()).isEqualTo(5);
    assertThat(plan.shape().orElseThrow().second().get("other").dim()).isEqualTo(3);
  }

  @Test
  void plansAPublishedRunWithTheShapeOfItsSecondTable() {
    runner().run(request("gap").other(five()).key("a").build());
    RunPlan plan =
        runner(RunnerTest::noSpark, new Configuration())
            .plan(request("gap").other(five()).key("a").build());

    assertThat(plan.alreadyDone()).isTrue();
    assertThat(plan.shape().orElseThrow().second().get("other").rows()).isEqualTo(5);
  }

  @Test
  void asksForAMissingSecondTableBeforeSpark() {
    assertRefused(
        request("gap").build(),
        ConfigException.class,
        "Missing --other: gap reads a second embedding table, other. The rows to compare with. Name it, for instance --other other.parquet.");
  }

  @Test
  void refusesASecondTableThatNobodyReadsBeforeSpark() {
    assertRefused(
        request("sums").other(source).build(),
        ConfigException.class,
        "Table other is given (%s), but nothing that sums runs reads a second table of that name. Leave --other out."
            .formatted(source.location()));
  }

  @Test
  void refusesASecondTableInsideTheOutputBeforeSpark() {
    EmbeddingSource inside = ParquetFolder.write(SharedSession.get(), out.resolve("inside"));

    assertRefused(
        request("gap").other(inside).build(),
        ConfigException.class,
        "Input %s is inside output file:%s".formatted(inside.location(), out));
  }

  @Test
  void namesTheSecondTableThatHasBadRows() {
    EmbeddingSource bad = withBadRows();

    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> runner().run(request("gap").other(bad).key("a").build()))
        .withMessageStartingWith(
            "Table other %s has rows that cannot be used:".formatted(bad.location()));
  }

  @Test
  void countsTheRowsOfASecondTableThatWereDropped() {
    RunResult result =
        runner().run(request("gap").other(withBadRows()).key("a").badRows(BadRows.DROP).build());

    assertThat(result.findings())
        .extracting(f -> f.sentence())
        .anySatisfy(s -> assertThat(s).contains("2 of 4 rows of table other were left out"));
    assertThat(catalogue().run("a").secondTables().get("other").dropped())
        .isEqualTo(Map.of("nan", 1L, "null-vector", 1L));
    assertThat(catalogue().run("a").input().dropped()).isEmpty();
  }

  /** Five rows of three columns with text ids. */
  private EmbeddingSource five() {
    Path five = folder.resolve("five");
    if (!Files.exists(five)) {
      SharedSession.get()
          .range(5)
          .selectExpr("concat('q', id) as id", "array(float(id), 1f, 2f) as vector")
          .coalesce(1)
          .write()
          .parquet(five.toString());
    }
    return new ParquetFolder(five);
  }

  private EmbeddingSource withBadRows() {
    Path bad = folder.resolve("bad");
    SharedSession.get()
        .sql(
            "select id, vector from values (1L, array(1f, 2f)), (2L, array(3f, float('NaN'))), (3L, null), (4L, array(5f, 6f)) as t(id, vector)")
        .write()
        .parquet(bad.toString());
    return new ParquetFolder(bad);
  }

  private void assertRefused(RunRequest request, Class<? extends Exception> type, String message) {
    assertThatExceptionOfType(type)
        .isThrownBy(() -> runner(RunnerTest::noSpark, new Configuration()).run(request))
        .withMessageContaining(message);
  }

  private Runner runner() {
    return runner(SharedSession::get, new Configuration());
  }

  private Runner runner(Supplier<SparkSession> session, Configuration hadoop) {
    Clock clock = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);
    return new Runner(fakes.registry(), session, hadoop, clock, ProgressView.SILENT);
  }

  private Catalogue catalogue() {
    return Catalogue.open(out.toString(), new Configuration());
  }

  private Dataset<Row> read(String table) {
    return SharedSession.get().read().parquet(out.resolve(table).toString());
  }

  private Map<Path, Long> listing() throws IOException {
    try (Stream<Path> files = Files.walk(out)) {
      return files.collect(Collectors.toMap(p -> p, p -> p.toFile().lastModified()));
    }
  }

  private RequestBuilder request(String... targets) {
    return new RequestBuilder(List.of(targets));
  }

  private final class RequestBuilder {
    private final List<String> targets;
    private Optional<String> key = Optional.empty();
    private double scale = 1;
    private long seed = 42;
    private BadRows badRows = BadRows.FAIL;
    private final TreeMap<String, EmbeddingSource> given = new TreeMap<>();

    RequestBuilder(List<String> targets) {
      this.targets = targets;
    }

    RequestBuilder key(String value) {
      key = Optional.of(value);
      return this;
    }

    RequestBuilder other(EmbeddingSource table) {
      return given("other", table);
    }

    RequestBuilder given(String name, EmbeddingSource table) {
      given.put(name, table);
      return this;
    }

    RequestBuilder scale(double value) {
      scale = value;
      return this;
    }

    RequestBuilder badRows(BadRows value) {
      badRows = value;
      return this;
    }

    RequestBuilder seed(long value) {
      seed = value;
      return this;
    }

    RunRequest build() {
      ParameterSet parameters =
          ParameterSet.defaults().with(fakes.sums.descriptor(), new SumsParameters(scale));
      return new RunRequest(
          targets.get(0),
          targets,
          parameters,
          source,
          given,
          out.toString(),
          key,
          seed,
          badRows,
          2,
          new TreeMap<>(Map.of("id-column", "id")));
    }
  }
}
