package io.geodesy.jobs.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.graph.NeighborLists;
import io.geodesy.kernel.SeededStream;
import io.geodesy.testing.ExactNeighbors;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.special.Erf;
import org.junit.jupiter.api.Test;

class OutlierScoresTest {
  private static NeighborLists graph(double[][] points, int k) {
    return Graphs.of(ExactNeighbors.of(points, k));
  }

  private static double[][] normal(int n, int dim, long seed) {
    double[][] points = new double[n][dim];
    for (int i = 0; i < n * dim; i++) {
      points[i / dim][i % dim] = SeededStream.normal(seed, i);
    }
    return points;
  }

  /**
   * Rows at 0, 1, 2, 4 with k = 2, by hand. Last distances 2, 1, 2, 3. Reaches, of max(last of the
   * neighbour, distance): row 0 (to 1, 2) (1 + 2) / 2, row 1 (to 0, 2) (2 + 2) / 2, row 2 (to 1, 0)
   * (1 + 2) / 2, row 3 (to 2, 1) (2 + 3) / 2.
   */
  @Test
  void agreesWithTheDefinitionOnFourRows() {
    OutlierScores found = OutlierScores.of(graph(new double[][] {{0}, {1}, {2}, {4}}, 2), 2);
    assertThat(found.lastDistances()).containsExactly(2, 1, 2, 3);
    assertThat(found.meanDistances()).containsExactly(1.5, 1, 1.5, 2.5);
    double[] reach = {1.5, 2, 1.5, 2.5};
    double[] expected = {
      (reach[0] / reach[1] + reach[0] / reach[2]) / 2,
      (reach[1] / reach[0] + reach[1] / reach[2]) / 2,
      (reach[2] / reach[1] + reach[2] / reach[0]) / 2,
      (reach[3] / reach[2] + reach[3] / reach[1]) / 2
    };
    assertThat(found.localFactors()).containsExactly(expected, within(1e-12));
    double[] spread = {Math.sqrt(2.5), 1, Math.sqrt(2.5), Math.sqrt(6.5)};
    double[] excess = {
      2 * spread[0] / (spread[1] + spread[2]) - 1,
      2 * spread[1] / (spread[0] + spread[2]) - 1,
      2 * spread[2] / (spread[1] + spread[0]) - 1,
      2 * spread[3] / (spread[2] + spread[1]) - 1
    };
    double scale = 3 * Math.sqrt(Arrays.stream(excess).map(v -> v * v).sum() / 4);
    double[] probabilities =
        Arrays.stream(excess).map(v -> Math.max(0, Erf.erf(v / scale / Math.sqrt(2)))).toArray();
    assertThat(found.localProbabilities()).containsExactly(probabilities, within(1e-12));
  }

  /** Inside a regular grid every row is as dense as its neighbours. */
  @Test
  void isOneInsideAGrid() {
    double[][] ring = new double[60][];
    Arrays.setAll(ring, i -> new double[] {Math.cos(Math.PI * i / 30), Math.sin(Math.PI * i / 30)});
    OutlierScores found = OutlierScores.of(graph(ring, 6), 6);
    assertThat(found.localFactors())
        .satisfies(v -> assertThat(Arrays.stream(v)).allMatch(f -> Math.abs(f - 1) < 1e-6));
    assertThat(Arrays.stream(found.scores())).allMatch(score -> score < 1);
  }

  @Test
  void ranksPlantedOutliersFirstAtAnyScale() {
    double[][] points = normal(500, 3, 7);
    points[17] = new double[] {9, 0, 0};
    points[230] = new double[] {0, -7, 7};
    // A gross one must not hide the others.
    points[444] = new double[] {4e4, 4e4, 0};
    for (double scale : new double[] {1, 1e-4}) {
      double[][] scaled =
          Arrays.stream(points)
              .map(p -> Arrays.stream(p).map(v -> v * scale).toArray())
              .toArray(double[][]::new);
      double[] scores = OutlierScores.of(graph(scaled, 10), 10).scores();
      assertThat(scores[17]).isGreaterThan(0.999);
      assertThat(scores[230]).isGreaterThan(0.999);
      assertThat(scores[444]).isGreaterThan(0.999);
      long others =
          IntStream.range(0, 500)
              .filter(i -> i != 17 && i != 230 && i != 444 && scores[i] > 0.999)
              .count();
      assertThat(others).isLessThan(5);
    }
  }

  /** The factor sees a row beside a dense heap, the distance does not. */
  @Test
  void theFactorIsLocal() {
    double[][] points = normal(400, 2, 8);
    for (int i = 0; i < 200; i++) {
      points[i] = new double[] {50 + points[i][0] / 100, points[i][1] / 100};
    }
    points[0] = new double[] {50.15, 0.15};
    OutlierScores found = OutlierScores.of(graph(points, 8), 8);
    assertThat(found.factorScores()[0]).isGreaterThan(0.999);
    assertThat(found.localProbabilities()[0]).isGreaterThan(0.9);
    assertThat(found.distanceScores()[0]).isLessThan(0.9);
  }

  @Test
  void bearsCopiesAndRowsWithoutNeighbours() {
    double[][] points = normal(40, 2, 9);
    for (int i = 0; i < 12; i++) {
      points[i] = new double[] {1, 1};
    }
    OutlierScores found = OutlierScores.of(graph(points, 5), 5);
    assertThat(Arrays.stream(found.localFactors())).allMatch(v -> v > 0 && Double.isFinite(v));
    assertThat(found.localFactors()[3]).isEqualTo(1);
    assertThat(Arrays.stream(found.scores())).allMatch(v -> v >= 0 && v <= 1);
    double[][] equal = new double[20][2];
    assertThat(OutlierScores.of(graph(equal, 4), 4).scores()).containsOnly(0);
    NeighborLists lonely = Graphs.of(new int[][] {{1}, {0}, {}}, new double[][] {{2}, {2}, {}});
    OutlierScores alone = OutlierScores.of(lonely, 5);
    assertThat(alone.scores()[2]).isNaN();
    assertThat(alone.localFactors()[0]).isEqualTo(1);
    assertThat(alone.localProbabilities()[2]).isNaN();
  }
}
