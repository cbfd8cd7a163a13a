package io.geodesy.jobs.dimension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.kernel.SeededStream;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrideTest {
  private static final int BUCKETS = 16;

  /**
   * ln(r_n2 / r_n1) of n independent Poisson rows of dimension d: minus ln of a beta value over d.
   */
  private static Ratios sample(int n, int n1, int n2, double d) {
    double[] logs = new double[n];
    int[] buckets = new int[n];
    for (int i = 0; i < n; i++) {
      double inner = 0;
      double outer = 0;
      for (int j = 0; j < n2; j++) {
        double gap = -Math.log(1 - SeededStream.uniform(5, (long) i * n2 + j));
        inner += j < n1 ? gap : 0;
        outer += gap;
      }
      logs[i] = Math.log(outer / inner) / d;
      buckets[i] = i % BUCKETS;
    }
    return new Ratios(logs, buckets, BUCKETS);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void equalsItsClosedFormForNeighbouringRanks(int n1) {
    Ratios ratios = sample(500, n1, n1 + 1, 3);
    double sum = 0;
    for (double x : ratios.logs()) {
      sum += x;
    }
    assertThat(Gride.fit(ratios, n1, n1 + 1).d()).isCloseTo(500 / (n1 * sum), within(1e-7));
  }

  @Test
  void equalsTwoNearestNeighborsUpToOneRow() {
    Ratios ratios = sample(500, 1, 2, 3);
    assertThat(Gride.fit(ratios, 1, 2).d() * 499 / 500)
        .isCloseTo(TwoNearestNeighbors.likelihood(ratios).d(), within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({"1,2,2", "2,4,7.5", "8,16,20", "16,32,300"})
  void recoversTheDimensionOfThePoissonModel(int n1, int n2, double d) {
    Fit fit = Gride.fit(sample(20_000, n1, n2, d), n1, n2);
    assertThat(fit.d()).isCloseTo(d, within(4 * fit.analyticError()));
    assertThat(fit.jackknifeError()).isCloseTo(fit.analyticError(), Percentage.withPercentage(60));
  }

  @Test
  void solvesItsScoreEquation() {
    Ratios ratios = sample(300, 3, 9, 4);
    double d = Gride.fit(ratios, 3, 9).d();
    double score = 300 / d;
    for (double x : ratios.logs()) {
      score += x * (5 / (1 - Math.exp(-d * x)) - 8);
    }
    assertThat(score).isCloseTo(0, within(1e-7));
  }

  /** The jackknife's one Newton step against solving without the bucket. */
  @Test
  void leavesBucketsOutAsIfSolvedAnew() {
    Ratios all = sample(2000, 2, 4, 5);
    double[] without = new double[BUCKETS];
    for (int b = 0; b < BUCKETS; b++) {
      int left = b;
      double[] logs =
          IntStream.range(0, 2000)
              .filter(i -> i % BUCKETS != left)
              .mapToDouble(i -> all.logs()[i])
              .toArray();
      without[b] = Gride.fit(new Ratios(logs, new int[logs.length], 1), 2, 4).d();
    }
    Fit solved = Fit.jackknife(Gride.fit(all, 2, 4).d(), Double.NaN, without);
    assertThat(Gride.fit(all, 2, 4).jackknifeError())
        .isCloseTo(solved.jackknifeError(), Percentage.withPercentage(2));
  }

  @Test
  void isUndefinedWhenAllRatiosAreOne() {
    Ratios ones = new Ratios(new double[60], new int[60], BUCKETS);
    assertThat(Gride.fit(ones, 1, 2).d()).isNaN();
    assertThat(Gride.fit(ones, 2, 4).d()).isNaN();
  }

  @Test
  void bearsSomeRatiosOfOne() {
    Ratios ratios = sample(500, 2, 4, 5);
    ratios.logs()[0] = 0;
    assertThat(Gride.fit(ratios, 2, 4).d()).isBetween(4.0, 6.0);
  }
}
