package io.geodesy.jobs.separability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.graph.CompleteTree;
import io.geodesy.graph.MinimumSpanningForest;
import io.geodesy.kernel.DenseAlgebra;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Published figures of seeded samples, in double. */
class DeathTimesTest {
  private static final int DIM = 8;

  private static double[] normal(long seed, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = SeededStream.normal(seed, i);
    }
    return values;
  }

  private static MinimumSpanningForest tree(double[] values, int dim) {
    try (Workers workers = new Workers(2)) {
      return CompleteTree.of(
          (a, b) -> {
            double sum = 0;
            for (int c = 0; c < dim; c++) {
              double difference = values[a * dim + c] - values[b * dim + c];
              sum += difference * difference;
            }
            return Math.sqrt(sum);
          },
          values.length / dim,
          workers);
    }
  }

  private static DeathTimes of(double[] values, int dim) {
    return DeathTimes.of(tree(values, dim).weights(), EdgeLength.FULL);
  }

  @Test
  void readsALine() {
    DeathTimes deaths = of(new double[] {0, 1, 3, 6, 10, 15}, 1);
    assertThat(deaths.values()).containsExactly(5, 4, 3, 2, 1);
    assertThat(deaths.meanNormalised()).isEqualTo(0.6);
    assertThat(deaths.countAboveHalf()).isEqualTo(3);
    assertThat(deaths.largestGap()).isEqualTo(0.2);
    assertThat(deaths.quantile(0.9)).isCloseTo(4.6, within(1e-12));
    assertThat(DeathTimes.of(new double[] {1, 4}, EdgeLength.HALF).values())
        .containsExactly(2, 0.5);
  }

  @Test
  void reproducesThePublishedFigures() {
    DeathTimes deaths = of(normal(101, 1000 * DIM), DIM);
    assertThat(deaths.total()).isCloseTo(1455.5385441294495, within(1e-6));
    assertThat(deaths.values()[0]).isCloseTo(3.10730997, within(1e-8));
    assertThat(deaths.values()[1]).isCloseTo(3.03521001, within(1e-8));
    assertThat(deaths.values()[2]).isCloseTo(2.97677089, within(1e-8));
    assertThat(deaths.mean()).isCloseTo(1.4569955396691185, within(1e-9));
    assertThat(deaths.median()).isCloseTo(1.4145498877990699, within(1e-9));
    assertThat(deaths.meanNormalised()).isCloseTo(.468893, within(1e-6));
  }

  @ParameterizedTest
  @CsvSource({
    "0,.001374,.514,3.10731,.468893,1455.538544",
    "1,.030101,.607,3.163752,.466205,1473.482418",
    "8,1.982083,1,3.515746,.451674,1586.384049"
  })
  void reproducesWhatLabelsSay(
      double shift, double fisher, double thornton, double max, double mean, double total) {
    double[] values = normal(101, 1000 * DIM);
    int[] codes = new int[1000];
    float[] narrow = new float[values.length];
    for (int i = 0; i < 1000; i++) {
      codes[i] = i % 2;
      values[i * DIM] += shift * (i % 2);
    }
    for (int i = 0; i < values.length; i++) {
      narrow[i] = (float) values[i];
    }
    MinimumSpanningForest tree = tree(values, DIM);
    DeathTimes deaths = DeathTimes.of(tree.weights(), EdgeLength.FULL);
    assertThat(deaths.max()).isCloseTo(max, within(1e-6));
    assertThat(deaths.meanNormalised()).isCloseTo(mean, within(1e-6));
    assertThat(deaths.total()).isCloseTo(total, within(1e-6));
    LabelSeparation labels = LabelSeparation.of(narrow, DIM, codes, 2, tree);
    assertThat(labels.fisher()).isCloseTo(fisher, within(1e-6));
    assertThat(labels.thornton()).isEqualTo(thornton);
    assertThat(labels.calinskiHarabasz())
        .isCloseTo(labels.fisher() * 998, within(1e-6 * labels.fisher() * 998));
  }

  @Test
  void staysUnderRotationAndTranslationAndScales() {
    double[] values = normal(7, 200 * 5);
    double[] q = DenseAlgebra.qr(normal(8, 25), 5, 5).q();
    double[] moved = new double[values.length];
    for (int i = 0; i < 200; i++) {
      for (int c = 0; c < 5; c++) {
        for (int t = 0; t < 5; t++) {
          moved[i * 5 + c] += values[i * 5 + t] * q[t * 5 + c];
        }
        moved[i * 5 + c] = 3 * (moved[i * 5 + c] + c);
      }
    }
    DeathTimes expected = of(values, 5);
    DeathTimes found = of(moved, 5);
    for (int i = 0; i < 199; i++) {
      assertThat(found.values()[i]).isCloseTo(3 * expected.values()[i], within(1e-10));
    }
    assertThat(found.meanNormalised()).isCloseTo(expected.meanNormalised(), within(1e-10));
  }

  @Test
  void isUndefinedForOneRowAndForEqualRows() {
    DeathTimes none = of(new double[] {3}, 1);
    assertThat(none.max()).isNaN();
    assertThat(none.meanNormalised()).isNaN();
    assertThat(none.median()).isNaN();
    DeathTimes equal = of(new double[] {3, 3, 3}, 1);
    assertThat(equal.total()).isZero();
    for (DeathScore score : DeathScore.values()) {
      assertThat(equal.score(score)).isNaN();
      assertThat(none.score(score)).isNaN();
    }
    DeathTimes two = of(new double[] {3, 5}, 1);
    assertThat(two.normalised(0)).isEqualTo(1);
    assertThat(two.score(DeathScore.MEAN)).isEqualTo(1);
    assertThat(two.score(DeathScore.GAP)).isZero();
  }

  @Test
  void saysNothingOfOneLabel() {
    MinimumSpanningForest tree = tree(new double[] {0, 1, 2}, 1);
    float[] values = {0, 1, 2};
    assertThat(LabelSeparation.of(values, 1, new int[] {0, 0, -1}, 1, tree))
        .isEqualTo(LabelSeparation.UNDEFINED);
  }

  @Test
  void countsLabelledRowsAlone() {
    // Row 2 has no label, so that row 3, whose nearest it is, does not count for Thornton.
    float[] values = {0, 1, 5, 5.5f};
    MinimumSpanningForest tree = tree(new double[] {0, 1, 5, 5.5}, 1);
    LabelSeparation found = LabelSeparation.of(values, 1, new int[] {0, 1, -1, 1}, 2, tree);
    assertThat(found.labelled()).isEqualTo(3);
    assertThat(found.thornton()).isZero();
  }
}
