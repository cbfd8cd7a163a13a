package io.geodesy.spectral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.error.ConfigException;
import io.geodesy.graph.BlockComponents;
import io.geodesy.graph.ConnectedComponents;
import io.geodesy.graph.NeighborBlock;
import io.geodesy.graph.NeighborBlocks;
import io.geodesy.graph.NeighborLists;
import io.geodesy.graph.SparseBlock;
import io.geodesy.graph.Symmetrization;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.table.StandardTables;
import io.geodesy.testing.SharedSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A kernel in blocks beside the same kernel in the driver. */
class KernelBlocksTest {
  private static final int K = 12;
  private static final Workers WORKERS = new Workers(2);

  @AfterAll
  static void close() {
    WORKERS.close();
  }

  /**
   * Points of three curves of uneven density, of sizes 300, 90 and 9, and 15 copies of a point far
   * away, with their exact neighbours; cells are runs of a mixed order.
   */
  private static Dataset<Row> table(boolean isText) {
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < 399; i++) {
      int curve = i < 300 ? 0 : i < 390 ? 1 : 2;
      double t = Math.pow(SeededStream.uniform(5, i), 1 + curve);
      double far = 50.0 * curve;
      points.add(new double[] {far + 3 * Math.cos(3 * t), 3 * Math.sin(3 * t), t});
    }
    for (int i = 0; i < 15; i++) {
      points.add(new double[] {-70, 0, 0});
    }
    int n = points.size();
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted((a, b) -> Long.compare(SeededStream.hash(9, a), SeededStream.hash(9, b)))
            .mapToInt(i -> i)
            .toArray();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      double[] own = points.get(order[i]);
      double[] squares = new double[n];
      for (int j = 0; j < n; j++) {
        for (int c = 0; c < 3; c++) {
          double step = points.get(order[j])[c] - own[c];
          squares[j] += step * step;
        }
      }
      int row = i;
      int[] nearest =
          IntStream.range(0, n)
              .filter(j -> j != row)
              .boxed()
              .sorted((a, b) -> Double.compare(squares[a], squares[b]))
              .limit(K)
              .mapToInt(j -> j)
              .toArray();
      Object[] ids = Arrays.stream(nearest).mapToObj(j -> id(j, isText)).toArray();
      float[] distances = new float[K];
      for (int j = 0; j < K; j++) {
        distances[j] = (float) Math.sqrt(squares[nearest[j]]);
      }
      rows.add(RowFactory.create(id(i, isText), ids, distances, order[i] / 40));
    }
    return SharedSession.get()
        .createDataFrame(
            rows,
            StandardTables.NEIGHBORS.schema(isText ? DataTypes.StringType : DataTypes.LongType));
  }

  private static Object id(int row, boolean isText) {
    return isText ? "row " + row : (Object) (7L * row);
  }

  private static KernelSettings settings(
      Kernel kernel, Symmetrization rule, BandwidthRule bandwidth) {
    return new KernelSettings(
        kernel,
        rule,
        OptionalInt.empty(),
        40,
        OptionalDouble.empty(),
        bandwidth,
        KernelSettings.USUAL_BETA,
        OptionalInt.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "FIXED, MEAN, NEIGHBOR, 4",
    "FIXED, MAX, LOG_SLOPE, 3",
    "DECAY, MEAN, LOG_SLOPE, 1",
    "DECAY, PRODUCT, LOG_SLOPE, 7",
    "SELF_TUNED, MIN, LOG_SLOPE, 5",
    "EXPONENTIAL, MEAN, LOG_SLOPE, 4",
    "FUZZY, FUZZY_UNION, LOG_SLOPE, 4",
    "VARIABLE, MAX, LOG_SLOPE, 5",
    "VARIABLE, MEAN, NEIGHBOR, 2"
  })
  void haveTheWeightsOfTheDriver(
      Kernel kernel, Symmetrization rule, BandwidthRule bandwidth, int count) {
    boolean isText = count == 4;
    Dataset<Row> table = table(isText);
    KernelSettings settings = settings(kernel, rule, bandwidth);
    KernelGraph graph = KernelGraph.of(NeighborLists.collect(table), settings, WORKERS);
    // Sums of the variable kernel are of other parts.
    double exact = kernel == Kernel.VARIABLE ? 1e-6 : 0;
    try (NeighborBlocks lists = NeighborBlocks.of(table.repartition(3), count);
        KernelBlocks blocks = KernelBlocks.of(lists, settings)) {
      requireWeights(blocks, graph, exact);
      requireFacts(blocks.facts(), graph.facts());
      requireOperator(blocks, graph, exact);
    }
  }

  private static void requireWeights(KernelBlocks blocks, KernelGraph graph, double exact) {
    int seen = 0;
    List<double[]> bandwidths = blocks.bandwidths().collect();
    for (SparseBlock block : blocks.weights().blocks().collect()) {
      for (int i = 0; i < block.rows(); i++, seen++) {
        int row = block.number(i);
        assertThat(bandwidths.get(block.index())[i])
            .isEqualTo(graph.bandwidths()[row], within(exact * graph.bandwidths()[row]));
        int begin = graph.weights().offset(row);
        assertThat(block.offsets()[i + 1] - block.offsets()[i])
            .as("entries of row %d", row)
            .isEqualTo(graph.weights().offset(row + 1) - begin);
        for (int e = block.offsets()[i]; e < block.offsets()[i + 1]; e++) {
          int at = begin + e - block.offsets()[i];
          assertThat(block.vertices()[block.columns()[e]]).isEqualTo(graph.weights().column(at));
          assertThat(block.weights()[e])
              .isEqualTo(graph.weights().weight(at), within((float) exact));
        }
      }
    }
    assertThat(seen).isEqualTo(graph.weights().rows());
  }

  private static void requireFacts(KernelFacts found, KernelFacts expected) {
    assertThat(found.bandwidthK()).isEqualTo(expected.bandwidthK());
    assertThat(found.floored()).isEqualTo(expected.floored()).isEqualTo(15);
    assertThat(found.zeroDistances()).isEqualTo(expected.zeroDistances());
    assertThat(found.dropped()).isEqualTo(expected.dropped());
    assertThat(found.mostLinks()).isEqualTo(expected.mostLinks());
    assertThat(found.dimension()).isEqualTo(expected.dimension());
    assertThat(found.eps().orElse(0)).isEqualTo(expected.eps().orElse(0), within(1e-9));
    assertThat(found.slope().orElse(0)).isEqualTo(expected.slope().orElse(0), within(1e-9));
  }

  private static void requireOperator(KernelBlocks blocks, KernelGraph graph, double exact) {
    ConnectedComponents expected = ConnectedComponents.of(graph.weights());
    double alpha = graph.facts().alpha(OptionalDouble.empty());
    int n = graph.weights().rows();
    OperatorDiagonals diagonals =
        graph.operator(IntStream.range(0, n).toArray(), alpha, WORKERS).diagonals();
    try (SpreadOperator operator =
        SpreadOperator.of(SharedSession.get(), blocks, OptionalDouble.empty(), 1)) {
      assertThat(operator.components().sizes()).isEqualTo(expected.sizes());
      List<int[]> labels = operator.components().labels().collect();
      List<OperatorDiagonals> found = operator.diagonals().collect();
      for (NeighborBlock block : blocks.lists().blocks().collect()) {
        for (int i = 0; i < block.rows(); i++) {
          int row = block.number(i);
          OperatorDiagonals own = found.get(block.index());
          assertThat(labels.get(block.index())[i]).isEqualTo(expected.component(row));
          requireClose(own.density()[i], diagonals.density()[row], exact);
          requireClose(own.degree()[i], diagonals.degree()[row], exact);
          requireClose(own.scale()[i], diagonals.scale()[row], exact);
        }
      }
    }
  }

  private static void requireClose(double found, double expected, double relative) {
    assertThat(found).isEqualTo(expected, within(100 * relative * expected));
  }

  @Test
  void leaveNothingBehind() {
    int before = SharedSession.get().sparkContext().getPersistentRDDs().size();
    Dataset<Row> table = table(false);
    try (NeighborBlocks lists = NeighborBlocks.of(table, 4)) {
      KernelSettings usual = KernelSettings.of(Kernel.VARIABLE);
      try (KernelBlocks blocks = KernelBlocks.of(lists, usual);
          SpreadOperator operator =
              SpreadOperator.of(SharedSession.get(), blocks, OptionalDouble.empty(), 1)) {
        assertThat(operator.diagonals().count()).isEqualTo(4);
      }
      KernelSettings tooFar =
          new KernelSettings(
              Kernel.DECAY, Symmetrization.MEAN, OptionalInt.of(13), 40, OptionalDouble.empty());
      assertThatThrownBy(() -> KernelBlocks.of(lists, tooFar))
          .isInstanceOf(ConfigException.class)
          .hasMessageStartingWith(
              "bandwidth-k is 13 but table neighbors has rows with only 12 neighbours");
    }
    assertThat(SharedSession.get().sparkContext().getPersistentRDDs().size()).isEqualTo(before);
  }

  /** A chain that winds through all blocks again and again is one component. */
  @Test
  void joinAChainThroughAllBlocks() {
    List<Row> rows = new ArrayList<>();
    int n = 600;
    for (int i = 0; i < n; i++) {
      List<Long> ids = new ArrayList<>();
      if (i % 200 > 0) {
        ids.add(i - 1L);
      }
      if (i % 200 < 199) {
        ids.add(i + 1L);
      }
      float[] distances = new float[ids.size()];
      Arrays.fill(distances, 1);
      rows.add(RowFactory.create((long) i, ids.toArray(), distances, i % 6));
    }
    Dataset<Row> table =
        SharedSession.get()
            .createDataFrame(rows, StandardTables.NEIGHBORS.schema(DataTypes.LongType));
    try (NeighborBlocks lists = NeighborBlocks.of(table, 6);
        KernelBlocks blocks = KernelBlocks.of(lists, KernelSettings.of(Kernel.EXPONENTIAL));
        BlockComponents components = BlockComponents.of(blocks.weights())) {
      assertThat(components.sizes()).containsExactly(200, 200, 200);
      List<int[]> labels = components.labels().collect();
      for (NeighborBlock block : lists.blocks().collect()) {
        for (int i = 0; i < block.rows(); i++) {
          assertThat(labels.get(block.index())[i]).isEqualTo(block.number(i) / 200);
        }
      }
    }
  }
}
