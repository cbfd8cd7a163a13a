package io.geodesy.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.config.ParameterSet;
import io.geodesy.error.DataException;
import io.geodesy.error.TransientException;
import io.geodesy.run.Cleaning.Leftover;
import io.geodesy.run.Verification.Check;
import io.geodesy.table.BadRows;
import io.geodesy.testing.Promise;
import io.geodesy.testing.SharedSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs side by side, runs that failed, and what is done about them afterwards. */
class RunnerOperationsTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir Path folder;
  private final SparkSession session = SharedSession.get();
  private final Fakes fakes = new Fakes();
  private ParquetFolder input;
  private Path out;

  @BeforeEach
  void writeInput() {
    input = ParquetFolder.write(session, folder.resolve("input"));
    out = folder.resolve("out");
  }

  @Test
  @Promise(
      "A second driver on a run key that is being computed ends with exit code 75 and changes nothing")
  void aSecondDriverIsTurnedAway() {
    fakes.means.meanwhile =
        () ->
            assertThatExceptionOfType(TransientException.class)
                .isThrownBy(() -> run(new Fakes(), "a", 5))
                .withMessageContaining("two drivers never work on one run");
    run(fakes, "a", 1);

    assertThat(mean("a")).isEqualTo(7);
    assertThat(fakes.means.runs).isEqualTo(1);
  }

  @Test
  @Promise(
      "A driver whose run was taken over while it computed publishes nothing and ends with exit code 75")
  void aDriverThatWasTakenOverPublishesNothing() {
    RunFiles files = RunFiles.open(out.toString(), HADOOP);
    fakes.means.meanwhile =
        () ->
            assertThat(Lease.seize(files, "a", LeaseTerms.standard(Clock.systemUTC()))).isPresent();

    assertThatExceptionOfType(TransientException.class)
        .isThrownBy(() -> run(fakes, "a", 1))
        .withMessageContaining("This driver publishes nothing");
    assertThat(Catalogue.open(out.toString(), HADOOP).runs()).isEmpty();
    assertThat(out.resolve("means")).doesNotExist();
    assertThat(Lease.find(files, "a")).isPresent();
  }

  @Test
  void saysHowAnAttemptFailedUntilTheNextBegins() {
    fakes.means.failure = new DataException("Row 7 is bad.");
    assertThatThrownBy(() -> run(fakes, "a", 1)).isInstanceOf(DataException.class);
    Catalogue catalogue = Catalogue.open(out.toString(), HADOOP);
    assertThat(catalogue.failure("a").orElseThrow().exitCode()).isEqualTo(65);
    assertThat(catalogue.failure("a").orElseThrow().message()).isEqualTo("Row 7 is bad.");

    fakes.means.failure = null;
    run(fakes, "a", 1);
    assertThat(catalogue.failure("a")).isEmpty();
  }

  @Test
  void removesStagesThatADriverLeftThatWasKilledAfterTheManifest() throws IOException {
    run(fakes, "a", 1);
    Path stage = Files.createDirectories(out.resolve("_runs/a/stage=sums.added/attempt=1"));
    run(fakes, "a", 1);

    assertThat(stage.getParent()).doesNotExist();
    assertThat(fakes.means.runs).isEqualTo(1);
  }

  @Test
  @Promise(
      "A run leaves no cached data, no thread and no open file behind, whether it succeeds or fails")
  void leaksNothing() throws IOException {
    run(fakes, "warm", 1);
    Set<String> threads = threads();
    int persistent = session.sparkContext().getPersistentRDDs().size();

    run(fakes, "a", 2);
    fakes.means.failure = new IllegalStateException("broken");
    assertThatThrownBy(() -> run(fakes, "b", 3)).hasMessage("broken");

    assertThat(session.sparkContext().getPersistentRDDs().size()).isEqualTo(persistent);
    assertThat(threads()).isSubsetOf(threads);
    assertThat(openFiles()).isEmpty();
  }

  @Test
  @Promise(
      "`geodesy verify` finds a table whose rows, and a manifest whose parts, are not what was published")
  void verifiesAgainstTheManifest() throws IOException {
    run(fakes, "a", 1);
    assertThat(verify("a")).allMatch(Check::isGood).hasSize(5);

    session
        .sql("select 1L as id, 3.5D as total")
        .coalesce(1)
        .write()
        .mode("append")
        .parquet(out.resolve("sums/run=a").toString());
    Path manifest = out.resolve("_runs/a/_manifest.json");
    Files.writeString(
        manifest,
        Files.readString(manifest).replace("\"sums.scale\" : \"1\"", "\"sums.scale\" : \"2\""));
    Files.delete(out.resolve("reports/a.html"));

    assertThat(verify("a"))
        .filteredOn(check -> !check.isGood())
        .extracting(Check::what)
        .containsExactly("manifest", "report", "table sums");
  }

  @Test
  void verifiesTablesTakenFromAnotherRun() throws IOException {
    run(fakes, "sums", List.of("sums"), 1);
    run(fakes, "b", 1);
    assertThat(verify("b")).extracting(Check::what).contains("table sums of sums");
    Files.delete(out.resolve("_runs/sums/_manifest.json"));

    assertThat(verify("b"))
        .filteredOn(check -> !check.isGood())
        .extracting(Check::finding)
        .containsExactly("run sums is not published");
  }

  @Test
  @Promise("`geodesy clean` removes what unfinished runs left and nothing that a manifest names")
  void cleansWhatWasNeverPublished() throws IOException {
    run(fakes, "kept", 1);
    Map<Path, Long> before = listing();
    Configuration breaking =
        BreakingFileSystem.breakingAt(path -> path.getName().equals("_manifest.json"));
    assertThatThrownBy(() -> run(fakes, "broken", List.of("means"), 2, breaking))
        .isInstanceOf(TransientException.class);
    assertThat(out.resolve("sums/run=broken")).exists();

    Cleaning cleaning = Cleaning.of(out.toString(), HADOOP, Clock.systemUTC());
    assertThat(cleaning.find(Duration.ofDays(7))).isEmpty();
    List<Leftover> found = cleaning.find(Duration.ZERO);
    assertThat(found).extracting(Leftover::runKey).containsExactly("broken");
    assertThat(found.get(0).paths())
        .contains("sums/run=broken", "means/run=broken", "reports/broken.html", "_runs/broken");
    assertThat(cleaning.remove(found.get(0))).isTrue();

    assertThat(listing()).isEqualTo(before);
  }

  @Test
  void tellsAgeByFilesWhereDirectoriesHaveNoTimes() throws IOException {
    Path stage = Files.createDirectories(out.resolve("_runs/old/stage=x"));
    FileTime longAgo = FileTime.from(Instant.now().minus(Duration.ofDays(30)));
    Files.setLastModifiedTime(
        Files.writeString(stage.resolve("stage.json"), "{\"stage\": \"x\", \"table\": \"y\"}"),
        longAgo);

    Cleaning cleaning = Cleaning.of(out.toString(), HADOOP, Clock.systemUTC());
    assertThat(cleaning.find(Duration.ofDays(7)))
        .extracting(Leftover::runKey)
        .containsExactly("old");
    assertThat(cleaning.find(Duration.ofDays(31))).isEmpty();
  }

  @Test
  void doesNotCleanARunAtWork() {
    Cleaning cleaning = Cleaning.of(out.toString(), HADOOP, Clock.systemUTC());
    fakes.means.meanwhile = () -> assertThat(cleaning.find(Duration.ZERO)).isEmpty();
    run(fakes, "a", 1);

    assertThat(fakes.means.runs).isEqualTo(1);
  }

  @Test
  @Promise(
      "A record of a stage that was tampered with leads `geodesy clean` to nothing outside the output")
  void cleansNothingElsewhere() throws IOException {
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere/run=a"));
    Path stage = Files.createDirectories(out.resolve("_runs/a/stage=x"));
    Files.writeString(
        stage.resolve("stage.json"), "{\"stage\": \"x\", \"table\": \"../elsewhere\"}");
    Cleaning cleaning = Cleaning.of(out.toString(), HADOOP, Clock.systemUTC());
    cleaning.find(Duration.ZERO).forEach(cleaning::remove);

    assertThat(elsewhere).exists();
    assertThat(out.resolve("_runs/a")).doesNotExist();
  }

  private List<Check> verify(String key) {
    return Verification.of(out.toString(), key, HADOOP, session);
  }

  private double mean(String key) {
    return session.read().parquet(out.resolve("means/run=" + key).toString()).head().getDouble(0);
  }

  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("geodesy") || name.equals("progress"))
        .collect(Collectors.toSet());
  }

  /** Returns the files of this test that the process holds open, as far as the system tells. */
  private List<String> openFiles() throws IOException {
    Path descriptors = Path.of("/proc/self/fd");
    if (!Files.isDirectory(descriptors)) {
      return List.of();
    }
    List<String> open = new ArrayList<>();
    try (Stream<Path> links = Files.list(descriptors)) {
      for (Path link : links.toList()) {
        try {
          String file = Files.readSymbolicLink(link).toString();
          if (file.startsWith(folder.toRealPath().toString())) {
            open.add(file);
          }
        } catch (NoSuchFileException e) {
          // Closed since it was listed, as the listing itself is.
        }
      }
    }
    return open;
  }

  private Map<Path, Long> listing() throws IOException {
    try (Stream<Path> files = Files.walk(out)) {
      return files
          .filter(Files::isRegularFile)
          .collect(Collectors.toMap(p -> p, p -> p.toFile().lastModified()));
    }
  }

  private RunResult run(Fakes analyses, String key, double scale) {
    return run(analyses, key, List.of("means"), scale);
  }

  private RunResult run(Fakes analyses, String key, List<String> targets, double scale) {
    return run(analyses, key, targets, scale, HADOOP);
  }

  private RunResult run(
      Fakes analyses, String key, List<String> targets, double scale, Configuration hadoop) {
    ParameterSet parameters =
        ParameterSet.defaults().with(analyses.sums.descriptor(), new Fakes.SumsParameters(scale));
    return new Runner(
            analyses.registry(), () -> session, hadoop, Clock.systemUTC(), ProgressView.SILENT)
        .run(
            new RunRequest(
                "means",
                targets,
                parameters,
                input,
                new TreeMap<>(),
                out.toString(),
                Optional.of(key),
                42,
                BadRows.FAIL,
                2,
                new TreeMap<>(Map.of("id-column", "id")),
                Optional.empty()));
  }
}
