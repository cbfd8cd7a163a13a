package io.geodesy.jobs.separability;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlateauTest {
  @Test
  void stopsWhereTheRunningMeanStaysStill() {
    double[] scores = {1, .7, .4, .4, .4, .4, .4, .4};
    Plateau found = Plateau.of(scores, 0.005, 2);
    // Means 1, .85, .7, .5, .4, .4, ...
    assertThat(found.smoothed()[3]).isEqualTo(.5, org.assertj.core.api.Assertions.within(1e-12));
    assertThat(found.stop()).isEqualTo(4);
  }

  @Test
  void doesNotStopWhileItMovesOrTooSoonToTell() {
    assertThat(Plateau.of(new double[] {1, 2, 3, 4}, 0.1, 1).stop()).isEqualTo(-1);
    assertThat(Plateau.of(new double[] {1, 1, 1}, 0.1, 3).stop()).isEqualTo(-1);
    assertThat(Plateau.of(new double[0], 0.1, 1).stop()).isEqualTo(-1);
  }

  @Test
  void leavesUndefinedScoresOutOfTheMean() {
    Plateau found = Plateau.of(new double[] {Double.NaN, 2, Double.NaN, 4}, 0.1, 1);
    assertThat(found.smoothed()).containsExactly(Double.NaN, 2, 2, 3);
  }
}
