package io.geodesy.moment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SpectrumShapeTest {
  private static final double[] EQUAL = {2, 2, 2, 2};
  private static final double[] ONE = {3, 0, 0};

  @Test
  void countsEqualDirections() {
    assertThat(SpectrumShape.effectiveRank(EQUAL)).isCloseTo(4, within(1e-12));
    assertThat(SpectrumShape.participationRatio(EQUAL)).isCloseTo(4, within(1e-12));
    assertThat(SpectrumShape.stableRank(EQUAL)).isEqualTo(4);
    assertThat(SpectrumShape.rankMe(EQUAL)).isCloseTo(4, within(1e-5));
    assertThat(SpectrumShape.dimensionsFor(EQUAL, 0.75)).isEqualTo(3);
    assertThat(SpectrumShape.dimensionsFor(EQUAL, 0.76)).isEqualTo(4);
  }

  @Test
  void countsOneDirection() {
    assertThat(SpectrumShape.effectiveRank(ONE)).isEqualTo(1);
    assertThat(SpectrumShape.participationRatio(ONE)).isEqualTo(1);
    assertThat(SpectrumShape.dimensionsFor(ONE, 0.99)).isEqualTo(1);
  }

  /** Shares 3/4 and 1/4 of eigenvalues 9 and 3. */
  @Test
  void takesTheEntropyOfShares() {
    double entropy = -(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25));
    assertThat(SpectrumShape.effectiveRank(new double[] {9, 3}))
        .isCloseTo(Math.exp(entropy), within(1e-12));
    assertThat(SpectrumShape.rankMe(SpectrumShape.singularValues(new double[] {9, 1})))
        .isCloseTo(Math.exp(entropy), within(1e-5));
  }

  @Test
  void isUndefinedWithoutVariance() {
    double[] none = {0, 0};
    assertThat(SpectrumShape.effectiveRank(none)).isNaN();
    assertThat(SpectrumShape.participationRatio(none)).isNaN();
    assertThat(SpectrumShape.stableRank(none)).isNaN();
    assertThat(SpectrumShape.dimensionsFor(none, 0.9)).isNaN();
  }

  /** The paper's steps, on variances along the principal axes. */
  @Test
  void isoScoreIsThatOfThePaper() {
    double[] variances = {5, 3, 3, 1, 0.25, 0};
    int n = variances.length;
    double length = Math.sqrt(Arrays.stream(variances).map(v -> v * v).sum());
    double defect =
        Math.sqrt(
                Arrays.stream(variances)
                    .map(v -> Math.sqrt(n) * v / length - 1)
                    .map(v -> v * v)
                    .sum())
            / Math.sqrt(2 * (n - Math.sqrt(n)));
    double left = n - defect * defect * (n - Math.sqrt(n));
    assertThat(SpectrumShape.isoScore(variances))
        .isCloseTo((left * left - n) / (n * (n - 1.0)), within(1e-12));
    assertThat(SpectrumShape.participationRatio(variances))
        .isCloseTo(left * left / n, within(1e-12));
    assertThat(SpectrumShape.isoScore(new double[] {2, 2, 2})).isCloseTo(1, within(1e-12));
    assertThat(SpectrumShape.isoScore(new double[] {2, 0, 0})).isCloseTo(0, within(1e-12));
    assertThat(SpectrumShape.isoScore(new double[] {2})).isNaN();
    assertThat(SpectrumShape.isoScore(new double[] {0, 0})).isNaN();
  }
}
