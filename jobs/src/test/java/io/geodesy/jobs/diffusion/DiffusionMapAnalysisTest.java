package io.geodesy.jobs.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.analysis.Chart;
import io.geodesy.analysis.Panel;
import io.geodesy.analysis.Table;
import io.geodesy.analysis.TableShape;
import io.geodesy.analysis.Tables;
import io.geodesy.config.ParameterBinder;
import io.geodesy.error.ConfigException;
import io.geodesy.error.DataException;
import io.geodesy.error.TransientException;
import io.geodesy.graph.NeighborLists;
import io.geodesy.kernel.SeededStream;
import io.geodesy.table.StandardTables;
import io.geodesy.testing.SharedSession;
import io.geodesy.testing.TestContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiffusionMapAnalysisTest {
  private static final DiffusionMapParameters DEFAULTS =
      ParameterBinder.defaults(DiffusionMapParameters.class);

  private static DiffusionMapParameters with(Map<String, String> values) {
    return ParameterBinder.bind(DiffusionMapParameters.class, values);
  }

  private static Tables run(DiffusionMapParameters parameters, NeighborLists lists) {
    Tables found =
        new DiffusionMapAnalysis().run(parameters, Points.table(lists), new TestContext());
    StandardTables.OPERATOR.check(found.dataset("operator").schema());
    StandardTables.EIGENVALUES.check(found.dataset("eigenvalues").schema());
    StandardTables.COORDINATES.check(found.dataset("coordinates").schema());
    StandardTables.STATISTICS.check(found.dataset("statistics").schema());
    return found;
  }

  private static double[] eigenvalues(Tables found, int component) {
    return found
        .dataset("eigenvalues")
        .where("component = " + component)
        .orderBy("rank")
        .collectAsList()
        .stream()
        .mapToDouble(r -> r.getDouble(2))
        .toArray();
  }

  private static Row statistic(Tables found, String metric) {
    return found.dataset("statistics").where("metric = '" + metric + "'").first();
  }

  /** Two groups of points far apart, and a pair farther still. */
  private static double[][] groups(int first, int second) {
    double[][] points = new double[first + second][2];
    for (int i = 0; i < points.length; i++) {
      points[i][0] = SeededStream.uniform(5, 2L * i) + (i < first ? 0 : 100);
      points[i][1] = SeededStream.uniform(5, 2L * i + 1);
    }
    return points;
  }

  @Test
  void publishesOneRowAVertexAndOneAnEigenpair() {
    Tables found = run(DEFAULTS, Points.neighbors(Points.circle(300), 10));
    assertThat(found.dataset("operator").count()).isEqualTo(300);
    assertThat(found.dataset("coordinates").count()).isEqualTo(300);
    assertThat(found.dataset("eigenvalues").count()).isEqualTo(17);
    assertThat(eigenvalues(found, 0)[0]).isEqualTo(1, within(1e-12));
    assertThat(found.attributes("coordinates").text("kernel")).contains("decay");
    assertThat(found.attributes("coordinates").number("components-count")).hasValue(1);
    Row row = found.dataset("coordinates").orderBy("id").first();
    assertThat(row.getLong(0)).isEqualTo(100);
    assertThat(row.getList(2)).hasSize(16);
  }

  @Test
  void coordinatesOfTheCircleLieOnACircle() {
    Tables found = run(DEFAULTS, Points.neighbors(Points.circle(300), 10));
    double lambda = eigenvalues(found, 0)[1];
    // psi_1, psi_2 = sqrt 2 (cos, sin) up to a rotation, times lambda.
    for (Row row : found.dataset("coordinates").collectAsList()) {
      List<Float> c = row.getList(2);
      assertThat(Math.hypot(c.get(0), c.get(1))).isEqualTo(Math.sqrt(2) * lambda, within(1e-3));
    }
  }

  @Test
  void solvesPiecesByThemselvesAndTheLargestFirst() {
    Tables found = run(with(Map.of("components", "3")), Points.neighbors(groups(60, 90), 8));
    assertThat(eigenvalues(found, 0)[1]).isLessThan(0.999);
    assertThat(eigenvalues(found, 1)[0]).isEqualTo(1, within(1e-12));
    assertThat(statistic(found, "components-count").getDouble(3)).isEqualTo(2);
    assertThat(found.dataset("operator").where("component = 0").count()).isEqualTo(90);
    assertThat(
            found
                .dataset("operator")
                .where("component = 0")
                .agg(Map.of("id", "min"))
                .first()
                .getLong(0))
        .isEqualTo(160);
  }

  @Test
  void leavesSmallPiecesWithoutCoordinates() {
    Tables found =
        run(
            with(Map.of("components", "3", "min-component", "61")),
            Points.neighbors(groups(60, 90), 8));
    assertThat(found.dataset("coordinates").where("coordinates is null").count()).isEqualTo(60);
    assertThat(statistic(found, "rows-without-coordinates").getDouble(3)).isEqualTo(60);
  }

  @Test
  void givesAllPairsOfATableOfTwoRows() {
    Tables found = run(DEFAULTS, Points.neighbors(new double[][] {{0}, {1}}, 1));
    // K = [[1, 1/e], [1/e, 1]] and alpha = 1 leaves T = K / (1 + 1/e).
    double weight = Math.exp(-1);
    assertThat(eigenvalues(found, 0))
        .containsExactly(new double[] {1, (1 - weight) / (1 + weight)}, within(1e-7));
    assertThat(statistic(found, "coordinates-found").getString(7))
        .isEqualTo(
            "components is 16 but the largest connected component has 2 rows: all pairs are given");
  }

  /** Too few rows for a filtered block as well: whatever the back-end, they are solved whole. */
  @ParameterizedTest
  @ValueSource(strings = {"local", "ghost"})
  void givesBothPairsOfAComponentOfTwoRows(String backEnd) {
    double[][] points = groups(80, 2);
    Tables found =
        run(
            with(
                Map.of("kernel", "fixed", "eps", "0.5", "min-component", "2", "back-end", backEnd)),
            Points.neighbors(points, 8));
    double squared = 0;
    for (int c = 0; c < 2; c++) {
      squared += Math.pow(points[80][c] - points[81][c], 2);
    }
    double weight = Math.exp(-squared / 2);
    assertThat(statistic(found, "components-count").getDouble(3)).isEqualTo(2);
    assertThat(eigenvalues(found, 1))
        .containsExactly(new double[] {1, (1 - weight) / (1 + weight)}, within(1e-6));
    for (Row row : found.dataset("coordinates").where("id >= 180").collectAsList()) {
      List<Float> coordinates = row.getList(2);
      assertThat(coordinates).hasSize(1);
    }
  }

  @Test
  void aSingleRowHasItsEigenvalueAndNoCoordinate() {
    Tables found = run(DEFAULTS, Points.neighbors(new double[][] {{3}}, 0));
    assertThat(eigenvalues(found, 0)).containsExactly(1);
    assertThat(found.dataset("coordinates").first().getList(2)).isEmpty();
  }

  @Test
  void refusesAnEmptyGraph() {
    assertThatThrownBy(() -> run(DEFAULTS, Points.neighbors(new double[0][], 0)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("No usable rows in table neighbors");
  }

  /** A star and a complete graph on the executors: hubs and hundreds of equal eigenvalues. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void executorsSolveGraphsOfRepeatedEigenvalues(boolean isStar) {
    int n = isStar ? 60 : 30;
    double[][] points = new double[n][n];
    for (int i = isStar ? 1 : 0; i < n; i++) {
      points[i][i] = 1;
    }
    NeighborLists lists = Points.neighbors(points, isStar ? 1 : n - 1);
    Map<String, String> few = Map.of("components", "3", "kernel", "self-tuned");
    Map<String, String> there = new HashMap<>(few);
    there.put("back-end", "ghost");
    there.put("row-blocks", "3");
    assertThat(eigenvalues(run(with(there), lists), 0))
        .containsExactly(eigenvalues(run(with(few), lists), 0), within(1e-6));
  }

  @Test
  void joinsRowsThatAreAllEqual() {
    double[][] points = new double[20][3];
    for (String kernel : List.of("fixed", "decay", "self-tuned")) {
      Tables found = run(with(Map.of("kernel", kernel)), Points.neighbors(points, 19));
      double[] values = eigenvalues(found, 0);
      assertThat(values[0]).isEqualTo(1, within(1e-12));
      assertThat(Arrays.copyOfRange(values, 1, 17)).containsOnly(new double[] {0}, within(1e-12));
      assertThat(statistic(found, "zero-distance-pairs").getDouble(3)).isEqualTo(380);
    }
  }

  @Test
  void saysWhichResidualsAreLeftWhenTheBudgetEnds() {
    double[][] line = new double[2000][1];
    for (int i = 0; i < line.length; i++) {
      line[i][0] = i + 0.3 * SeededStream.uniform(9, i);
    }
    DiffusionMapParameters parameters =
        with(Map.of("components", "4", "tolerance", "1e-9", "max-products", "100"));
    Tables found = run(parameters, Points.neighbors(line, 4));
    Row worst = statistic(found, "residual-max");
    assertThat(worst.getDouble(3)).isGreaterThan(1e-9);
    assertThat(worst.getString(7))
        .isEqualTo("the tolerance 1.0E-9 was not reached within 100 products");
    assertThat(found.attributes("eigenvalues").asMap()).containsEntry("converged", false);
    assertThat(new DiffusionMapAnalysis().panels(parameters, found))
        .flatExtracting(Panel::findings)
        .anySatisfy(
            f -> assertThat(f.sentence()).contains("stopped at its budget of 100 products"));
  }

  @Test
  void failsForASchedulerIfAskedTo() {
    double[][] line = new double[2000][1];
    for (int i = 0; i < line.length; i++) {
      line[i][0] = i + 0.3 * SeededStream.uniform(9, i);
    }
    DiffusionMapParameters parameters =
        with(
            Map.of(
                "components",
                "4",
                "tolerance",
                "1e-9",
                "max-products",
                "100",
                "unconverged",
                "fail"));
    assertThatThrownBy(() -> run(parameters, Points.neighbors(line, 4)))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("spent its budget of 100 products at a residual of")
        .hasMessageContaining("Raise max-products or tolerance, or set unconverged = warn");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"fixed", "decay", "exponential", "self-tuned", "variable", "fuzzy", "cosine"})
  void everyKernelFindsThePairOfTheCircle(String kernel) {
    Tables found =
        run(
            with(Map.of("kernel", kernel, "components", "4")),
            Points.neighbors(Points.circle(300), 10));
    double[] values = eigenvalues(found, 0);
    assertThat(values[0]).isEqualTo(1, within(1e-9));
    // The circle is symmetric under rotation: eigenvalues after the first come in pairs.
    assertThat(values[1]).isEqualTo(values[2], within(1e-5));
    assertThat(values[3]).isEqualTo(values[4], within(1e-5));
    assertThat(values[1]).isGreaterThan(values[3]);
    assertThat(found.dataset("operator").where("degree > 0 and bandwidth > 0").count())
        .isEqualTo(300);
  }

  @ParameterizedTest
  @ValueSource(strings = {"broadcast", "ghost"})
  void backEndsAgree(String backEnd) {
    NeighborLists lists = Points.neighbors(groups(700, 0), 12);
    double[] expected = eigenvalues(run(with(Map.of("tolerance", "1e-6")), lists), 0);
    Tables distributed =
        run(with(Map.of("tolerance", "1e-6", "back-end", backEnd, "row-blocks", "3")), lists);
    assertThat(eigenvalues(distributed, 0)).containsExactly(expected, within(1e-6));
    // Only ghosts are counted, and no more of them than rows in the two other blocks of each.
    assertThat(
            distributed
                .dataset("statistics")
                .where("metric = 'ghost-rows'")
                .collectAsList()
                .stream()
                .map(row -> row.getDouble(3)))
        .hasSize(backEnd.equals("ghost") ? 1 : 0)
        .allSatisfy(ghosts -> assertThat(ghosts).isBetween(1.0, 1400.0));
  }

  @Test
  void saysWhatTheExecutorsHoldBeforeItRuns() {
    assertThat(
            new DiffusionMapAnalysis()
                .estimate(with(Map.of("back-end", "ghost")), new TableShape(1_000_000, 100, 2))
                .plan())
        .anySatisfy(
            sentence ->
                assertThat(sentence)
                    .contains("A round is at most 41 products and a commit")
                    .contains("a product moves 112 bytes for every row of another block")
                    .contains("The executors together hold 2,129 MiB"));
  }

  @Test
  void solvesAStarWhoseHubAllRowsList() {
    double[][] points = new double[40][40];
    for (int i = 1; i < 40; i++) {
      points[i][i] = 1;
    }
    Tables found = run(with(Map.of("components", "3")), Points.neighbors(points, 1));
    // Every ray lists the hub and the hub one ray: K is a star with its diagonal.
    assertThat(statistic(found, "links-most").getDouble(3)).isEqualTo(39);
    assertThat(statistic(found, "components-count").getDouble(3)).isEqualTo(1);
    assertThat(eigenvalues(found, 0)[0]).isEqualTo(1, within(1e-12));
  }

  @Test
  void solvesACompleteGraphOfEqualDistances() {
    double[][] points = new double[24][24];
    for (int i = 0; i < 24; i++) {
      points[i][i] = 1;
    }
    Tables found =
        run(with(Map.of("kernel", "self-tuned", "components", "30")), Points.neighbors(points, 23));
    double weight = Math.exp(-1);
    double[] values = eigenvalues(found, 0);
    assertThat(values).hasSize(24);
    assertThat(Arrays.copyOfRange(values, 1, 24))
        .containsOnly(new double[] {(1 - weight) / (1 + 23 * weight)}, within(1e-7));
  }

  @Test
  void leavesRowsAloneWhoseBandwidthUnderflows() {
    double[][] points = groups(60, 0);
    Tables found =
        run(with(Map.of("kernel", "fixed", "eps", "1e-12")), Points.neighbors(points, 8));
    assertThat(statistic(found, "components-count").getDouble(3)).isEqualTo(60);
    assertThat(statistic(found, "isolated-rows").getDouble(3)).isEqualTo(60);
    assertThat(eigenvalues(found, 0)).containsExactly(1);
  }

  @Test
  void refusesTheCosineKernelOnAnotherMetric() {
    Tables table = Points.table(Points.neighbors(Points.circle(30), 8));
    Tables euclidean =
        Tables.none()
            .with(
                "neighbors",
                new Table(
                    table.dataset("neighbors"),
                    table.attributes("neighbors").with("metric", "euclidean")));
    assertThatThrownBy(
            () ->
                new DiffusionMapAnalysis()
                    .run(with(Map.of("kernel", "cosine")), euclidean, new TestContext()))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "kernel is cosine but the neighbours were found with metric euclidean: compute the graph with metric = cosine, or use another kernel.");
  }

  @Test
  void permutingTheRowsChangesNoEigenvalue() {
    double[][] points = groups(150, 0);
    double[][] reversed = new double[150][];
    for (int i = 0; i < 150; i++) {
      reversed[i] = points[149 - i];
    }
    assertThat(eigenvalues(run(DEFAULTS, Points.neighbors(points, 12)), 0))
        .containsExactly(
            eigenvalues(run(DEFAULTS, Points.neighbors(reversed, 12)), 0), within(1e-9));
  }

  @Test
  void refusesAnEpsForAKernelWithoutOne() {
    assertThatThrownBy(() -> with(Map.of("eps", "2", "kernel", "decay")))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "eps is 2.0 but only the fixed and the variable kernel have one: give kernel = fixed, or leave eps out.");
  }

  @Test
  void refusesABandwidthBeyondTheLists() {
    assertThatThrownBy(
            () -> run(with(Map.of("bandwidth-k", "9")), Points.neighbors(Points.circle(30), 8)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("bandwidth-k is 9")
        .hasMessageContaining("take bandwidth-k at most 8");
  }

  @Test
  void drawsTheMapColouredByClusterAndLabel() {
    NeighborLists lists = Points.neighbors(groups(60, 90), 8);
    Tables found = run(with(Map.of("components", "5")), lists);
    List<Row> clusters = new ArrayList<>();
    List<Row> vectors = new ArrayList<>();
    IntStream.range(0, 150)
        .forEach(
            i -> {
              clusters.add(RowFactory.create(100L + i, i % 3 - 1, 1.0, null));
              vectors.add(RowFactory.create(100L + i, new float[] {1}, "label " + i % 2));
            });
    Dataset<Row> labelled =
        SharedSession.get()
            .createDataFrame(
                vectors,
                StandardTables.VECTORS
                    .schema(DataTypes.LongType)
                    .add("label", DataTypes.StringType));
    Tables published =
        found
            .with(
                "clusters",
                SharedSession.get()
                    .createDataFrame(clusters, StandardTables.CLUSTERS.schema(DataTypes.LongType)))
            .with("vectors", new Table(labelled, found.attributes("coordinates")));

    Panel map = new DiffusionMapAnalysis().panels(DEFAULTS, published).get(0);

    Chart.PointMap points = (Chart.PointMap) map.charts().get(0);
    assertThat(points.xs()).hasSize(90);
    assertThat(points.colorings())
        .extracting(Chart.Coloring::name)
        .containsExactly("cluster", "label");
    assertThat(((Chart.Kinds) points.colorings().get(0)).kinds()).containsExactly("0", "1");
    assertThat(((Chart.Kinds) points.colorings().get(0)).codes()).contains(-1);
    assertThat(map.sentences()).anyMatch(s -> s.contains("90 of 150 rows"));
  }

  @Test
  void everyParameterHasItsDefault() {
    assertThat(DEFAULTS.kernel()).isEqualTo(io.geodesy.spectral.Kernel.DECAY);
    assertThat(DEFAULTS.components()).isEqualTo(16);
    assertThat(DEFAULTS.tolerance()).isEqualTo(1e-4);
    assertThat(DEFAULTS.alpha()).isEmpty();
    assertThat(DEFAULTS.beta()).isEqualTo(-0.5);
    assertThat(DEFAULTS.backEnd()).isEqualTo(io.geodesy.spectral.BackEnd.AUTO);
    assertThat(DEFAULTS.unconverged()).isEqualTo(DiffusionMapParameters.Unconverged.WARN);
  }
}
