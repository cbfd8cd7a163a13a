package io.geodesy.jobs.dimension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevinaBickelTest {
  /** Published values of the Hill estimator on the radii of {@code new Random(0)}. */
  @ParameterizedTest
  @CsvSource({"5,1000,4.848665990083162", "7,10000,6.945428878740164"})
  void givesThePublishedHillValues(int dim, int size, double expected) {
    Random random = new Random(0);
    double[] r = new double[size];
    for (int i = 0; i < size; i++) {
      r[i] = Math.pow(random.nextDouble(), 1.0 / dim);
    }
    Arrays.sort(r);
    double d = LevinaBickel.estimate(size - 1, LevinaBickel.sumOfLogs(r, size));
    assertThat(d).isCloseTo(expected, within(1e-8));
  }

  @Test
  void doesNotChangeWithTheUnit() {
    double[] r = {0.1, 0.4, 0.55, 0.9};
    double[] scaled = Arrays.stream(r).map(v -> 1024 * v).toArray();
    assertThat(LevinaBickel.sumOfLogs(scaled, 4)).isEqualTo(LevinaBickel.sumOfLogs(r, 4));
  }

  @Test
  void isUndefinedWhenAllDistancesAreEqual() {
    assertThat(LevinaBickel.estimate(2, LevinaBickel.sumOfLogs(new double[] {1, 1, 1}, 3))).isNaN();
  }

  @Test
  void isUndefinedWhenADistanceIsZero() {
    assertThat(LevinaBickel.estimate(2, LevinaBickel.sumOfLogs(new double[] {0, 1, 2}, 3))).isNaN();
    assertThat(LevinaBickel.estimate(2, LevinaBickel.sumOfLogs(new double[] {0, 0, 0}, 3))).isNaN();
  }

  /** Chi-squared with 2 degrees is exponential: its 2.5 % quantile is -2 ln 0.975. */
  @Test
  void takesTheIntervalFromChiSquared() {
    double[] factors = LevinaBickel.intervalFactors(2, 0.95);
    assertThat(factors[0]).isCloseTo(-Math.log(0.975), within(1e-9));
    assertThat(factors[1]).isCloseTo(-Math.log(0.025), within(1e-9));
  }
}
