package io.geodesy.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Chart;
import io.geodesy.analysis.Finding;
import io.geodesy.analysis.Panel;
import io.geodesy.analysis.Table;
import io.geodesy.analysis.TableShape;
import io.geodesy.analysis.Tables;
import io.geodesy.config.ParameterBinder;
import io.geodesy.error.ConfigException;
import io.geodesy.graph.NeighborLists;
import io.geodesy.table.StandardTables;
import io.geodesy.table.TableContract;
import io.geodesy.testing.SharedSession;
import io.geodesy.testing.TestContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class ClustersAnalysisTest {
  private static final ClustersAnalysis ANALYSIS = new ClustersAnalysis();

  @Test
  void publishesWhatItsContractsSay() {
    Samples.Labelled ring = Samples.ring(1, 5, 60, 30);
    for (String method :
        List.of("leiden", "hdbscan", "density-peaks", "spectral", "k-means", "bisecting")) {
      Map<String, String> values = new HashMap<>(Map.of("method", method));
      if (!Set.of("leiden", "hdbscan", "density-peaks").contains(method)) {
        values.put("clusters", "5");
      }
      Tables published = run(inputs(ring, 15, DataTypes.LongType, 3), values);
      for (TableContract contract : ANALYSIS.descriptor().outputs()) {
        contract.check(published.dataset(contract.name()).schema());
      }
      assertThat(published.dataset("clusters").count()).as(method).isEqualTo(330);
      assertThat(published.attributes("clusters").text("method")).contains(method);
      assertThat(published.attributes("clusters").number("clusters")).hasValue(5);
      boolean hasTree = published.dataset("cluster_tree").count() > 0;
      assertThat(hasTree).as(method).isEqualTo(Set.of("hdbscan", "density-peaks").contains(method));
      assertThat(published.dataset("clusters").where("outlier_score is null").count())
          .as(method)
          .isZero();
      assertThat(statistics(published).get("adjusted-rand-index")).as(method).isGreaterThan(0.99);
    }
  }

  @Test
  void givesTheSameRowsForAnyPartitions() {
    Samples.Labelled ring = Samples.ring(2, 4, 50, 40);
    for (String method : List.of("leiden", "hdbscan", "density-peaks", "k-means", "k-subspaces")) {
      Map<String, String> values =
          method.startsWith("k-")
              ? Map.of("method", method, "clusters", "4", "subspace-dimension", "1")
              : Map.of("method", method);
      List<Row> one = clusters(run(inputs(ring, 10, DataTypes.LongType, 1), values));
      List<Row> seven = clusters(run(inputs(ring, 10, DataTypes.LongType, 7), values));
      assertThat(seven).as(method).isEqualTo(one);
    }
  }

  @Test
  void keepsTextIds() {
    Samples.Labelled ring = Samples.ring(3, 6, 60, 0);
    Tables published = run(inputs(ring, 15, DataTypes.StringType, 2), Map.of());
    assertThat(published.dataset("clusters").schema().apply("id").dataType())
        .isEqualTo(DataTypes.StringType);
    List<Row> rows = published.dataset("cluster_statistics").orderBy("cluster").collectAsList();
    assertThat(rows).hasSize(6);
    for (Row row : rows) {
      List<String> exemplars = row.getList(row.fieldIndex("exemplar_ids"));
      assertThat(exemplars).hasSize(3).allMatch(id -> id.startsWith("row-"));
      assertThat(row.<Double>getAs("majority_share")).isEqualTo(1.0);
    }
  }

  @Test
  void numbersClustersBySizeThenBySmallestRow() {
    assertThat(Partition.bySize(new int[] {7, 3, 3, -2, 5, 5, 9}))
        .containsExactly(2, 0, 0, -1, 1, 1, 3);
  }

  @Test
  void saysWhyThereIsNoSilhouette() {
    Samples.Labelled noise = Samples.ring(1, 1, 0, 30);
    Tables published =
        run(
            inputs(noise, 6, DataTypes.LongType, 1),
            Map.of("method", "hdbscan", "min-cluster-size", "20"));
    Row row =
        published
            .dataset("statistics")
            .where("metric = 'silhouette-squared'")
            .collectAsList()
            .get(0);
    assertThat(row.<Double>getAs("value")).isNull();
    assertThat(row.<String>getAs("note"))
        .isEqualTo("undefined: it needs two clusters, there is none");
    Row clusters = published.dataset("cluster_statistics").collectAsList().get(0);
    assertThat(clusters.<Integer>getAs("cluster")).isEqualTo(Partition.NOISE);
    assertThat(clusters.<Long>getAs("size")).isEqualTo(30);
  }

  @Test
  void refusesMoreClustersThanRows() {
    Samples.Labelled rows = Samples.ring(1, 2, 3, 0);
    Map<String, String> values = Map.of("method", "k-means", "clusters", "10");
    assertThatThrownBy(() -> run(inputs(rows, 3, DataTypes.LongType, 1), values))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "clusters is 10 but the table has 6 rows: there cannot be more clusters than rows.");
  }

  @Test
  void choosesTheNumberOfClustersAndShowsTheCurve() {
    Samples.Labelled ring = Samples.ring(1, 5, 60, 0);
    Tables inputs = inputs(ring, 15, DataTypes.LongType, 2);
    for (String method : List.of("spectral", "k-means")) {
      Map<String, String> values = Map.of("method", method);
      Tables published = run(inputs, values);
      assertThat(statistics(published).get("clusters-chosen")).as(method).isEqualTo(5);
      assertThat(statistics(published).get("adjusted-rand-index")).as(method).isGreaterThan(0.99);
      Panel panel = ANALYSIS.panels(parameters(values), published).get(0);
      assertThat(panel.sentences())
          .as(method)
          .anyMatch(s -> s.contains("5 clusters were chosen") && s.contains("Parameter clusters"));
      Chart.Lines curve = (Chart.Lines) panel.charts().get(0);
      assertThat(curve.marks()).containsExactly(Chart.Mark.atX("chosen: 5", 5));
      assertThat(curve.series().get(0).x().length).as(method).isGreaterThan(20);
      assertThat(panel.findings()).noneMatch(f -> f.sentence().contains("is uncertain"));
    }
  }

  @Test
  void saysThatTheNumberIsUncertainInOneCloud() {
    Samples.Labelled cloud = new Samples.Labelled(Samples.normal(3, 400, 2, 0), new int[400]);
    Tables inputs = inputs(cloud, 15, DataTypes.LongType, 1);
    for (String method : List.of("spectral", "k-means", "k-subspaces")) {
      Map<String, String> values = Map.of("method", method, "subspace-dimension", "1");
      List<Panel> panels = ANALYSIS.panels(parameters(values), run(inputs, values));
      assertThat(panels.get(0).findings())
          .as(method)
          .anyMatch(f -> f.sentence().startsWith("The number of clusters is uncertain: "));
    }
  }

  @Test
  void choosesOneClusterWhereAllRowsAreEqual() {
    Samples.Labelled rows = new Samples.Labelled(Samples.block(new float[60], 2), new int[30]);
    for (String method : List.of("spectral", "k-means", "bisecting", "k-subspaces")) {
      Map<String, String> values = Map.of("method", method, "subspace-dimension", "1");
      Tables published = run(inputs(rows, 5, DataTypes.LongType, 1), values);
      assertThat(published.dataset("clusters").count()).as(method).isEqualTo(30);
    }
  }

  @Test
  void reportsInPlainWords() {
    Samples.Labelled ring = Samples.ring(1, 5, 60, 30);
    Tables inputs = inputs(ring, 15, DataTypes.LongType, 1);
    Tables published = run(inputs, Map.of());
    Tables all = published.with("vectors", inputs.table("vectors"));
    List<Panel> panels = ANALYSIS.panels(parameters(Map.of()), all);
    List<String> findings = panels.get(0).findings().stream().map(Finding::sentence).toList();
    assertThat(findings.get(0)).startsWith("The rows form 5 clusters by method leiden");
    assertThat(findings.get(1))
        .startsWith("Compared with the labels, the clusters are the labels: adjusted mutual");
    assertThat(panels.get(0).grids().get(0).rows()).hasSize(5);
  }

  @Test
  void saysHowMuchOfEachClusterComesBack() {
    Samples.Labelled ring = Samples.ring(1, 5, 60, 30);
    for (String method : List.of("leiden", "hdbscan")) {
      Map<String, String> values = Map.of("method", method, "stability-samples", "5");
      Tables published = run(inputs(ring, 15, DataTypes.LongType, 2), values);
      assertThat(statistics(published).get("stability")).as(method).isGreaterThan(0.9);
      assertThat(statistics(published).get("doubtful-clusters")).as(method).isZero();
      assertThat(published.dataset("cluster_statistics").where("cluster >= 0 and stability > 0.8"))
          .satisfies(rows -> assertThat(rows.count()).as(method).isEqualTo(5));
      assertThat(published.dataset("cluster_statistics").where("stability is null").count())
          .as(method)
          .isEqualTo(method.equals("hdbscan") ? 1 : 0);
      Panel panel = ANALYSIS.panels(parameters(values), published).get(0);
      assertThat(panel.sentences()).anyMatch(s -> s.startsWith("Grouped again 5 times"));
      assertThat(panel.grids().get(0).header()).contains("stability");
    }
  }

  @Test
  void warnsOfClustersThatDoNotComeBack() {
    Samples.Labelled cloud = new Samples.Labelled(Samples.normal(3, 400, 10, 0), new int[400]);
    Map<String, String> values = Map.of("resolution", "1", "stability-samples", "5");
    Tables published = run(inputs(cloud, 15, DataTypes.LongType, 1), values);
    assertThat(statistics(published).get("stability")).isLessThan(0.75);
    assertThat(statistics(published).get("doubtful-clusters")).isPositive();
    assertThat(ANALYSIS.panels(parameters(values), published).get(0).findings())
        .anyMatch(f -> f.sentence().endsWith("do not interpret them."));
  }

  @Test
  void cautionsAboutNoise() {
    Samples.Labelled ring = Samples.ring(1, 3, 40, 300);
    Map<String, String> values = Map.of("method", "hdbscan");
    Tables published = run(inputs(ring, 10, DataTypes.LongType, 1), values);
    List<Panel> panels = ANALYSIS.panels(parameters(values), published);
    assertThat(panels.get(0).findings())
        .anyMatch(
            f ->
                f.weight() == Finding.Weight.CAUTION
                    && f.sentence().contains("of the rows are in no cluster"));
  }

  @Test
  void estimatesInWords() {
    TableShape shape = new TableShape(70_000, 784, 2);
    for (ClusterMethod choice : ClusterMethod.values()) {
      String method = ClustersAnalysis.name(choice);
      ClustersParameters open = parameters(Map.of("method", method));
      ClustersParameters parameters = parameters(Map.of("method", method, "clusters", "10"));
      assertThat(ANALYSIS.estimate(open, shape).seconds())
          .isBetween(ANALYSIS.estimate(parameters, shape).seconds(), 600.0);
      assertThat(ANALYSIS.estimate(parameters, shape).plan()).hasSizeGreaterThan(2);
      assertThat(ANALYSIS.estimate(parameters, shape).seconds()).isBetween(0.1, 300.0);
      assertThat(ANALYSIS.estimate(parameters, shape).memoryBytes()).isGreaterThan(100_000_000);
    }
  }

  private static ClustersParameters parameters(Map<String, String> values) {
    return ParameterBinder.bind(ClustersParameters.class, values);
  }

  private static Tables run(Tables inputs, Map<String, String> values) {
    return ANALYSIS.run(parameters(values), inputs, new TestContext());
  }

  private static List<Row> clusters(Tables published) {
    return published.dataset("clusters").orderBy("id").collectAsList();
  }

  static Map<String, Double> statistics(Tables published) {
    Map<String, Double> values = new HashMap<>();
    published
        .dataset("statistics")
        .collectAsList()
        .forEach(row -> values.put(row.getAs("metric"), row.getAs("value")));
    return values;
  }

  static Tables inputs(Samples.Labelled rows, int k, DataType idType, int partitions) {
    NeighborLists lists = Samples.neighbors(rows.block(), k);
    boolean isText = idType.equals(DataTypes.StringType);
    List<Row> neighbors = new ArrayList<>();
    List<Row> vectors = new ArrayList<>();
    for (int i = 0; i < lists.rows(); i++) {
      int from = lists.offsets()[i];
      Object[] near =
          Arrays.stream(lists.neighbors(), from, from + k).mapToObj(j -> id(j, isText)).toArray();
      float[] lengths = Arrays.copyOfRange(lists.distances(), from, from + k);
      neighbors.add(RowFactory.create(id(i, isText), near, lengths, 0));
      int dim = rows.block().dim();
      float[] vector = Arrays.copyOfRange(rows.block().values(), i * dim, (i + 1) * dim);
      String label = rows.labels()[i] < 0 ? null : "blob " + rows.labels()[i];
      vectors.add(RowFactory.create(id(i, isText), vector, label));
    }
    StructType vectorSchema =
        StandardTables.VECTORS.schema(idType).add("label", DataTypes.StringType);
    Attributes attributes =
        Attributes.none().with("n", lists.rows()).with("dim", rows.block().dim());
    return Tables.none()
        .with(
            "neighbors",
            new Table(
                SharedSession.get()
                    .createDataFrame(neighbors, StandardTables.NEIGHBORS.schema(idType))
                    .repartition(partitions),
                attributes.with("metric", "euclidean").with("k", k).with("recall", 1.0)))
        .with(
            "vectors",
            new Table(
                SharedSession.get().createDataFrame(vectors, vectorSchema).repartition(partitions),
                attributes));
  }

  private static Object id(int row, boolean isText) {
    return isText ? "row-%04d".formatted(row) : (Object) (long) row;
  }
}
