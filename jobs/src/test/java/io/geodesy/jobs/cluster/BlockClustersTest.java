package io.geodesy.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.analysis.Tables;
import io.geodesy.config.ParameterBinder;
import io.geodesy.error.ConfigException;
import io.geodesy.testing.SharedSession;
import io.geodesy.testing.TestContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With lists in blocks HDBSCAN* finds what it finds with lists in the driver. */
class BlockClustersTest {
  @Test
  void equalsTheDriverWhateverTheBlocks() {
    Samples.Labelled ring = Samples.ring(2, 5, 60, 80);
    for (boolean isText : new boolean[] {false, true}) {
      Tables inputs =
          ClustersAnalysisTest.inputs(
              ring, 8, isText ? DataTypes.StringType : DataTypes.LongType, 3);
      Tables local = local(inputs, Map.of());
      for (int count : isText ? new int[] {3} : new int[] {1, 7}) {
        requireEqual(blocks(inputs, Map.of(), count), local);
      }
    }
  }

  @Test
  void equalsTheDriverOnDigits() {
    Tables inputs = ClustersAnalysisTest.inputs(Samples.digits(), 10, DataTypes.LongType, 4);
    Map<String, String> leaves = Map.of("selection", "leaf", "min-cluster-size", "10");
    requireEqual(blocks(inputs, leaves, 5), local(inputs, leaves));
  }

  /** Far groups with lists that stay inside them leave many bridges to find. */
  @Test
  void bridgesTheSameComponents() {
    for (int seed = 0; seed < 2; seed++) {
      Samples.Labelled ring = Samples.ring(seed, 12, 25, 30);
      Map<String, String> values = Map.of("min-points", "3", "min-cluster-size", "10");
      Tables inputs = ClustersAnalysisTest.inputs(ring, 4, DataTypes.LongType, 2);
      requireEqual(blocks(inputs, values, 4), local(inputs, values));
    }
  }

  @Test
  void worksOnTwoRowsAndOnCopies() {
    Samples.Labelled two = new Samples.Labelled(Samples.normal(1, 2, 2, 0), new int[2]);
    Tables pair = ClustersAnalysisTest.inputs(two, 1, DataTypes.LongType, 1);
    requireEqual(blocks(pair, Map.of(), 2), local(pair, Map.of()));
    Samples.Labelled equal = new Samples.Labelled(Samples.block(new float[120], 2), new int[60]);
    Map<String, String> values = Map.of("single-cluster", "true");
    Tables copies = ClustersAnalysisTest.inputs(equal, 6, DataTypes.LongType, 1);
    requireEqual(blocks(copies, values, 3), local(copies, values));
  }

  /** Every group is a piece of its own, solved in one task as the driver does. */
  @ParameterizedTest
  @CsvSource({"6, 5", "0, 5"})
  void findsTheSpectralClustersOfTheDriver(int clusters, int count) {
    Samples.Labelled ring = Samples.ring(3, 6, 70, 0);
    Tables inputs = ClustersAnalysisTest.inputs(ring, 9, DataTypes.LongType, 3);
    Map<String, String> values = new HashMap<>(Map.of("method", "spectral"));
    if (clusters > 0) {
      values.put("clusters", Integer.toString(clusters));
    }
    Tables expected = local(inputs, values);
    int before = SharedSession.get().sparkContext().getPersistentRDDs().size();
    Tables found = blocks(inputs, values, count);
    assertThat(SharedSession.get().sparkContext().getPersistentRDDs().size()).isEqualTo(before);
    List<Row> clustered = rows(expected.dataset("clusters"));
    assertThat(rows(found.dataset("clusters"))).isEqualTo(clustered);
    assertThat(clustered.stream().mapToInt(r -> r.getInt(1)).distinct().count()).isEqualTo(6);
    Map<String, Double> statistics = ClustersAnalysisTest.statistics(found);
    ClustersAnalysisTest.statistics(expected)
        .forEach(
            (metric, value) -> {
              // Residuals are another solver's.
              if (!metric.equals("worst-residual") && value != null) {
                assertThat(statistics.get(metric)).as(metric).isEqualTo(value, within(1e-5));
              }
            });
    assertThat(statistics.get("worst-residual")).isLessThan(1e-6);
  }

  /** Digits are one piece, solved across blocks. */
  @Test
  void findsTheSpectralClustersOfDigits() {
    Tables inputs = ClustersAnalysisTest.inputs(Samples.digits(), 15, DataTypes.LongType, 4);
    Map<String, String> values = Map.of("method", "spectral", "clusters", "10");
    List<Row> expected = rows(local(inputs, values).dataset("clusters"));
    List<Row> found = rows(blocks(inputs, values, 4).dataset("clusters"));
    assertThat(found).hasSameSizeAs(expected);
    int equal = 0;
    for (int i = 0; i < found.size(); i++) {
      equal += found.get(i).getInt(1) == expected.get(i).getInt(1) ? 1 : 0;
      assertThat(found.get(i).getDouble(3)).isEqualTo(expected.get(i).getDouble(3));
    }
    // K-means tells rows apart that eigenvectors, right to 1e-6, have on its borders.
    assertThat(equal).isGreaterThan((int) (0.995 * found.size()));
  }

  @Test
  void refusesMoreSpectralClustersThanRows() {
    Tables inputs =
        ClustersAnalysisTest.inputs(Samples.ring(1, 2, 30, 0), 4, DataTypes.LongType, 1);
    assertThatThrownBy(() -> blocks(inputs, Map.of("method", "spectral", "clusters", "61"), 3))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "clusters is 61 but the table has 60 rows: there cannot be more clusters than rows.");
  }

  @Test
  void namesBothKeysWhenTheListsAreTooShort() {
    Tables inputs =
        ClustersAnalysisTest.inputs(Samples.ring(1, 2, 30, 0), 4, DataTypes.LongType, 1);
    assertThatThrownBy(() -> blocks(inputs, Map.of("min-points", "9"), 3))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("clusters.min-points is 9 but the neighbour lists hold 4:");
  }

  @Test
  void isTakenWhereTheParametersSaySo() {
    assertThat(parameters(Map.of()).isInBlocks(2_000_001)).isTrue();
    assertThat(parameters(Map.of()).isInBlocks(2_000_000)).isFalse();
    assertThat(parameters(Map.of("lists", "blocks")).isInBlocks(10)).isTrue();
    assertThat(parameters(Map.of("lists", "local")).isInBlocks(1_000_000_000)).isFalse();
    assertThat(parameters(Map.of("spanning-tree", "exact")).isInBlocks(10_000_000)).isFalse();
    assertThat(parameters(Map.of("stability-samples", "2")).isInBlocks(10_000_000)).isFalse();
    assertThat(parameters(Map.of("method", "spectral")).isInBlocks(2_000_001)).isTrue();
    assertThat(parameters(Map.of("method", "leiden")).isInBlocks(10_000_000)).isFalse();
    assertThatThrownBy(() -> parameters(Map.of("lists", "blocks", "method", "leiden")))
        .hasMessage(
            "lists is blocks but the method is leiden: only hdbscan and spectral work on lists in"
                + " blocks. Choose one of them, or leave lists at auto.");
    assertThatThrownBy(() -> parameters(Map.of("lists", "blocks", "spanning-tree", "exact")))
        .hasMessage(
            "lists is blocks, but spanning-tree = exact needs them in the driver: leave it out, or"
                + " set lists = local.");
  }

  static void requireEqual(Tables found, Tables expected) {
    for (String table : List.of("clusters", "cluster_tree")) {
      assertThat(rows(found.dataset(table))).as(table).isEqualTo(rows(expected.dataset(table)));
    }
    String silhouette = "silhouette_squared";
    Dataset<Row> foundClusters = found.dataset("cluster_statistics");
    Dataset<Row> expectedClusters = expected.dataset("cluster_statistics");
    assertThat(rows(foundClusters.drop(silhouette)))
        .isEqualTo(rows(expectedClusters.drop(silhouette)));
    List<Row> silhouettes = rows(expectedClusters.select("cluster", silhouette));
    for (Row row : rows(foundClusters.select("cluster", silhouette))) {
      Double value = silhouettes.remove(0).getAs(silhouette);
      if (value == null) {
        assertThat(row.isNullAt(1)).isTrue();
      } else {
        assertThat(row.getDouble(1)).isCloseTo(value, within(1e-12));
      }
    }
    Map<String, Double> values = ClustersAnalysisTest.statistics(found);
    ClustersAnalysisTest.statistics(expected)
        .forEach(
            (metric, value) -> {
              if (metric.equals("silhouette-squared") && value != null) {
                assertThat(values.get(metric)).isCloseTo(value, within(1e-12));
              } else {
                assertThat(values.get(metric)).as(metric).isEqualTo(value);
              }
            });
    assertThat(found.attributes("clusters")).isEqualTo(expected.attributes("clusters"));
  }

  private static List<Row> rows(Dataset<Row> table) {
    String[] order = table.columns();
    return new ArrayList<>(table.orderBy(order[0], order[1]).collectAsList());
  }

  static Tables local(Tables inputs, Map<String, String> values) {
    Map<String, String> all = new HashMap<>(values);
    all.put("lists", "local");
    all.put("spanning-tree", "graph");
    return new ClustersAnalysis().run(parameters(all), inputs, new TestContext());
  }

  static Tables blocks(Tables inputs, Map<String, String> values, int count) {
    Map<String, String> all = new HashMap<>(values);
    all.put("lists", "blocks");
    try (BlockClusters clusters =
        new BlockClusters(parameters(all), inputs, new TestContext(), count)) {
      return clusters.run();
    }
  }

  private static ClustersParameters parameters(Map<String, String> values) {
    Map<String, String> all = new HashMap<>(values);
    all.putIfAbsent("method", "hdbscan");
    return ParameterBinder.bind(ClustersParameters.class, all);
  }
}
