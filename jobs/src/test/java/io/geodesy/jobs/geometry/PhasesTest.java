package io.geodesy.jobs.geometry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PhasesTest {
  private static List<String> label(double[] ranks, double[] alphas, int window) {
    return Phases.label(ranks, alphas, 0.01, window).stream().map(Phases.Step::phase).toList();
  }

  @Test
  void namesThePublishedSequence() {
    assertThat(label(new double[] {10, 6, 12, 20, 15}, new double[] {1, 1.2, .9, .7, .9}, 1))
        .containsExactly(Phases.WARMUP, Phases.ENTROPY, Phases.ENTROPY, Phases.COMPRESSION);
  }

  @Test
  void countsSmallChangesAsFlat() {
    assertThat(label(new double[] {10, 10.05, 12}, new double[] {1, .5, .499}, 1))
        .containsExactly(Phases.MIXED, Phases.MIXED);
  }

  @Test
  void callsALaterFallNoWarmup() {
    assertThat(label(new double[] {5, 8, 4, 3}, new double[] {1, .9, 1, .8}, 1))
        .containsExactly(Phases.ENTROPY, Phases.COMPRESSION, Phases.MIXED);
  }

  @Test
  void takesARunningMedianFirst() {
    List<Phases.Step> steps =
        Phases.label(new double[] {1, 2, 90, 4, 5}, new double[] {5, 4, 3, 2, 1}, 0.01, 3);
    assertThat(steps).extracting(Phases.Step::rankMe).containsExactly(1.0, 2.0, 1.0, 0.0);
  }

  @Test
  void hasNoStepsForOneKeyOrNone() {
    assertThat(label(new double[] {1}, new double[] {1}, 1)).isEmpty();
    assertThat(label(new double[0], new double[0], 1)).isEmpty();
  }
}
