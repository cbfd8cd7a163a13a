package io.geodesy.jobs.dimension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.kernel.SeededStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class TwoNearestNeighborsTest {
  private static Ratios exponential(int n, double d) {
    double[] logs = new double[n];
    int[] buckets = new int[n];
    for (int i = 0; i < n; i++) {
      logs[i] = -Math.log(1 - SeededStream.uniform(9, i)) / d;
      buckets[i] = (int) (SeededStream.bits(10, i) >>> 59);
    }
    return new Ratios(logs, buckets, 32);
  }

  /** x_i = -ln(1 - i/N)/d lies on the line exactly. */
  @Test
  void findsTheSlopeOfAnExactLine() {
    double[] logs = new double[1000];
    for (int i = 1; i < 1000; i++) {
      logs[i - 1] = -Math.log1p(-i / 1000.0) / 6;
    }
    logs[999] = 50;
    Ratios ratios = new Ratios(logs, new int[1000], 1);
    assertThat(TwoNearestNeighbors.linear(ratios, 0.9).d()).isCloseTo(6, within(1e-12));
  }

  @Test
  void ignoresTheLargestRatios() {
    Ratios ratios = exponential(2000, 4);
    Ratios spoilt = new Ratios(ratios.logs().clone(), ratios.buckets(), 32);
    for (int i = 0; i < spoilt.size(); i++) {
      spoilt.logs()[i] *= spoilt.logs()[i] > 0.8 ? 10 : 1;
    }
    assertThat(TwoNearestNeighbors.linear(spoilt, 0.9).d())
        .isEqualTo(TwoNearestNeighbors.linear(ratios, 0.9).d());
    assertThat(TwoNearestNeighbors.censored(spoilt, 0.9).d())
        .isEqualTo(TwoNearestNeighbors.censored(ratios, 0.9).d());
    assertThat(TwoNearestNeighbors.likelihood(spoilt).d()).isLessThan(3.9);
  }

  @Test
  void equalsTheFullLikelihoodWhenNothingIsCensored() {
    Ratios ratios = exponential(2000, 4);
    assertThat(TwoNearestNeighbors.censored(ratios, 1).d())
        .isCloseTo(TwoNearestNeighbors.likelihood(ratios).d(), within(1e-11));
  }

  @Test
  void recoversTheDimensionOfTheParetoModel() {
    Ratios ratios = exponential(20_000, 4);
    for (Fit fit :
        new Fit[] {
          TwoNearestNeighbors.linear(ratios, 0.9),
          TwoNearestNeighbors.censored(ratios, 0.9),
          TwoNearestNeighbors.likelihood(ratios)
        }) {
      assertThat(fit.d()).isCloseTo(4, within(4 * fit.jackknifeError()));
    }
  }

  @Test
  void hasTheJackknifeErrorOfIndependentRows() {
    Fit fit = TwoNearestNeighbors.likelihood(exponential(20_000, 4));
    assertThat(fit.jackknifeError()).isCloseTo(fit.analyticError(), Percentage.withPercentage(50));
  }

  @Test
  void isUndefinedWhenAllRatiosAreOne() {
    Ratios ones = new Ratios(new double[60], new int[60], 32);
    assertThat(TwoNearestNeighbors.linear(ones, 0.9).d()).isNaN();
    assertThat(TwoNearestNeighbors.likelihood(ones).d()).isNaN();
  }
}
