package io.geodesy.jobs.dimension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BinomialTest {
  @Test
  void countsWithinTheShareOfTheLargest() {
    assertThat(Binomial.inner(new double[] {0.1, 0.5, 0.50001, 1}, 4, 0.5)).isEqualTo(2);
    assertThat(Binomial.inner(new double[] {1, 1, 1}, 3, 0.5)).isZero();
  }

  /** One in eight within half of the radius: three directions. */
  @Test
  void isTheLogarithmOfTheShare() {
    Fit fit = Binomial.fit(new double[] {10, 15}, new double[] {100, 100}, 0.5);
    assertThat(fit.d()).isCloseTo(3, within(1e-12));
    double log = Math.log(0.5);
    assertThat(fit.analyticError()).isCloseTo(Math.sqrt(7 / (200 * log * log)), within(1e-12));
    assertThat(fit.jackknifeError()).isPositive();
  }

  @Test
  void isUndefinedWhenNoneOrAllLieWithin() {
    assertThat(Binomial.fit(new double[] {0, 0}, new double[] {9, 9}, 0.5).d()).isNaN();
    assertThat(Binomial.fit(new double[] {9, 9}, new double[] {9, 9}, 0.5).d()).isNaN();
  }
}
