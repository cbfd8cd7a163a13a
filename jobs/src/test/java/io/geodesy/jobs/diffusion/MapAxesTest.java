package io.geodesy.jobs.diffusion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MapAxesTest {
  @Test
  void ranksEqualValuesAlike() {
    assertThat(MapAxes.ranks(new double[] {5, -1, 5, 9})).containsExactly(0.5, 0, 0.5, 1);
  }

  @Test
  void movesTheOutermostHalfPerCentToTheEdge() {
    double[] values = IntStream.range(0, 1000).mapToDouble(i -> i).toArray();
    values[0] = -1e9;
    values[999] = 1e9;

    double[] central = MapAxes.central(values);

    assertThat(central[0]).isEqualTo(5);
    assertThat(central[999]).isEqualTo(994);
    assertThat(central[500]).isEqualTo(500);
  }

  @Test
  void keepsTheValuesOfAFewRows() {
    assertThat(MapAxes.central(new double[] {3, -7})).containsExactly(3, -7);
  }

  @Test
  void skipsAnAxisThatIsAFunctionOfTheFirst() {
    double[] first = IntStream.range(0, 900).mapToDouble(i -> i / 899.0).toArray();
    double[] overtone =
        IntStream.range(0, 900).mapToDouble(i -> Math.abs(i / 899.0 - 0.5)).toArray();
    double[] other = IntStream.range(0, 900).mapToDouble(i -> i % 30 / 29.0).toArray();

    assertThat(MapAxes.partner(new double[][] {first, MapAxes.ranks(overtone), other}))
        .isEqualTo(2);
  }
}
