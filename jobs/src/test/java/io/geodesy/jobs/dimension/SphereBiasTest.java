package io.geodesy.jobs.dimension;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SphereBiasTest {
  /** Means of several draws of 10 000 rows, 20 neighbours; their own error is about 0.5 %. */
  @ParameterizedTest
  @CsvSource({"2, 2.00", "5, 4.95", "10, 9.32", "20, 16.4", "50, 32.2"})
  void expectsWhatSimulatedSpheresGive(int d, double simulated) {
    assertThat(SphereBias.expected(d, 10_000, 20))
        .isCloseTo(simulated, Percentage.withPercentage(0.7));
  }

  @ParameterizedTest
  @CsvSource({"2, 10000, 20", "10, 70000, 15", "25, 3000, 33", "100, 250000000, 600"})
  void undoesTheBias(int d, long rows, int k) {
    assertThat(SphereBias.calibrate(SphereBias.expected(d, rows, k), rows, k))
        .isCloseTo(d, Percentage.withPercentage(1e-6));
  }

  /** Entries left and right of a value between them: the values are convex to about 0.5 %. */
  @Test
  void interpolatesBetweenEntries() {
    double low = SphereBias.expected(20, 10_000, 20);
    double high = SphereBias.expected(20, 20_000, 20);
    assertThat(SphereBias.expected(20, 14_142, 20))
        .isCloseTo((low + high) / 2, Percentage.withPercentage(0.01));
  }

  @Test
  void doesNotSayBeyondItsTable() {
    assertThat(SphereBias.calibrate(5, 30, 5)).isNaN();
    assertThat(SphereBias.calibrate(5, 100, 60)).isNaN();
    assertThat(SphereBias.calibrate(5, 10_000, 2)).isNaN();
    assertThat(SphereBias.calibrate(1000, 10_000, 20)).isNaN();
    assertThat(SphereBias.calibrate(Double.NaN, 10_000, 20)).isNaN();
  }
}
