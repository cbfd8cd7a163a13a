package io.geodesy.jobs.relative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SimilaritiesTest {
  @Test
  void givesAnAnchorOneWithItselfAndTheAngleWithOthers() {
    double[] rows = Similarities.unit(new double[] {3, 4, 0, 2, -5, 0}, 2);
    try (Workers alone = new Workers(1)) {
      double[] found = Similarities.of(rows, rows, 2, alone);
      assertThat(found)
          .containsExactly(new double[] {1, .8, -.6, .8, 1, 0, -.6, 0, 1}, within(1e-15));
    }
  }

  @Test
  void hasTheSameBitsForAnyThreadsAndBlocks() {
    double[] rows = new double[300 * 7];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = SeededStream.normal(4, i);
    }
    double[] unit = Similarities.unit(rows, 7);
    double[] anchors = Arrays.copyOf(unit, 33 * 7);
    try (Workers one = new Workers(1);
        Workers three = new Workers(3)) {
      double[] whole = Similarities.of(unit, anchors, 7, one);
      assertThat(Similarities.of(unit, anchors, 7, three)).isEqualTo(whole);
      double[] part = Arrays.copyOfRange(unit, 5 * 7, 9 * 7);
      assertThat(Similarities.of(part, anchors, 7, one))
          .isEqualTo(Arrays.copyOfRange(whole, 5 * 33, 9 * 33));
    }
  }

  @Test
  void roundsToStepsAndTendsToTheValuesAsTheyShrink() {
    double[] values = {0.26, -0.26, 0.74};
    double[] rounded = values.clone();
    Similarities.quantize(rounded, 0.5);
    assertThat(rounded).containsExactly(0.5, -0.5, 0.5);
    double[] fine = values.clone();
    Similarities.quantize(fine, 1e-9);
    assertThat(fine).containsExactly(values, within(1e-9));
    double[] same = values.clone();
    Similarities.quantize(same, 0);
    assertThat(same).isEqualTo(values);
  }

  @Test
  void sharesAnchorsAmongLabelsByTheirRows() {
    assertThat(AnchorChooser.quotas(new int[] {50, 30, 20}, 10)).containsExactly(5, 3, 2);
    assertThat(AnchorChooser.quotas(new int[] {1, 1, 1}, 2)).containsExactly(1, 1, 0);
    assertThat(AnchorChooser.quotas(new int[] {2, 1}, 9)).containsExactly(2, 1);
  }
}
