package io.geodesy.jobs.knn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PrincipalAxesTest {
  private static final int DIM = 120;

  @Test
  void findsAxesOfFallingVarianceAndTheirShares() {
    float[][] rows = rows(2000, DIM, DIM);
    PrincipalAxes axes = axes(rows, 40, 2);

    assertOrthonormal(axes.axes(), 40);
    // The variance of column j is 1 / (j + 1)^2, and the columns are independent.
    double total = 0;
    double leading = 0;
    for (int j = 0; j < DIM; j++) {
      double variance = 1.0 / ((j + 1) * (j + 1));
      total += variance;
      leading += j < 16 ? variance : 0;
    }
    assertThat(axes.shares()[15]).isCloseTo(leading / total, within(0.01));
    assertThat(axes.shares()).isSorted();
    assertThat(Math.abs(axes.axes()[0])).isGreaterThan(0.99f);
  }

  @Test
  void leavesOutWhatDependsOnAxesBefore() {
    PrincipalAxes axes = axes(rows(500, DIM, 10), 64, 2);

    assertOrthonormal(axes.axes(), 10);
    assertThat(axes.shares()[9]).isCloseTo(1, within(1e-4));
    assertThat(axes.mostShare(DIM)).isCloseTo(1, within(1e-4));
  }

  @Test
  void saysWhatMoreAxesCanHold() {
    PrincipalAxes few = axes(rows(2000, DIM, DIM), 16, 1);
    PrincipalAxes many = axes(rows(2000, DIM, DIM), 48, 1);

    assertThat(few.mostShare(48)).isGreaterThan(many.shares()[47]).isGreaterThan(few.shares()[15]);
  }

  @Test
  void isTheSameOnAnyNumberOfThreads() {
    assertThat(axes(rows(700, DIM, DIM), 80, 3))
        .usingRecursiveComparison()
        .isEqualTo(axes(rows(700, DIM, DIM), 80, 1));
  }

  @Test
  void projectsWithoutMakingRowsFarther() {
    float[][] rows = rows(300, DIM, DIM);
    try (Workers workers = new Workers(2)) {
      CentredRows centred = centred(rows, workers);
      SearchRows on = axes(rows, 32, 2).project(centred, 24, workers);
      for (int i = 1; i < rows.length; i++) {
        double squared = 0;
        for (int t = 0; t < 24; t++) {
          double difference = on.values()[i * 24 + t] - on.values()[t];
          squared += difference * difference;
        }
        double whole = 0;
        for (int t = 0; t < DIM; t++) {
          double difference = rows[i][t] - rows[0][t];
          whole += difference * difference;
        }
        assertThat(squared).isLessThan(whole * (1 + 1e-5));
      }
    }
  }

  private static void assertOrthonormal(float[] axes, int count) {
    for (int a = 0; a < count; a++) {
      for (int b = 0; b <= a; b++) {
        double product = 0;
        for (int t = 0; t < DIM; t++) {
          product += (double) axes[a * DIM + t] * axes[b * DIM + t];
        }
        assertThat(product).as("axes %d and %d", a, b).isCloseTo(a == b ? 1 : 0, within(1e-5));
      }
    }
  }

  private static PrincipalAxes axes(float[][] rows, int count, int threads) {
    try (Workers workers = new Workers(threads)) {
      int[] all = new int[rows.length];
      Arrays.setAll(all, i -> i);
      SampleMoments moments = SampleMoments.of(centred(rows, workers), all, workers);
      return PrincipalAxes.of(moments, count, 7, workers);
    }
  }

  private static CentredRows centred(float[][] rows, Workers workers) {
    int[] all = new int[rows.length];
    Arrays.setAll(all, i -> i);
    return CentredRows.of(
        MetricRows.of(TestTables.block(rows).values(), DIM, Metric.EUCLIDEAN, workers),
        all,
        workers);
  }

  /** Column j has variance 1 / (j + 1)^2 up to the rank, and none after it. */
  private static float[][] rows(int count, int dim, int rank) {
    float[][] rows = new float[count][dim];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < rank; j++) {
        rows[i][j] = (float) (SeededStream.normal(11, (long) i * dim + j) / (j + 1));
      }
    }
    return rows;
  }
}
