package io.geodesy.moment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MomentsTest {
  private static float[] rows(int n, int dim) {
    float[] values = new float[n * dim];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (3 + SeededStream.normal(21, i) * (1 + i % dim));
    }
    return values;
  }

  private static Moments of(float[] values, int from, int to, int dim, int threads) {
    try (Workers workers = new Workers(threads)) {
      return Moments.of(values, from, to, dim, workers);
    }
  }

  @ParameterizedTest
  @CsvSource({"1,3", "2,1", "9,100", "1500,7", "1031,97"})
  void equalsTheDefinition(int n, int dim) {
    float[] values = rows(n, dim);
    Moments moments = of(values, 0, n, dim, 2);
    double[] covariance = moments.covariance();
    double[] mean = moments.mean();
    for (int a = 0; a < dim; a += 3) {
      for (int b = 0; b < dim; b += 5) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
          sum += (values[i * dim + a] - mean[a]) * (values[i * dim + b] - mean[b]);
        }
        assertThat(covariance[a * dim + b])
            .isCloseTo(sum / Math.max(1, n - 1), within(1e-11 * (1 + a) * (1 + b) + 1e-12));
      }
    }
    assertThat(mean[0]).isCloseTo(meanOfColumn(values, n, dim), within(1e-12));
  }

  private static double meanOfColumn(float[] values, int n, int dim) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += values[i * dim];
    }
    return sum / n;
  }

  @Test
  void hasTheSameBitsForAnyNumberOfThreads() {
    float[] values = rows(1500, 400);
    assertThat(of(values, 0, 1500, 400, 3).covariance())
        .isEqualTo(of(values, 0, 1500, 400, 1).covariance());
  }

  @Test
  void mergesToTheWhole() {
    float[] values = rows(1000, 20);
    Moments whole = of(values, 0, 1000, 20, 1);
    Moments merged = of(values, 0, 377, 20, 1).merge(of(values, 377, 1000, 20, 1));
    assertThat(merged.count()).isEqualTo(1000);
    for (int i = 0; i < 400; i++) {
      assertThat(merged.covariance()[i]).isCloseTo(whole.covariance()[i], within(1e-10));
    }
  }

  @Test
  void mergesWithNothing() {
    float[] values = rows(10, 3);
    Moments whole = of(values, 0, 10, 3, 1);
    Moments nothing = of(values, 0, 0, 3, 1);
    assertThat(nothing.merge(whole).covariance()).isEqualTo(whole.covariance());
    assertThat(whole.merge(nothing).covariance()).isEqualTo(whole.covariance());
  }

  @Test
  void addsTheMeanToTheSecondMoment() {
    Moments moments = of(new float[] {1, 2, 3, 6}, 0, 2, 2, 1);
    assertThat(moments.secondMoment()).containsExactly(5, 10, 10, 20);
  }
}
