package io.geodesy.jobs.dimension;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.testing.ExactNeighbors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CopyThresholdTest {
  private static CopyThreshold of(double[][] points, int k) {
    CopyThreshold threshold = new CopyThreshold();
    for (double[] row : ExactNeighbors.of(points, k).distances()) {
      threshold.add(row, row.length);
    }
    return threshold;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 10})
  void findsNoCopiesOnCleanSpheres(int d) {
    assertThat(of(Samples.sphere(2000, d, 3), 12).byGap()).isZero();
  }

  @Test
  void findsNoCopiesWhereALineMeetsABall() {
    double[][] points = Samples.cube(2000, 8, 4);
    for (int i = 0; i < 1000; i++) {
      double along = points[i][0];
      points[i] = new double[8];
      points[i][0] = 5 + along;
    }
    assertThat(of(points, 12).byGap()).isZero();
  }

  @Test
  void findsTheGapBelowPlantedCopies() {
    double[][] points = Samples.sphere(2000, 5, 3);
    for (int i = 0; i < 100; i++) {
      points[2 * i] = points[2 * i + 1].clone();
      points[2 * i][0] += 1e-4;
    }
    assertThat(of(points, 12).byGap()).isBetween(1e-3, 0.1);
  }

  @Test
  void takesTheQuantileItIsTold() {
    CopyThreshold threshold = new CopyThreshold();
    threshold.add(new double[] {0.001, 0.5, 0.6, 0.7, 1}, 5);
    assertThat(threshold.byQuantile(0.25)).isBetween(0.001, 0.0012);
    assertThat(threshold.byQuantile(0)).isZero();
  }
}
