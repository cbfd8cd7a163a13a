package io.geodesy.jobs.duplicates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Finding;
import io.geodesy.analysis.Table;
import io.geodesy.analysis.TableShape;
import io.geodesy.analysis.Tables;
import io.geodesy.config.ParameterBinder;
import io.geodesy.error.ConfigException;
import io.geodesy.error.DataException;
import io.geodesy.graph.RowDistances;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.UnionFind;
import io.geodesy.table.StandardTables;
import io.geodesy.table.TableContract;
import io.geodesy.testing.SharedSession;
import io.geodesy.testing.TestContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class DuplicatesAnalysisTest {
  private static final DuplicatesAnalysis ANALYSIS = new DuplicatesAnalysis();
  private static final int DIM = 6;
  private static final int K = 4;

  @Test
  void publishesWhatItsContractsSay() {
    Tables published = run(inputs(planted(60), "euclidean", 3), Map.of("distance", "0.1"));
    for (TableContract contract : ANALYSIS.descriptor().outputs()) {
      contract.check(published.dataset(contract.name()).schema());
    }
  }

  @Test
  void recoversPlantedGroupsAndNothingElse() {
    for (int strangers : new int[] {0, 30, 150}) {
      Tables published =
          run(
              inputs(planted(strangers), "euclidean", 2),
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
    float[][] rows = clumps(240, 12);
    for (String metric : List.of("euclidean", "cosine", "manhattan")) {
      double radius = metric.equals("cosine") ? 0.3 : metric.equals("manhattan") ? 1.6 : 0.7;
      for (String search : List.of("graph", "exact")) {
        Tables published =
            run(
                inputs(rows, metric, 2),
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
        assertThat(statistics(published).get("complete")).isEqualTo(1);
      }
    }
  }

  @Test
  void searchesOnlyRowsWhoseListIsTooShort() {
    Tables published =
        run(
            inputs(planted(100), "euclidean", 1),
            Map.of("distance", "0.1", "grid", "0.1", "search", "graph"));
    // Nine near-copies around one point and a group of five fill lists of four; copies, two of the
    // nine, are compared once.
    assertThat(statistics(published).get("compared-rows")).isEqualTo(9 - 2 + 5);
  }

  @Test
  void givesTheSameTablesForAnyPartitionsAndOrder() {
    float[][] rows = clumps(150, 10);
    Map<String, String> values =
        Map.of("distance", "0.7", "keep", "medoid", "split-column", "part");
    Map<String, List<Row>> one = all(run(inputs(rows, "euclidean", 1), values));
    for (int partitions : new int[] {2, 7}) {
      assertThat(all(run(inputs(rows, "euclidean", partitions), values))).isEqualTo(one);
    }
  }

  @Test
  void joinsTheComponentsOfBothHalvesWhenTablesAreUnited() {
    float[][] rows = clumps(120, 8);
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
  void countsLeaksAcrossTheSplit() {
    float[][] rows = new float[40][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = normal(50 + i, 3);
    }
    // part() gives train, test, none in turn: 0 and 1 are copies across, 3 and 4 near, 6 and 9 both
    // in train, and 5, which has no part, is near 7.
    rows[1] = rows[0];
    rows[4] = near(rows[3], 1);
    rows[9] = near(rows[6], 2);
    rows[5] = near(rows[7], 3);
    Tables published =
        run(inputs(rows, "euclidean", 2), Map.of("distance", "0.1", "split-column", "part"));
    Map<String, Row> leaks = new HashMap<>();
    published
        .dataset("duplicate_leaks")
        .collectAsList()
        .forEach(row -> leaks.put(row.getAs("split") + ">" + row.getAs("other"), row));
    assertThat(leaks.keySet()).containsExactlyInAnyOrder("train>test", "test>train");
    assertThat(leaks.get("train>test").<Long>getAs("rows")).isEqualTo(14);
    assertThat(leaks.get("train>test").<Long>getAs("near")).isEqualTo(2);
    assertThat(leaks.get("train>test").<Long>getAs("copies")).isEqualTo(1);
    assertThat(leaks.get("test>train").<Long>getAs("near")).isEqualTo(2);
    List<Row> marked =
        published
            .dataset("near_duplicates")
            .where("leaks_to is not null")
            .orderBy("id")
            .collectAsList();
    assertThat(marked.stream().map(row -> row.<Long>getAs("id")).toList())
        .containsExactly(0L, 1L, 3L, 4L);
    assertThat(marked.get(0).<String>getAs("leaks_to")).isEqualTo("test");
  }

  @Test
  void keepsByEveryRule() {
    float[][] rows = {{0, 0}, {1, 0}, {2, 0}, {50, 0}};
    assertThat(kept(rows, Map.of("keep", "first"))).isEqualTo(0);
    assertThat(kept(rows, Map.of("keep", "medoid"))).isEqualTo(1);
    assertThat(kept(rows, Map.of("keep", "greatest", "keep-column", "score"))).isEqualTo(2);
    assertThat(kept(rows, Map.of("keep", "least", "keep-column", "score"))).isEqualTo(0);
    assertThat(kept(rows, Map.of("keep", "longest", "keep-column", "note"))).isEqualTo(2);
    assertThat(kept(rows, Map.of("keep", "shortest", "keep-column", "note"))).isEqualTo(0);
    assertThat(kept(rows, Map.of("keep", "random"))).isBetween(0L, 2L);
  }

  @Test
  void tellsChainsFromPairs() {
    Tables published =
        run(
            inputs(new float[][] {{0, 0}, {1, 0}, {2, 0}, {50, 0}}, "euclidean", 1),
            Map.of("distance", "1"));
    assertThat(statistics(published).get("chained-rows")).isEqualTo(1);
    Row component = published.dataset("duplicate_components").collectAsList().get(0);
    assertThat(component.<Double>getAs("farthest_from_kept")).isEqualTo(2);
  }

  @Test
  void takesSimilarityAsTheChordOfUnitRows() {
    double angle = Math.acos(0.96);
    float[][] rows = {{1, 0}, {0.96f, (float) Math.sin(angle)}, {(float) -0.6, 0.8f}, {0, -1}};
    for (String metric : List.of("euclidean", "cosine")) {
      assertThat(
              statistics(run(inputs(rows, metric, 1), Map.of("threshold", "0.95")))
                  .get("removable-rows"))
          .isEqualTo(1);
      assertThat(
              statistics(run(inputs(rows, metric, 1), Map.of("threshold", "0.97")))
                  .get("removable-rows"))
          .isZero();
    }
  }

  @Test
  void refusesASimilarityWhereLengthsCount() {
    assertThatThrownBy(() -> run(inputs(new float[][] {{3, 4}, {1, 0}}, "euclidean", 1), Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "threshold is a cosine similarity, but the neighbour graph is by euclidean and row 0"
                + " has length 5.000, not 1. Give --metric cosine, or a distance with --distance.");
  }

  @Test
  void namesAMissingSplitColumn() {
    assertThatThrownBy(
            () ->
                run(
                    inputs(planted(5), "euclidean", 1),
                    Map.of("distance", "1", "split-column", "fold")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Table vectors has no column fold");
  }

  @Test
  void refusesAColumnRuleWithoutAColumn() {
    assertThatThrownBy(() -> parameters(Map.of("keep", "longest")))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "keep is longest but keep-column is not given: name the column it goes by with"
                + " --keep-column.");
  }

  @Test
  void worksOnOneRowAndOnCopiesAlone() {
    Tables one = run(inputs(new float[][] {{1, 2}}, "euclidean", 1), Map.of("distance", "1"));
    assertThat(one.dataset("keep_list").count()).isEqualTo(1);
    float[][] copies =
        IntStream.range(0, 9).mapToObj(i -> new float[] {1, 2}).toArray(float[][]::new);
    Tables same = run(inputs(copies, "euclidean", 1), Map.of("distance", "0"));
    assertThat(same.dataset("keep_list").count()).isEqualTo(1);
    assertThat(statistics(same).get("exact-copies")).isEqualTo(8);
  }

  @Test
  void reportsAndEstimatesInWords() {
    Map<String, String> values = Map.of("distance", "0.1", "split-column", "part");
    Tables published = run(inputs(planted(60), "euclidean", 1), values);
    List<String> findings =
        ANALYSIS.panels(parameters(values), published).get(0).findings().stream()
            .map(Finding::sentence)
            .toList();
    assertThat(findings.get(0))
        .contains("19 rows form 4 groups of rows within a distance of 0.1")
        .contains("removes 15 rows");
    assertThat(findings.get(1)).contains("have a near-duplicate in part");
    assertThat(ANALYSIS.estimate(parameters(Map.of()), new TableShape(60_000, 384, 2)).plan())
        .anyMatch(sentence -> sentence.startsWith("Compares all"));
  }

  private static long kept(float[][] rows, Map<String, String> rule) {
    Map<String, String> values = new HashMap<>(rule);
    values.put("distance", "1");
    return run(inputs(rows, "euclidean", 1), values)
        .dataset("duplicate_components")
        .collectAsList()
        .get(0)
        .getAs("kept_id");
  }

  private static long removable(float[][] rows) {
    Tables published = run(inputs(rows, "euclidean", 2), Map.of("distance", "0.7"));
    return (long) (double) statistics(published).get("removable-rows");
  }

  private static Map<String, List<Row>> all(Tables published) {
    Map<String, List<Row>> all = new HashMap<>();
    published.names().forEach(name -> all.put(name, published.dataset(name).collectAsList()));
    return all;
  }

  private static UnionFind bruteForce(float[][] rows, String metric, double radius) {
    RowDistances distances = distances(rows, metric);
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

  /** Groups of 2, 3, 5 and 9 near-copies, the last with copies in it, and rows far from all. */
  private static float[][] planted(int strangers) {
    List<float[]> rows = new ArrayList<>();
    for (int size : new int[] {2, 3, 5, 9}) {
      float[] center = normal(size, 30);
      for (int i = 0; i < size; i++) {
        rows.add(near(center, size == 9 && i > 6 ? 0 : i));
      }
    }
    for (int i = 0; i < strangers; i++) {
      rows.add(normal(1000 + i, 300));
    }
    return rows.toArray(float[][]::new);
  }

  private static float[] near(float[] row, int seed) {
    float[] moved = row.clone();
    for (int c = 0; c < DIM; c++) {
      moved[c] += (float) (0.001 * SeededStream.normal(77 + seed, c));
    }
    return moved;
  }

  private static float[] normal(long seed, double scale) {
    float[] row = new float[DIM];
    for (int c = 0; c < DIM; c++) {
      row[c] = (float) (scale * SeededStream.normal(seed, c));
    }
    return row;
  }

  /** Rows around some centres at many distances from each other. */
  private static float[][] clumps(int n, int centers) {
    float[][] rows = new float[n][];
    for (int i = 0; i < n; i++) {
      float[] center = normal(i % centers, 2);
      float[] noise = normal(500 + i, 0.05 + 0.4 * SeededStream.uniform(9, i));
      for (int c = 0; c < DIM; c++) {
        center[c] += noise[c];
      }
      rows[i] = i % 11 == 10 ? rows[i - 10] : center;
    }
    return rows;
  }

  private static RowDistances distances(float[][] rows, String metric) {
    int dim = rows[0].length;
    float[] values = new float[rows.length * dim];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, values, i * dim, dim);
    }
    return new RowDistances(values, dim, metric);
  }

  private static String part(int row) {
    return row % 3 == 0 ? "train" : row % 3 == 1 ? "test" : null;
  }

  private static Tables inputs(float[][] rows, String metric, int partitions) {
    RowDistances distances = distances(rows, metric);
    int n = rows.length;
    List<Row> neighbors = new ArrayList<>();
    List<Row> vectors = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      int self = i;
      int[] near =
          IntStream.range(0, n)
              .filter(j -> j != self)
              .boxed()
              .sorted(
                  Comparator.<Integer>comparingDouble(j -> distances.between(self, j))
                      .thenComparingInt(j -> j))
              .limit(K)
              .mapToInt(j -> j)
              .toArray();
      float[] lengths = new float[near.length];
      for (int j = 0; j < near.length; j++) {
        lengths[j] = distances.between(i, near[j]);
      }
      Object[] ids = IntStream.of(near).mapToObj(j -> (Object) (long) j).toArray();
      neighbors.add(RowFactory.create((long) i, ids, lengths, 0));
      vectors.add(
          RowFactory.create(
              (long) i, rows[i], "label " + i % 5, part(i), (double) i, "x".repeat(i % 40)));
    }
    StructType schema =
        StandardTables.VECTORS
            .schema(DataTypes.LongType)
            .add("label", DataTypes.StringType)
            .add("part", DataTypes.StringType)
            .add("score", DataTypes.DoubleType)
            .add("note", DataTypes.StringType);
    Attributes attributes =
        Attributes.none().with("metric", metric).with("mode", "exact").with("k", K);
    return Tables.none()
        .with(
            "neighbors",
            new Table(
                SharedSession.get()
                    .createDataFrame(neighbors, StandardTables.NEIGHBORS.schema(DataTypes.LongType))
                    .repartition(partitions),
                attributes))
        .with(
            "vectors",
            SharedSession.get().createDataFrame(vectors, schema).repartition(partitions));
  }

  private static DuplicatesParameters parameters(Map<String, String> values) {
    return ParameterBinder.bind(DuplicatesParameters.class, values);
  }

  private static Tables run(Tables inputs, Map<String, String> values) {
    return ANALYSIS.run(parameters(values), inputs, new TestContext());
  }

  private static Map<String, Double> statistics(Tables published) {
    Map<String, Double> values = new HashMap<>();
    published
        .dataset("statistics")
        .where("group is null")
        .collectAsList()
        .forEach(row -> values.put(row.getAs("metric"), row.getAs("value")));
    return values;
  }
}
