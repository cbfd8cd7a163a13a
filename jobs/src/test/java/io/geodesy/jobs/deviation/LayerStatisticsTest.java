package io.geodesy.jobs.deviation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.error.DataException;
import io.geodesy.jobs.deviation.Divergences.Sample;
import io.geodesy.jobs.deviation.LayerRows.LayerKey;
import io.geodesy.jobs.deviation.LayerRows.Role;
import io.geodesy.kernel.Workers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayerStatisticsTest {
  private static LayerDeviations layer(float[] correct, float[] errors, int k) {
    List<LayerRows.Sample> rows = new ArrayList<>();
    for (int i = 0; i < correct.length; i++) {
      rows.add(new LayerRows.Sample("c" + i, Role.REFERENCE, new float[] {correct[i]}));
    }
    for (int i = 0; i < errors.length; i++) {
      rows.add(new LayerRows.Sample("e" + i, Role.ERROR, new float[] {errors[i]}));
    }
    try (Workers alone = new Workers(1)) {
      return LayerDeviations.of(
          LayerRows.of(new LayerKey("0", null), rows, DeviationMetric.EUCLIDEAN), k, alone);
    }
  }

  @Test
  void followsTheHandExample() {
    LayerDeviations layer = layer(new float[] {0, 1, 3, 6, 10}, new float[] {4, 20}, 2);
    assertThat(layer.of(Role.REFERENCE)).containsExactly(2, 1.5, 2.5, 3.5, 5.5);
    assertThat(layer.of(Role.ERROR)).containsExactly(1.5, 12);
    LayerStatistics found = LayerStatistics.of(layer, Spread.SAMPLE);
    assertThat(found.mean()).isEqualTo(3);
    assertThat(found.spread()).isCloseTo(1.5811388, within(1e-7));
    assertThat(found.mean() + 2 * found.spread()).isCloseTo(6.1622777, within(1e-7));
    assertThat(found.isBeyond(12, 2)).isTrue();
    assertThat(found.isBeyond(1.5, 2)).isFalse();
    assertThat(found.score(12)).isCloseTo(5.6920998, within(1e-7));
    assertThat(found.score(1.5)).isCloseTo(-0.9486833, within(1e-7));
    assertThat(found.relative()).isCloseTo(6.75 / 3 - 1, within(1e-12));
    assertThat(LayerStatistics.of(layer, Spread.POPULATION).spread())
        .isCloseTo(Math.sqrt(2), within(1e-12));
  }

  /**
   * Welch by hand: means 3 and 6.75, variances 2.5 and 55.125, so that t is 3.75 over the root of
   * 0.5 + 27.5625 and the degrees are 28.0625^2 / (0.25 / 4 + 27.5625^2).
   */
  @Test
  void testsAsWelchDid() {
    LayerStatistics found =
        LayerStatistics.of(
            layer(new float[] {0, 1, 3, 6, 10}, new float[] {4, 20}, 2), Spread.SAMPLE);
    assertThat(found.t()).isCloseTo(3.75 / Math.sqrt(28.0625), within(1e-12));
    assertThat(found.degrees())
        .isCloseTo(28.0625 * 28.0625 / (0.0625 + 27.5625 * 27.5625), within(1e-12));
    assertThat(found.p()).isBetween(0.5, 0.7);
    // Of ten pairs, 12 is above all five; 1.5 is above none and equals one.
    assertThat(found.auc()).isCloseTo(5.5 / 10, within(1e-12));
  }

  @Test
  void measuresCopiesOfCorrectRowsNearerThanThoseThemselves() {
    float[] correct = {0, 1, 3, 6, 10, 15, 21, 28};
    LayerDeviations layer = layer(correct, correct, 3);
    double[] internal = layer.of(Role.REFERENCE);
    double[] copies = layer.of(Role.ERROR);
    for (int i = 0; i < internal.length; i++) {
      assertThat(copies[i]).isLessThan(internal[i]);
    }
  }

  @Test
  void takesTheMeanForAThresholdWithoutASpread() {
    LayerStatistics found =
        LayerStatistics.of(
            layer(new float[] {0, 1, 2, 3}, new float[] {0.5f, 9}, 1), Spread.SAMPLE);
    assertThat(found.spread()).isZero();
    assertThat(found.isBeyond(6, 2)).isTrue();
    assertThat(found.isBeyond(0.5, 2)).isFalse();
    assertThat(found.score(6)).isInfinite();
  }

  @Test
  void hasInternalValuesAloneWithoutErrors() {
    LayerStatistics found =
        LayerStatistics.of(layer(new float[] {0, 1, 3, 6}, new float[0], 2), Spread.SAMPLE);
    assertThat(found.meanDeviation()).isNaN();
    assertThat(found.t()).isNaN();
    assertThat(found.auc()).isNaN();
    assertThat(found.layer().dimensionError()).isNaN();
  }

  @Test
  void refusesASampleThatAppearsTwice() {
    List<LayerRows.Sample> rows =
        List.of(
            new LayerRows.Sample("a", Role.ERROR, new float[] {1}),
            new LayerRows.Sample("a", Role.ERROR, new float[] {2}));
    assertThatThrownBy(() -> LayerRows.of(new LayerKey("3", "g"), rows, DeviationMetric.EUCLIDEAN))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Sample a has more than one row in layer 3 of group g");
  }

  /** Ranks of 5 and 2 among ten: p are 2/11 and 1/11; the least p * 2 / rank is 2/11. */
  @Test
  void controlsTheFalseDiscoveryRateOverLayers() {
    double[] ten = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    Sample sample = new Sample("s", Role.ERROR, new double[] {10, 11, Double.NaN});
    double[][] control = {ten, ten, ten};
    assertThat(Divergences.falseDiscoveryRate(sample, control)).isCloseTo(2 / 11.0, within(1e-12));
    Sample none = new Sample("s", Role.ERROR, new double[] {0, 0, 0});
    assertThat(Divergences.falseDiscoveryRate(none, control)).isEqualTo(1);
  }
}
