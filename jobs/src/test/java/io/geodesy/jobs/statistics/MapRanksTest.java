package io.geodesy.jobs.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MapRanksTest {
  private static float[] normal(int n, int dim, long seed) {
    float[] rows = new float[n * dim];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) SeededStream.normal(seed, i);
    }
    return rows;
  }

  /** The first columns of every row. */
  private static double[] projected(float[] rows, int dim, int columns) {
    double[] map = new double[rows.length / dim * columns];
    Arrays.setAll(map, i -> rows[i / columns * dim + i % columns]);
    return map;
  }

  private static List<MapRanks.Found> of(
      float[] rows, int dim, double[] map, int mapDim, int[] sample, int... ks) {
    try (Workers workers = new Workers(2)) {
      return MapRanks.of(rows, dim, map, mapDim, sample, ks, workers);
    }
  }

  private static int[] all(int n) {
    return IntStream.range(0, n).toArray();
  }

  /** All ranks by sorting all distances: ranks[i][j], 0 for the row itself. */
  private static int[][] ranks(double[] rows, int dim) {
    int n = rows.length / dim;
    int[][] ranks = new int[n][n];
    for (int i = 0; i < n; i++) {
      double[] distances = new double[n];
      for (int j = 0; j < n; j++) {
        for (int c = 0; c < dim; c++) {
          double difference = rows[i * dim + c] - rows[j * dim + c];
          distances[j] += difference * difference;
        }
      }
      distances[i] = -1;
      List<Integer> order = new ArrayList<>(IntStream.range(0, n).boxed().toList());
      order.sort((a, b) -> Double.compare(distances[a], distances[b]));
      for (int rank = 0; rank < n; rank++) {
        ranks[i][order.get(rank)] = rank;
      }
    }
    return ranks;
  }

  private static double definition(int[][] truth, int[][] near, int k) {
    int n = truth.length;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        if (j != i && near[i][j] <= k && truth[i][j] > k) {
          sum += truth[i][j] - k;
        }
      }
    }
    return 1 - 2 * sum / ((double) n * k * (2.0 * n - 3.0 * k - 1));
  }

  @Test
  void equalsTheDefinitionForEveryK() {
    int n = 300;
    float[] rows = normal(n, 6, 1);
    double[] map = projected(rows, 6, 2);
    int[][] inTable = ranks(projected(rows, 6, 6), 6);
    int[][] onMap = ranks(map, 2);
    int[] ks = IntStream.range(1, n / 2).toArray();
    List<MapRanks.Found> found = of(rows, 6, map, 2, all(n), ks);
    for (MapRanks.Found at : found) {
      assertThat(at.trustworthiness().value())
          .isCloseTo(definition(inTable, onMap, at.k()), within(1e-12));
      assertThat(at.continuity().value())
          .isCloseTo(definition(onMap, inTable, at.k()), within(1e-12));
      assertThat(at.trustworthiness().error()).isZero();
    }
  }

  @Test
  void isOneForTheTableItselfInAnyUnit() {
    float[] rows = normal(120, 4, 2);
    double[] same = projected(rows, 4, 4);
    for (int i = 0; i < same.length; i++) {
      same[i] = 7 - 3 * same[i];
    }
    for (MapRanks.Found at : of(rows, 4, same, 4, all(120), 1, 7, 40)) {
      assertThat(at.trustworthiness().value()).isEqualTo(1);
      assertThat(at.continuity().value()).isEqualTo(1);
      assertThat(at.overlap().value()).isEqualTo(1);
    }
  }

  /** Of a map without any relation the overlap is k / (n - 1) and trustworthiness about 1/2. */
  @Test
  void knowsChance() {
    int n = 1000;
    double[] other = projected(normal(n, 2, 4), 2, 2);
    MapRanks.Found found = of(normal(n, 5, 3), 5, other, 2, all(n), 10).get(0);
    // Standard error of a mean of 10 000 nearly independent draws of 10 / 999.
    assertThat(found.overlap().value()).isCloseTo(10 / 999.0, within(0.003));
    assertThat(found.trustworthiness().value()).isCloseTo(0.5, within(0.02));
  }

  @Test
  void aSampleAgreesWithinItsError() {
    int n = 1500;
    float[] rows = normal(n, 8, 5);
    double[] map = projected(rows, 8, 2);
    MapRanks.Found whole = of(rows, 8, map, 2, all(n), 10).get(0);
    int[] some = IntStream.range(0, n).filter(i -> i % 6 == 1).toArray();
    MapRanks.Found sampled = of(rows, 8, map, 2, some, 10).get(0);
    assertThat(sampled.trustworthiness().error()).isBetween(1e-4, 0.02);
    assertThat(sampled.trustworthiness().value())
        .isCloseTo(whole.trustworthiness().value(), within(4 * sampled.trustworthiness().error()));
    assertThat(sampled.continuity().value())
        .isCloseTo(whole.continuity().value(), within(4 * sampled.continuity().error()));
    assertThat(sampled.overlap().count()).isEqualTo(some.length);
  }

  @Test
  void seesWhichOfBothIsBroken() {
    // A ring cut open and laid on a line: all that is near on the line is near on the ring.
    int n = 400;
    float[] ring = new float[2 * n];
    double[] line = new double[n];
    for (int i = 0; i < n; i++) {
      ring[2 * i] = (float) Math.cos(2 * Math.PI * i / n);
      ring[2 * i + 1] = (float) Math.sin(2 * Math.PI * i / n);
      line[i] = i;
    }
    MapRanks.Found cut = of(ring, 2, line, 1, all(n), 10).get(0);
    assertThat(cut.trustworthiness().value()).isGreaterThan(0.999);
    assertThat(cut.continuity().value()).isLessThan(0.995);
    // The same ring flattened onto a diameter: what is near there may be opposite.
    double[] shadow = new double[n];
    Arrays.setAll(shadow, i -> ring[2 * i]);
    MapRanks.Found flat = of(ring, 2, shadow, 1, all(n), 10).get(0);
    assertThat(flat.trustworthiness().value()).isLessThan(0.95);
    assertThat(flat.continuity().value()).isGreaterThan(flat.trustworthiness().value());
  }
}
