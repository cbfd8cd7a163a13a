package io.geodesy.spectral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.graph.SparseBlock;
import io.geodesy.graph.SparseRows;
import io.geodesy.kernel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Aggregates of blocks and the coarse operator that their sums make. */
class LandmarksTest {
  private static final Workers WORKERS = new Workers(2);

  @AfterAll
  static void close() {
    WORKERS.close();
  }

  private static DiffusionOperator operator(SparseRows graph) {
    return DiffusionOperator.of(graph, 1, WORKERS);
  }

  private static List<RowBlock> blocks(DiffusionOperator operator, int count) {
    return RowBlocks.cut(operator, count, Graphs.keys(operator.rows()));
  }

  private static Landmarks whole(SparseRows graph, double share) {
    return Landmarks.of(blocks(operator(graph), 1).get(0), share);
  }

  @Test
  void aggregatesOfAPathAreRanges() {
    Landmarks landmarks = whole(Graphs.path(400), 0.1);
    assertThat(landmarks.count()).isBetween(20, 60);
    assertThat(landmarks.aggregates()).isSorted().startsWith(0).endsWith(landmarks.count() - 1);
  }

  @Test
  void theHubOfAStarTakesAllButOtherLandmarks() {
    // Landmarks are leaves, and the first of them takes the hub and with it what is left.
    Landmarks landmarks = whole(Graphs.star(300), 0.05);
    int[] sizes = new int[landmarks.count()];
    Arrays.stream(landmarks.aggregates()).forEach(a -> sizes[a]++);
    assertThat(sizes[0]).isEqualTo(300 - (landmarks.count() - 1));
    assertThat(Arrays.stream(sizes).skip(1)).containsOnly(1);
  }

  @Test
  void aBlockHasALandmarkHoweverFewThereAre() {
    Landmarks landmarks = whole(Graphs.ring(50), 1e-12);
    assertThat(landmarks.count()).isEqualTo(1);
    assertThat(landmarks.aggregates()).containsOnly(0);
  }

  @Test
  void rowsThatNoLandmarkReachesAreOneMoreAggregate() {
    List<int[]> edges = new ArrayList<>();
    for (int i = 0; i + 1 < 30; i++) {
      if (i != 9 && i != 19) {
        edges.add(new int[] {i, i + 1});
      }
    }
    Landmarks landmarks = whole(Graphs.of(30, edges), 1e-12);
    assertThat(landmarks.count()).isEqualTo(2);
    assertThat(Arrays.stream(landmarks.aggregates()).sum()).isEqualTo(20);
  }

  @Test
  void aBlockWithoutRowsHasNone() {
    RowBlock none =
        new RowBlock(
            SparseBlock.cut(Graphs.ring(10), new int[] {0, 0, 10}).get(0),
            new double[0],
            new double[0],
            new double[0],
            new long[0]);
    assertThat(Landmarks.of(none, 0.5).count()).isZero();
  }

  /** What the blocks sum, with what a whole matrix knows in the place of the exchange. */
  private static List<CoarseRows> coarseRows(
      List<RowBlock> blocks, int[] numbers, double[] prolongation) {
    List<CoarseRows> parts = new ArrayList<>();
    int total = Arrays.stream(numbers).max().orElseThrow() + 1;
    double[] weights = new double[numbers.length];
    for (RowBlock block : blocks) {
      for (int i = 0; i < block.rows(); i++) {
        int row = block.matrix().number(i);
        weights[row] = block.scale()[i] * prolongation[row];
      }
    }
    for (RowBlock block : blocks) {
      int[] vertices = block.matrix().vertices();
      parts.add(
          CoarseRows.of(
              block,
              Landmarks.of(block, 0.1),
              Arrays.stream(vertices).map(v -> numbers[v]).toArray(),
              Arrays.stream(vertices).mapToDouble(v -> weights[v]).toArray(),
              total));
    }
    return parts;
  }

  @Test
  void theCoarseOperatorIsTheGalerkinProduct() {
    int n = 300;
    DiffusionOperator operator = Graphs.variable(n, WORKERS);
    List<RowBlock> blocks = blocks(operator, 3);
    int[] numbers = new int[n];
    double[] entries = new double[n];
    int first = 0;
    for (RowBlock block : blocks) {
      Landmarks landmarks = Landmarks.of(block, 0.1);
      for (int i = 0; i < block.rows(); i++) {
        numbers[block.matrix().number(i)] = first + landmarks.aggregates()[i];
        entries[block.matrix().number(i)] = landmarks.prolongation(block, i);
      }
      first += landmarks.count();
    }
    int c = first;
    double[] prolongation = new double[n * c];
    double[] stationary = new double[c];
    for (int i = 0; i < n; i++) {
      prolongation[i * c + numbers[i]] = entries[i];
      stationary[numbers[i]] += entries[i] * operator.stationary()[i];
    }
    double[] image = new double[n * c];
    operator.multiply(prolongation, image, c, WORKERS);
    double[] expected = new double[c * c];
    for (int i = 0; i < n; i++) {
      for (int a = 0; a < c; a++) {
        expected[numbers[i] * c + a] += entries[i] * image[i * c + a];
      }
    }

    CoarseOperator coarse = CoarseOperator.of(coarseRows(blocks, numbers, entries));
    assertThat(coarse.rows()).isEqualTo(c);
    double[] identity = new double[c * c];
    IntStream.range(0, c).forEach(a -> identity[a * (c + 1)] = 1);
    double[] found = new double[c * c];
    coarse.multiply(identity, found, c, WORKERS);
    assertThat(found).containsExactly(expected, within(1e-12));

    double[] fixed = new double[c];
    coarse.multiply(stationary, fixed, 1, WORKERS);
    assertThat(fixed).containsExactly(stationary, within(1e-12));
  }
}
