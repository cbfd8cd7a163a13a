package io.geodesy.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.error.CannotWriteException;
import io.geodesy.error.ConfigException;
import io.geodesy.error.DataException;
import io.geodesy.table.BadRows;
import io.geodesy.testing.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a run refuses: a bad place before Spark is asked for, bad rows before an analysis is, bad
 * values before anything is published.
 */
class RunnerRefusalsTest extends RunnerFixture {
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
  void readsATableOfAPublishedRunOfTheSameOutput() throws IOException {
    RunFiles files = RunFiles.open(out.toString(), new Configuration());
    String table = out.resolve("item_sketch/run=a").toString();
    Configuration hadoop = new Configuration();
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> Preflight.checkApart(table, files, hadoop))
        .withMessageContaining("only a table of one published run can be read");
    Path manifest = out.resolve("_runs/a/_manifest.json");
    Files.createDirectories(manifest.getParent());
    Files.createFile(manifest);
    assertThatNoException().isThrownBy(() -> Preflight.checkApart(table, files, hadoop));
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> Preflight.checkApart(out + "/item_sketch", files, hadoop));
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> Preflight.checkApart(out + "/item_sketch/run=*", files, hadoop));
  }

  @Test
  @Promise("An output that cannot be written is refused, with its path, before Spark starts")
  void refusesAnUnwritableOutputBeforeSpark() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    out = file.resolve("out");

    assertRefused(
        request("sums").build(),
        CannotWriteException.class,
        "Output file:%s cannot be written".formatted(out));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "..", "../../etc", "a'; drop table sums; --", "`a`", "a\nb"})
  @Promise(
      "A run key that is a path, or holds quotes or SQL, is refused before Spark starts: no key leads out of the output")
  void refusesAMalformedRunKeyBeforeSpark(String key) {
    assertRefused(
        request("sums").key(key).build(),
        ConfigException.class,
        "Run key '" + key + "' is not allowed");
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
  void refusesWhatTheProcessCannotHoldBeforeTheFirstAnalysis() {
    fakes.means.memory = 1L << 60;

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> runner().run(request("means").key("a").build()))
        .withMessageStartingWith(
            "means holds about 1,099,511,627,776 MiB in this process for 3 rows")
        .withMessageContaining("GEODESY_HEAP=... or spark-submit --driver-memory");
    assertThat(fakes.sums.runs).isZero();
  }

  @Test
  void saysWithoutWhatTheRestOfASuiteWouldRun() {
    fakes.means.memory = 1L << 60;

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> runner().run(request("means", "sums").key("a").build()))
        .withMessageEndingWith("or run the other analyses alone: --without means.");
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
  void refusesNaNWhereTheContractRulesItOut() {
    fakes.means.bias = Double.NaN;

    assertThatThrownBy(() -> runner().run(request("means").key("a").build()))
        .hasMessage("1 rows have NaN in means.mean, which its contract rules out");
    assertThat(catalogue().runs()).isEmpty();
  }
}
