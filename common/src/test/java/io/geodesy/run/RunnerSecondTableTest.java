package io.geodesy.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.geodesy.error.ConfigException;
import io.geodesy.error.ConflictException;
import io.geodesy.error.DataException;
import io.geodesy.run.Step.Status;
import io.geodesy.table.BadRows;
import io.geodesy.table.EmbeddingSource;
import io.geodesy.testing.SharedSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** Analyses that read a second embedding table beside the vectors. */
class RunnerSecondTableTest extends RunnerFixture {
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
        runner(NO_SPARK, new Configuration()).plan(request("gap").other(five()).key("a").build());

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
}
