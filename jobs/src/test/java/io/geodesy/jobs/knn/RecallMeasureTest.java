package io.geodesy.jobs.knn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RecallMeasureTest {
  @Test
  void countsWhatIsNoFurtherThanTheLastTrueNeighbor() {
    RecallMeasure measure =
        RecallMeasure.of(new float[] {1f, 2f, 3f, 4f}, new float[] {1f, 3f, 5f, 6f});
    assertThat(measure.recall()).isEqualTo(0.5);
    assertThat(measure.isPerfect()).isFalse();
  }

  @Test
  void takesAnyOfTheRowsThatTieForTheLastPlace() {
    float[] truth = {1f, 2f, 2f};
    assertThat(RecallMeasure.of(truth, new float[] {2f, 2f, 2f}).isPerfect()).isTrue();
    assertThat(RecallMeasure.of(truth, new float[] {1f, 2f, Math.nextUp(2f)}).isPerfect()).isTrue();
    assertThat(RecallMeasure.of(truth, new float[] {1f, 2f, 2.00001f}).isPerfect()).isFalse();
  }

  @Test
  void comparesSumsOfDistances() {
    assertThat(RecallMeasure.of(new float[] {1f, 2f}, new float[] {1f, 5f}).distanceRatio())
        .isEqualTo(2);
  }

  @Test
  void isPerfectAmongCopies() {
    assertThat(RecallMeasure.of(new float[2], new float[2])).isEqualTo(new RecallMeasure(1, 1));
  }

  @Test
  void hasNoRatioToATruthOfCopiesThatTheListMissed() {
    RecallMeasure measure = RecallMeasure.of(new float[2], new float[] {0f, 1f});
    assertThat(measure.recall()).isEqualTo(0.5);
    assertThat(measure.distanceRatio()).isInfinite();
  }

  @Test
  void countsWhatAShortListLacksAsMissed() {
    RecallMeasure measure = RecallMeasure.of(new float[] {1f, 2f, 3f}, new float[] {1f, 2f});
    assertThat(measure.recall()).isCloseTo(2.0 / 3, within(1e-15));
    assertThat(measure.distanceRatio()).isEqualTo(1);
  }

  @Test
  void looksAtTheFirstKOnly() {
    assertThat(RecallMeasure.of(new float[] {1f}, new float[] {2f, 1f, 1f}).recall()).isEqualTo(0);
  }
}
