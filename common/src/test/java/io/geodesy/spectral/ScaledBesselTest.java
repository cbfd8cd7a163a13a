package io.geodesy.spectral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScaledBesselTest {
  @Test
  void equalsThePowerSeriesForSmallArguments() {
    double x = 1.5;
    double[] found = ScaledBessel.of(x);
    for (int k = 0; k < 20; k++) {
      double term = Math.exp(-x);
      for (int j = 1; j <= k; j++) {
        term *= x / 2 / j;
      }
      double sum = 0;
      for (int j = 0; j < 60; j++) {
        sum += term;
        term *= x * x / 4 / ((j + 1.0) * (j + 1 + k));
      }
      assertThat(found[k]).isEqualTo(sum, within(1e-14 * sum));
    }
  }

  @Test
  void followsTheAsymptoticSeriesForLargeArguments() {
    // e^-x I_k(x) = (1 - (m-1)/(8x) + (m-1)(m-9)/(2 (8x)^2) - ...) / sqrt(2 pi x), m = 4k^2.
    double x = 1e5;
    double[] found = ScaledBessel.of(x);
    for (int k = 0; k < 4; k++) {
      double m = 4.0 * k * k;
      double y = 8 * x;
      double series = 1 - (m - 1) / y + (m - 1) * (m - 9) / (2 * y * y);
      assertThat(found[k])
          .isEqualTo(series / Math.sqrt(2 * Math.PI * x), within(1e-13 / Math.sqrt(x)));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-12, 0.01, 8, 357, 1e6})
  void sumsToOne(double x) {
    double[] found = ScaledBessel.of(x);
    double sum = found[0];
    for (int k = 1; k < found.length; k++) {
      // The last orders are where the recurrence begins and matter to nobody.
      assertThat(found[k]).isBetween(0.0, found[k - 1] + 1e-27);
      sum += 2 * found[k];
    }
    assertThat(sum).isEqualTo(1, within(1e-12));
  }

  /**
   * The degrees of the table in Marcotte et al.'s setting, spectrum [0, 2]: degree by t and eps.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 4, 7, 10",
    "5, 8, 12, 17",
    "10, 11, 17, 23",
    "20, 15, 23, 31",
    "50, 23, 35, 47",
    "100, 33, 49, 66",
    "200, 47, 69, 92",
    "500, 74, 110, 145",
    "1000, 104, 155, 205",
    "10000, 329, 489, 647"
  })
  void theDegreeFollowsFromTimeAndTolerance(double t, int coarse, int middle, int fine) {
    assertThat(HeatSeries.of(t, 1e-3).degree()).isEqualTo(coarse);
    assertThat(HeatSeries.of(t, 1e-6).degree()).isEqualTo(middle);
    assertThat(HeatSeries.of(t, 1e-10).degree()).isEqualTo(fine);
  }
}
