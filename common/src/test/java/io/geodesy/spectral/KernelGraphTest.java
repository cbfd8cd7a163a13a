package io.geodesy.spectral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.error.DataException;
import io.geodesy.graph.NeighborLists;
import io.geodesy.graph.Symmetrization;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.table.RowIds;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class KernelGraphTest {
  private static final Workers WORKERS = new Workers(2);

  @AfterAll
  static void close() {
    WORKERS.close();
  }

  /** Points on a line with the k nearest of each. */
  static NeighborLists line(double[] x, int k) {
    int n = x.length;
    int[] neighbors = new int[n * k];
    float[] distances = new float[n * k];
    for (int i = 0; i < n; i++) {
      int row = i;
      int[] nearest =
          IntStream.range(0, n)
              .filter(j -> j != row)
              .boxed()
              .sorted((a, b) -> Double.compare(Math.abs(x[a] - x[row]), Math.abs(x[b] - x[row])))
              .limit(k)
              .mapToInt(Integer::intValue)
              .toArray();
      for (int j = 0; j < k; j++) {
        neighbors[i * k + j] = nearest[j];
        distances[i * k + j] = (float) Math.abs(x[nearest[j]] - x[i]);
      }
    }
    return new NeighborLists(
        RowIds.ofNumbers(IntStream.range(0, n).asLongStream().toArray()),
        IntStream.rangeClosed(0, n).map(i -> i * k).toArray(),
        neighbors,
        distances,
        new int[n]);
  }

  private static KernelSettings settings(Kernel kernel, int bandwidthK, double decay, double eps) {
    return new KernelSettings(
        kernel,
        Symmetrization.MEAN,
        OptionalInt.of(bandwidthK),
        decay,
        kernel == Kernel.FIXED ? OptionalDouble.of(eps) : OptionalDouble.empty());
  }

  private static double weight(KernelGraph graph, int i, int j) {
    for (int e = graph.weights().offset(i); e < graph.weights().offset(i + 1); e++) {
      if (graph.weights().column(e) == j) {
        return graph.weights().weight(e);
      }
    }
    return 0;
  }

  @Test
  void weighsByTheFormulaOfEachKernel() {
    // Bandwidths, the distance to the 2nd neighbour: 3, 2, 3 (rows at 0, 1, 3).
    NeighborLists lists = line(new double[] {0, 1, 3}, 2);
    double fixed = weight(KernelGraph.of(lists, settings(Kernel.FIXED, 2, 1, 0.5), WORKERS), 0, 1);
    double tuned =
        weight(KernelGraph.of(lists, settings(Kernel.SELF_TUNED, 2, 1, 1), WORKERS), 0, 1);
    double decay = weight(KernelGraph.of(lists, settings(Kernel.DECAY, 2, 4, 1), WORKERS), 0, 1);
    assertThat(fixed).isEqualTo(Math.exp(-1 / (4 * 0.5)), within(1e-7));
    assertThat(tuned).isEqualTo(Math.exp(-1 / 6.0), within(1e-7));
    assertThat(decay)
        .isEqualTo(
            (Math.exp(-Math.pow(1 / 3.0, 4)) + Math.exp(-Math.pow(1 / 2.0, 4))) / 2, within(1e-7));
  }

  @Test
  void takesTheNextPositiveDistanceWhereCopiesFillTheBandwidth() {
    Bandwidths found = Bandwidths.of(line(new double[] {0, 0, 0, 5, 9}, 3), 2);
    assertThat(found.values()).containsExactly(5, 5, 5, 5, 9);
    assertThat(found.floored()).isEqualTo(3);
  }

  @Test
  void dropsPairsThatUnderflowSoThatTheRowStandsAlone() {
    KernelGraph graph =
        KernelGraph.of(
            line(new double[] {0, 1, 2, 1000}, 2), settings(Kernel.FIXED, 1, 1, 0.25), WORKERS);
    assertThat(io.geodesy.graph.ConnectedComponents.of(graph.weights()).count()).isEqualTo(2);
    assertThat(graph.dropped()).isEqualTo(2);
    assertThat(weight(graph, 3, 3)).isEqualTo(1);
  }

  @Test
  void logSlopeLiesWhereTheDistancesAre() {
    double[] x =
        IntStream.range(0, 400).mapToDouble(i -> 400 * SeededStream.uniform(6, i)).toArray();
    LogSlope found = LogSlope.choose(line(x, 20).distances(), 400, WORKERS);
    // Lists reach 10 to either side: exp(-d^2 / (4 eps)) must fall within them, and beyond 1.
    assertThat(found.eps()).isBetween(0.25, 25.0);
    // m = 1; the lists end at the 20th neighbour, so that the estimate is low but not by a half.
    assertThat(2 * found.slope()).isBetween(0.7, 1.05);
  }

  @Test
  void logSlopeScalesWithTheSquareOfTheUnit() {
    double[] x = IntStream.range(0, 100).mapToDouble(i -> i + Math.sin(i)).toArray();
    double[] scaled = Arrays.stream(x).map(v -> 1024 * v).toArray();
    LogSlope one = LogSlope.choose(line(x, 8).distances(), 100, WORKERS);
    LogSlope other = LogSlope.choose(line(scaled, 8).distances(), 100, WORKERS);
    assertThat(other.eps()).isEqualTo(one.eps() * 1024 * 1024, within(1e-3 * other.eps()));
  }

  @Test
  void logSlopeOfEqualRowsIsZero() {
    assertThat(LogSlope.choose(new float[12], 4, WORKERS)).isEqualTo(new LogSlope(1, 0));
  }

  @Test
  void logSlopeNamesTheGridWhenNothingStandsOut() {
    // Half of the distances up to a median of 1 on all scales, the others alike and beyond the
    // grid.
    float[] distances = new float[100];
    for (int i = 0; i < 100; i++) {
      distances[i] = (float) (i <= 50 ? Math.pow(10, -12 + 12 * i / 50.0) : Math.pow(2, 5.25));
    }
    assertThatThrownBy(() -> LogSlope.choose(distances, 1000, WORKERS))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "No bandwidth stands out: between eps = 0.000244 and 215 the kernel sum grows fastest at the upper end")
        .hasMessageContaining(
            "Give eps, or use a kernel that follows the density (kernel = decay).");
  }
}
