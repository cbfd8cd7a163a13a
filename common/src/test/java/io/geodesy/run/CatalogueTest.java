package io.geodesy.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.geodesy.error.ConfigException;
import io.geodesy.error.DataException;
import io.geodesy.run.Manifest.PublishedTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueTest {
  @TempDir Path out;

  @Test
  void listsRunsNewestFirst() throws IOException {
    publish("old", "2026-01-01T00:00:00Z", "neighbors");
    publish("new", "2026-01-02T00:00:00Z", "clusters");

    assertThat(catalogue().runs()).extracting(Manifest::runKey).containsExactly("new", "old");
  }

  @Test
  void findsTheNewestRunThatHasATable() throws IOException {
    publish("a", "2026-01-01T00:00:00Z", "neighbors");
    publish("b", "2026-01-02T00:00:00Z", "neighbors", "clusters");
    publish("c", "2026-01-03T00:00:00Z", "clusters");

    assertThat(catalogue().latestWith("neighbors").runKey()).isEqualTo("b");
  }

  @Test
  void ordersRunsOfOneInstantByKey() throws IOException {
    publish("a", "2026-01-01T00:00:00Z", "neighbors");
    publish("b", "2026-01-01T00:00:00Z", "neighbors");

    assertThat(catalogue().latestWith("neighbors").runKey()).isEqualTo("b");
  }

  @Test
  void namesTheNearestKeyForAnUnknownRun() throws IOException {
    publish("first", "2026-01-01T00:00:00Z", "neighbors");

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> catalogue().run("frist"))
        .withMessage("There is no run 'frist' in file:%s. Did you mean first?", out);
  }

  @Test
  void namesTheTablesThereAre() throws IOException {
    publish("first", "2026-01-01T00:00:00Z", "neighbors", "clusters");

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> catalogue().latestWith("coordinates"))
        .withMessage(
            "No run in file:%s published table 'coordinates'. There are: clusters, neighbors.",
            out);
  }

  @Test
  void saysThatNothingIsPublished() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> catalogue().run("first"))
        .withMessage(
            "No run is published in file:%s: run an analysis with this output first, or name another output.",
            out);
  }

  @Test
  void doesNotListAnUnfinishedRun() throws IOException {
    Files.createDirectories(out.resolve("_runs/unfinished/stage=a.rows/attempt=1"));

    assertThat(catalogue().runs()).isEmpty();
  }

  @Test
  void namesAManifestThatCannotBeRead() throws IOException {
    publish("first", "2026-01-01T00:00:00Z", "neighbors");
    Files.writeString(out.resolve("_runs/first/_manifest.json"), "{ half");

    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> catalogue().runs())
        .withMessageContaining("_runs/first/_manifest.json cannot be read");
  }

  private Catalogue catalogue() {
    return Catalogue.open(out.toString(), new Configuration());
  }

  private void publish(String key, String created, String... tables) throws IOException {
    List<PublishedTable> published =
        List.of(tables).stream()
            .map(
                name ->
                    new PublishedTable(
                        name, name + "/run=" + key, "a", "lineage", 1, "d", "id BIGINT", Map.of()))
            .toList();
    Manifest manifest =
        new Manifest(
            key,
            "survey",
            List.of("a"),
            created,
            1,
            Map.of(),
            "f",
            new TreeMap<>(),
            42,
            new Manifest.Input("in", List.of(), new TreeMap<>(), "fail", 1, 1, Map.of()),
            Map.of(),
            Map.of(),
            published,
            List.of(),
            List.of(),
            Map.of(),
            new TreeMap<>(),
            "reports/" + key + ".html",
            List.of(),
            List.of());
    Path run = Files.createDirectories(out.resolve("_runs").resolve(key));
    Files.writeString(run.resolve("_manifest.json"), Json.pretty(manifest));
  }
}
