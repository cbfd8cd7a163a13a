package io.geodesy.jobs.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.mllib.linalg.distributed.CoordinateMatrix;
import org.apache.spark.mllib.linalg.distributed.MatrixEntry;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;

class OutOfSampleTest {
  private static final int K = 8;

  private static boolean isHeldOut(int point) {
    return point % 10 == 3;
  }

  private static KnnGraphModel graph() {
    return new KnnGraph().with("k", K).fit(Circle.one(i -> !isHeldOut(i)));
  }

  @Test
  void listsTheNearestFittedRows() {
    Dataset<Row> found = graph().transform(Circle.one(i -> isHeldOut(i)));
    for (Row row : found.select("id", "neighbor_ids", "distances", "cell").collectAsList()) {
      int point = (int) row.getLong(0);
      // on a circle the nearest are those of the nearest angles, two and two; ties by id
      List<Long> expected = new ArrayList<>();
      for (int step = 1; expected.size() < K; step++) {
        long before = Math.floorMod(point - step, Circle.POINTS);
        long after = Math.floorMod(point + step, Circle.POINTS);
        expected.add(before);
        expected.add(after);
      }
      List<Long> ids = row.getList(1);
      assertThat(ids).containsExactlyInAnyOrderElementsOf(expected);
      List<Float> distances = row.getList(2);
      assertThat(distances.get(K - 1))
          .isCloseTo((float) (2 * Math.sin(Circle.angle(K / 2) / 2)), within(1e-6f));
      assertThat(row.isNullAt(3)).isTrue();
    }
  }

  @Test
  void searchesARowAnewWhoseVectorChanged() {
    KnnGraphModel model = graph();
    // row 0 moves to where row 40 is, on the other side
    Dataset<Row> moved =
        Circle.one(i -> i == 0)
            .withColumn("vector", functions.expr("array(-vector[0], vector[1])"));
    Row list = model.transform(moved).select("neighbor_ids").head();
    assertThat(list.<Long>getList(0)).startsWith(40L).doesNotContain(0L);
  }

  @Test
  void placesRowsOfACircleAtTheirAngle() {
    KnnGraphModel graph = graph();
    Dataset<Row> fitted = graph.transform(Circle.one(i -> !isHeldOut(i)));
    AnalysisEstimator<DiffusionMapModel> estimator =
        new DiffusionMap().with("components", 2).with("kernel", "self-tuned");
    DiffusionMapModel map = estimator.fit(fitted);
    Map<Integer, Vector> places = new HashMap<>();
    for (Dataset<Row> rows :
        List.of(
            map.transform(fitted),
            map.transform(graph.transform(Circle.one(OutOfSampleTest::isHeldOut))))) {
      rows.select("id", "coordinates")
          .collectAsList()
          .forEach(r -> places.put((int) r.getLong(0), r.getAs(1)));
    }
    // the two slowest functions on a circle are a sine and a cosine of the angle: a row between
    // two others lies between them, on the chord's arc
    for (int point = 0; point < Circle.POINTS; point++) {
      if (isHeldOut(point)) {
        Vector before = places.get(point - 1);
        Vector after = places.get(point + 1);
        double step = Math.cos(Circle.angle(1));
        for (int c = 0; c < 2; c++) {
          double expected = (before.apply(c) + after.apply(c)) / (2 * step);
          assertThat(places.get(point).apply(c)).isCloseTo(expected, within(0.02));
        }
      }
    }
  }

  @Test
  void refusesRowsThatAKernelCannotPlace() {
    KnnGraphModel graph = graph();
    DiffusionMapModel map =
        new DiffusionMap()
            .with("kernel", "fuzzy")
            .with("symmetrize", "fuzzy-union")
            .with("components", 2)
            .fit(graph.transform(Circle.one(i -> !isHeldOut(i))));
    Dataset<Row> placed = map.transform(graph.transform(Circle.one(OutOfSampleTest::isHeldOut)));
    assertThatThrownBy(placed::collectAsList)
        .hasStackTraceContaining("kernel is fuzzy, which cannot place rows that were not fitted");
  }

  @Test
  void givesTheOperatorAsAMatrix() {
    Dataset<Row> lists = graph().transform(Circle.one(i -> !isHeldOut(i)));
    DiffusionMapModel map = new DiffusionMap().with("components", 2).fit(lists);
    CoordinateMatrix matrix = map.operatorMatrix();
    List<Row> vertices =
        map.rowIndex().join(map.table("operator"), "id").select("row", "degree").collectAsList();
    double[] root = new double[vertices.size()];
    vertices.forEach(r -> root[(int) r.getLong(0)] = Math.sqrt(r.getDouble(1)));
    double[] product = new double[root.length];
    for (MatrixEntry entry : matrix.entries().toJavaRDD().collect()) {
      product[(int) entry.i()] += entry.value() * root[(int) entry.j()];
    }
    // the square roots of the degrees are the eigenvector of eigenvalue 1
    for (int i = 0; i < root.length; i++) {
      assertThat(product[i]).isCloseTo(root[i], within(1e-9 * root[i] + 1e-12));
    }
    assertThat(map.operatorRows().numRows()).isEqualTo(root.length);
    assertThat(matrix.numCols()).isEqualTo(root.length);
  }
}
