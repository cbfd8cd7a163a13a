package io.geodesy.spectral;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KneeTest {
  private static final double[] GRID = IntStream.range(0, 101).mapToDouble(i -> i / 10.0).toArray();

  private static double[] curve(java.util.function.DoubleUnaryOperator f) {
    return java.util.Arrays.stream(GRID).map(f).toArray();
  }

  /** {@code 1 - e^-x} on [0, 10] is farthest from its chord where e^-x is a tenth. */
  @Test
  void findsTheKneeOfASaturatingCurve() {
    assertThat(Knee.ofRise(GRID, curve(x -> 1 - Math.exp(-x)), 0.5)).isEqualTo(23);
    assertThat(Knee.ofFall(GRID, curve(x -> 5 + Math.exp(-x)), 0.5)).isEqualTo(23);
  }

  @Test
  void takesTheFirstOfTwoSteps() {
    double[] y = curve(x -> Math.min(x, 1) + Math.min(Math.max(x - 5, 0), 1));
    assertThat(GRID[Knee.ofRise(GRID, y, 0.5)]).isEqualTo(1);
  }

  @Test
  void aFlatOrShortCurveTurnsAtItsBeginning() {
    assertThat(Knee.ofRise(GRID, curve(x -> 3), 0.5)).isZero();
    assertThat(Knee.ofRise(new double[] {1, 2}, new double[] {0, 1}, 0.5)).isZero();
  }
}
