package io.geodesy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.analysis.AnalysisRegistry;
import io.geodesy.testing.Promise;
import io.geodesy.testing.SharedSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What earlier versions published, read by this one. {@code scripts/test-data/published} keeps an
 * output of every release.
 */
class PublishedRunsTest {
  private static final Path PUBLISHED = Path.of("..", "test-data", "published");
  private static final String INPUT = Path.of("..", "test-data/formats/small.parquet").toString();

  @TempDir Path folder;

  static List<String> releases() throws IOException {
    try (Stream<Path> files = Files.list(PUBLISHED)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @BeforeAll
  static void start() {
    SharedSession.get();
  }

  @ParameterizedTest
  @MethodSource("releases")
  @Promise(
      "What a released version published stays readable: it is listed, verified, queried, extended and compared with by all later versions")
  void whatAReleasePublishedStaysReadable(String release) throws IOException {
    unzip(PUBLISHED.resolve(release), folder);

    assertThat(succeed("runs").out()).contains("graph", "sketch", "groups");
    for (String run : List.of("graph", "sketch", "groups")) {
      assertThat(succeed("verify", run).out()).endsWith("is as it was published.\n");
    }
    assertThat(sql("select count(*) as n, max(size(neighbor_ids)) as k from neighbors"))
        .isEqualTo("n,k\n200,3\n");
    assertThat(sql("select count(*) as n, max(rank) as k from edges")).isEqualTo("n,k\n600,3\n");
    assertThat(sql("select count(distinct id) as n from clusters")).isEqualTo("n\n200\n");
    assertThat(
            sql("select value from statistics where metric = 'recall' and analysis = 'knn-graph'"))
        .startsWith("value\n1.0\n");
  }

  @ParameterizedTest
  @MethodSource("releases")
  void comparesWithTheSketchesOfARelease(String release) throws IOException {
    unzip(PUBLISHED.resolve(release), folder);

    succeed("drift", "--input", INPUT, "--set", "reference-run=sketch", "--run-key", "same");
    assertThat(sql("select count(*) as n from drift_measures where is_drifted"))
        .isEqualTo("n\n0\n");
    assertThat(sql("select max(abs(mean_shift)) as s from drift_components")).isEqualTo("s\n0.0\n");
  }

  @ParameterizedTest
  @MethodSource("releases")
  void extendsTheGraphOfARelease(String release) throws IOException {
    unzip(PUBLISHED.resolve(release), folder);
    String grown = folder.resolve("grown").toString();
    SharedSession.get()
        .read()
        .parquet(INPUT)
        .where("id >= 20")
        .unionByName(
            SharedSession.get()
                .read()
                .parquet(INPUT)
                .where("id < 9")
                .selectExpr(
                    "id + 1000 as id", "transform(vector, x -> x + float(1)) as vector", "label"))
        .coalesce(1)
        .write()
        .parquet(grown);

    succeed("knn-graph", "--input", grown, "--k", "3", "--extend", "graph", "--run-key", "grown");
    succeed("knn-graph", "--input", grown, "--k", "3", "--run-key", "anew");
    String rows = "select id, neighbor_ids, distances from neighbors order by id";
    assertThat(succeed("sql", "--run-key", "grown", rows).out())
        .isEqualTo(succeed("sql", "--run-key", "anew", rows).out())
        .contains("\n1008 ");
  }

  private String sql(String query) {
    return succeed("sql", "--format", "csv", query).out();
  }

  private CommandLineRun succeed(String... arguments) {
    String[] all =
        Stream.concat(Stream.of(arguments), Stream.of("--output", folder.resolve("out").toString()))
            .toArray(String[]::new);
    CommandLineRun run = CommandLineRun.of(AnalysisRegistry.load(), all);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run;
  }

  private static void unzip(Path archive, Path folder) throws IOException {
    try (InputStream file = Files.newInputStream(archive);
        ZipInputStream zip = new ZipInputStream(file)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path place = folder.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(place);
        } else {
          Files.createDirectories(place.getParent());
          Files.copy(zip, place);
        }
      }
    }
  }
}
