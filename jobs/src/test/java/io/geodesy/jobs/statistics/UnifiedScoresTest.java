package io.geodesy.jobs.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.kernel.SeededStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class UnifiedScoresTest {
  private static double[] logNormal(int n, double location, double spread) {
    double[] values = new double[n];
    Arrays.setAll(values, i -> Math.exp(location + spread * SeededStream.normal(12, i)));
    return values;
  }

  /** Where ln S is normal, a share (1 - s) / 2 is above s: within 4 standard errors. */
  @Test
  void isCalibratedForLogNormalScores() {
    int n = 200_000;
    double[] scores = UnifiedScores.of(logNormal(n, 3, 0.2));
    for (double threshold : new double[] {0.5, 0.9, 0.99}) {
      double expected = (1 - threshold) / 2;
      double found = (double) Arrays.stream(scores).filter(s -> s > threshold).count() / n;
      assertThat(found).isCloseTo(expected, within(4 * Math.sqrt(expected / n) + 0.02 * expected));
    }
  }

  @Test
  void doesNotDependOnUnitOrPower() {
    double[] raw = logNormal(501, 0, 0.3);
    double[] scores = UnifiedScores.of(raw);
    double[] scaled = UnifiedScores.of(Arrays.stream(raw).map(v -> 1e-6 * v).toArray());
    double[] squared = UnifiedScores.of(Arrays.stream(raw).map(v -> v * v).toArray());
    assertThat(scaled).containsExactly(scores, within(1e-9));
    assertThat(squared).containsExactly(scores, within(1e-9));
  }

  @Test
  void keepsTheOrderAndWhatIsMissing() {
    double[] scores = UnifiedScores.of(new double[] {1, Double.NaN, 2, 3, 0, 4});
    assertThat(scores[1]).isNaN();
    assertThat(scores[4]).isZero();
    assertThat(scores[2]).isZero();
    assertThat(scores[5]).isGreaterThan(scores[3]);
    assertThat(scores[3]).isPositive();
  }

  @Test
  void givesTheRareOnesAScoreWhereMostAreEqual() {
    double[] scores = UnifiedScores.of(new double[] {2, 2, 2, 2, 2, 2, 2, 9});
    assertThat(scores).startsWith(0, 0, 0);
    assertThat(scores[7]).isGreaterThan(0.9);
    assertThat(UnifiedScores.of(new double[] {5, 5, 5})).containsOnly(0);
    assertThat(UnifiedScores.of(new double[0])).isEmpty();
  }

  @Test
  void sharesCountTies() {
    assertThat(UnifiedScores.percentiles(new double[] {3, 1, 3, 2, Double.NaN}))
        .containsExactly(1, 0.25, 1, 0.5, Double.NaN);
  }
}
