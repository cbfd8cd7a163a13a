package io.geodesy.jobs.dimension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalEstimatesTest {
  private static double[] radii(int dim, int size) {
    Random random = new Random(0);
    double[] r = new double[size];
    for (int i = 0; i < size; i++) {
      r[i] = Math.pow(random.nextDouble(), 1.0 / dim);
    }
    Arrays.sort(r);
    return r;
  }

  private static double estimate(LocalEstimator estimator, double[] r) {
    return new LocalEstimates().of(r, r.length)[estimator.place()];
  }

  /** Published values on the radii of {@code new Random(0)}. */
  @ParameterizedTest
  @CsvSource({
    "MOM, 5, 1000, 4.8704752769340836",
    "MOM, 7, 10000, 6.946161496762817",
    "PWM, 5, 1000, 4.891606982612564",
    "PWM, 7, 10000, 6.959066158235904",
    "PWM2, 5, 1000, 4.88144168533192",
    "PWM2, 7, 10000, 6.9603914177038435",
    "GED, 5, 1000, 4.895086664189283",
    "GED, 7, 1000, 6.853121329865002",
    "RV, 5, 1000, 5.05005440246909",
    "RV, 7, 10000, 6.9778378824587275",
    "ZIPF, 5, 1000, 4.702443328729227",
    "ZIPF, 7, 10000, 6.943453727205677",
    "AGGREGATED_HILL, 5, 1000, 4.710215390349222",
    "AGGREGATED_HILL, 7, 10000, 6.947193258582592",
    "ENSEMBLE, 5, 1000, 4.8704752769340836",
    "ENSEMBLE, 7, 10000, 6.946161496762817",
  })
  void givesThePublishedValues(LocalEstimator estimator, int dim, int size, double expected) {
    assertThat(estimate(estimator, radii(dim, size))).isCloseTo(expected, within(1e-8));
  }

  /**
   * The published reference 4.8417 and 6.9321 has another, unnamed convention: they differ by less
   * than 0.2 %.
   */
  @ParameterizedTest
  @CsvSource({"5, 1000, 4.8417151683258215", "7, 10000, 6.932108185670673"})
  void isNearThePublishedValueOfLMoments(int dim, int size, double expected) {
    assertThat(estimate(LocalEstimator.L_MOMENTS, radii(dim, size)))
        .isCloseTo(expected, Percentage.withPercentage(0.2));
  }

  @ParameterizedTest
  @EnumSource(LocalEstimator.class)
  void skipsDistancesOfZero(LocalEstimator estimator) {
    double[] r = radii(5, 1000);
    double[] padded = new double[1100];
    System.arraycopy(r, 0, padded, 100, 1000);
    double expected = estimate(estimator, r);
    assertThat(Double.compare(estimate(estimator, padded), expected)).isZero();
    assertThat(Double.isNaN(expected)).isEqualTo(estimator.place() >= LocalEstimator.OF_ONE_LIST);
  }

  @ParameterizedTest
  @EnumSource(
      value = LocalEstimator.class,
      names = {"ALID", "LOCAL_PCA", "ESS", "TLE", "ABID"},
      mode = EnumSource.Mode.EXCLUDE)
  void doesNotChangeWithTheUnit(LocalEstimator estimator) {
    double[] r = radii(3, 50);
    double[] scaled = Arrays.stream(r).map(v -> 1024 * v).toArray();
    assertThat(estimate(estimator, scaled)).isEqualTo(estimate(estimator, r));
  }

  /**
   * The quantiles r_j = (j/k)^(1/d) are the exact law: those that only read ratios of ranks off it
   * give d to the last digits.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 20})
  void readsTheDimensionOffAnExactPowerLaw(int dim) {
    double[] r = new double[64];
    Arrays.setAll(r, j -> Math.pow((j + 1) / 64.0, 1.0 / dim));
    for (LocalEstimator e :
        new LocalEstimator[] {LocalEstimator.GED, LocalEstimator.RV, LocalEstimator.MADA}) {
      assertThat(estimate(e, r)).as(e.id()).isCloseTo(dim, Percentage.withPercentage(1e-9));
    }
  }

  /** r_j = (j - 0.4)^(1/d) lies on Zipf's line. */
  @Test
  void findsTheSlopeOfAnExactZipfLine() {
    double[] r = new double[40];
    Arrays.setAll(r, j -> Math.pow(j + 0.6, 1 / 4.0));
    assertThat(estimate(LocalEstimator.ZIPF, r)).isCloseTo(4, within(1e-10));
  }

  /** 20 000 radii: the standard error of the worst, RV, is about 4 %. */
  @ParameterizedTest
  @EnumSource(
      value = LocalEstimator.class,
      names = {"ALID", "LOCAL_PCA", "ESS", "TLE", "ABID"},
      mode = EnumSource.Mode.EXCLUDE)
  void findsTheDimensionOfUniformBalls(LocalEstimator estimator) {
    int size = estimator == LocalEstimator.GED ? 2000 : 20_000;
    assertThat(estimate(estimator, radii(9, size))).isCloseTo(9, Percentage.withPercentage(6));
  }

  @Test
  void isUndefinedWhenAllDistancesAreEqualOrTooFew() {
    assertThat(new LocalEstimates().of(new double[] {1, 1, 1, 1}, 4)).containsOnly(Double.NaN);
    assertThat(new LocalEstimates().of(new double[] {0, 0, 0, 0}, 4)).containsOnly(Double.NaN);
    assertThat(new LocalEstimates().of(new double[] {0, 0, 1, 2}, 4)).containsOnly(Double.NaN);
  }

  @Test
  void findsMediansOfManyAndFew() {
    assertThat(Medians.inPlace(new double[] {3, 1, 2}, 3)).isEqualTo(2);
    assertThat(Medians.inPlace(new double[] {4, 1, 2, 3}, 4)).isEqualTo(2.5);
    double[] many = new Random(3).doubles(1001).toArray();
    double[] sorted = many.clone();
    Arrays.sort(sorted);
    assertThat(Medians.inPlace(many.clone(), 1001)).isEqualTo(sorted[500]);
    Arrays.sort(sorted, 0, 1000);
    assertThat(Medians.inPlace(Arrays.copyOf(sorted, 1000), 1000))
        .isEqualTo((sorted[499] + sorted[500]) / 2);
  }
}
