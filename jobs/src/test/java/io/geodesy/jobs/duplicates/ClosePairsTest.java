package io.geodesy.jobs.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.analysis.Tables;
import io.geodesy.graph.RowDistances;
import io.geodesy.kernel.UnionFind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** That no pair is missed, and none invented, however short the lists are. */
class ClosePairsTest {
  @Test
  void recoversPlantedGroupsAndNothingElse() {
    for (int strangers : new int[] {0, 30, 150}) {
      Tables published =
          DuplicateSamples.run(
              DuplicateSamples.inputs(DuplicateSamples.planted(strangers), "euclidean", 2),
              Map.of("distance", "0.1", "search", "graph"));
      List<Row> components =
          published.dataset("duplicate_components").orderBy("component").collectAsList();
      assertThat(components.stream().map(row -> row.<Long>getAs("size")).toList())
          .containsExactly(9L, 5L, 3L, 2L);
      assertThat(components.stream().map(row -> row.<Long>getAs("kept_id")).toList())
          .containsExactly(10L, 5L, 2L, 0L);
      assertThat(published.dataset("keep_list").count()).isEqualTo(4 + strangers);
    }
  }

  /** Lists of four neighbours cannot hold the groups of nine: those rows must be searched. */
  @Test
  void equalsBruteForceAtEveryThresholdThoughListsAreTooShort() {
    float[][] rows = DuplicateSamples.clumps(240, 12);
    for (String metric : List.of("euclidean", "cosine", "manhattan")) {
      double radius = metric.equals("cosine") ? 0.3 : metric.equals("manhattan") ? 1.6 : 0.7;
      for (String search : List.of("graph", "exact")) {
        Tables published =
            DuplicateSamples.run(
                DuplicateSamples.inputs(rows, metric, 2),
                Map.of(
                    "distance", Double.toString(radius),
                    "grid", "0.1,0.2,%s".formatted(radius * 1.2),
                    "search", search));
        List<Row> grid = published.dataset("duplicate_thresholds").collectAsList();
        assertThat(grid).hasSize(4);
        for (Row row : grid) {
          UnionFind truth = bruteForce(rows, metric, row.<Double>getAs("distance"));
          assertThat(row.<Long>getAs("removable"))
              .as("%s %s at %s", metric, search, row.<Double>getAs("threshold"))
              .isEqualTo((long) rows.length - truth.sets());
        }
        UnionFind truth = bruteForce(rows, metric, (float) radius);
        Map<Long, Integer> componentOf = new HashMap<>();
        published
            .dataset("near_duplicates")
            .collectAsList()
            .forEach(row -> componentOf.put(row.getAs("id"), row.getAs("component")));
        for (int i = 0; i < rows.length; i++) {
          for (int j = 0; j < i; j++) {
            Integer own = componentOf.get((long) i);
            boolean isJoined = own != null && own.equals(componentOf.get((long) j));
            assertThat(isJoined).isEqualTo(truth.isJoined(i, j));
          }
        }
        assertThat(DuplicateSamples.statistics(published).get("complete")).isEqualTo(1);
      }
    }
  }

  @Test
  void searchesOnlyRowsWhoseListIsTooShort() {
    Tables published =
        DuplicateSamples.run(
            DuplicateSamples.inputs(DuplicateSamples.planted(100), "euclidean", 1),
            Map.of("distance", "0.1", "grid", "0.1", "search", "graph"));
    // Nine near-copies around one point and a group of five fill lists of four; copies, two of the
    // nine, are compared once.
    assertThat(DuplicateSamples.statistics(published).get("compared-rows")).isEqualTo(9 - 2 + 5);
  }

  @Test
  void joinsTheComponentsOfBothHalvesWhenTablesAreUnited() {
    float[][] rows = DuplicateSamples.clumps(120, 8);
    long whole = removable(rows);
    float[][] far = new float[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      far[i] = rows[i].clone();
      far[i][0] += 1000;
    }
    float[][] both = new float[2 * rows.length][];
    for (int i = 0; i < rows.length; i++) {
      both[2 * i] = rows[i];
      both[2 * i + 1] = far[i];
    }
    assertThat(removable(both)).isEqualTo(2 * whole);
  }

  @Test
  void tellsChainsFromPairs() {
    Tables published =
        DuplicateSamples.run(
            DuplicateSamples.inputs(
                new float[][] {{0, 0}, {1, 0}, {2, 0}, {50, 0}}, "euclidean", 1),
            Map.of("distance", "1"));
    assertThat(DuplicateSamples.statistics(published).get("chained-rows")).isEqualTo(1);
    Row component = published.dataset("duplicate_components").collectAsList().get(0);
    assertThat(component.<Double>getAs("farthest_from_kept")).isEqualTo(2);
  }

  private static long removable(float[][] rows) {
    Tables published =
        DuplicateSamples.run(
            DuplicateSamples.inputs(rows, "euclidean", 2), Map.of("distance", "0.7"));
    return (long) (double) DuplicateSamples.statistics(published).get("removable-rows");
  }

  private static UnionFind bruteForce(float[][] rows, String metric, double radius) {
    RowDistances distances = DuplicateSamples.distances(rows, metric);
    UnionFind sets = new UnionFind(rows.length);
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < i; j++) {
        if (distances.between(i, j) <= radius) {
          sets.union(i, j);
        }
      }
    }
    return sets;
  }
}
