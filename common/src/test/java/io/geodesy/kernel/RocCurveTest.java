package io.geodesy.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RocCurveTest {
  @Test
  void countsPairsInOrder() {
    boolean[] isPositive = {false, true, false, true};
    assertThat(RocCurve.area(new double[] {1, 2, 3, 4}, isPositive)).isEqualTo(0.75);
    assertThat(RocCurve.area(new double[] {4, 3, 2, 1}, isPositive)).isEqualTo(0.25);
  }

  @Test
  void countsEqualScoresHalf() {
    boolean[] isPositive = {false, true, false, true};
    assertThat(RocCurve.area(new double[] {5, 5, 5, 5}, isPositive)).isEqualTo(0.5);
    assertThat(RocCurve.area(new double[] {1, 1, 0, 2}, isPositive)).isEqualTo(0.875);
  }

  @Test
  void isUndefinedForOneClass() {
    assertThat(RocCurve.area(new double[] {1, 2}, new boolean[] {true, true})).isNaN();
    assertThat(RocCurve.area(new double[0], new boolean[0])).isNaN();
  }
}
