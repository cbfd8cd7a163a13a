package io.geodesy.jobs.dimension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.testing.ExactNeighbors;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorEstimatesTest {
  /** Of the row 0, which must be the origin. */
  private static double[] of(double[][] points, int k) {
    int[] nearest = ExactNeighbors.of(points, k).neighbors()[0];
    double[] gram = new double[k * k];
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < k; j++) {
        for (int c = 0; c < points[0].length; c++) {
          gram[i * k + j] += points[nearest[i]][c] * points[nearest[j]][c];
        }
      }
    }
    return VectorEstimates.of(gram, k);
  }

  /**
   * The origin among 999 rows of a cube, 199 neighbours: ABID as published, TLE by scikit-dimension
   * 0.5.0 (the published 4.7165 is of another variant).
   */
  @Test
  void givesTheReferenceValuesOfTheOrigin() {
    Random random = new Random(1);
    double[][] points = new double[1000][5];
    for (int i = 1; i < 1000; i++) {
      for (int c = 0; c < 5; c++) {
        points[i][c] = random.nextDouble() - 0.5;
      }
    }
    double[] found = of(points, 199);
    assertThat(found[3]).isCloseTo(4.92354963, within(1e-8));
    assertThat(found[2]).isCloseTo(5.177856665488551, within(1e-9));
    assertThat(found[0]).isEqualTo(5);
    assertThat(found[1]).isCloseTo(5, Percentage.withPercentage(5));
  }

  /** A flat piece of d directions in 12 columns. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void findsTheDirectionsOfFlatPieces(int d) {
    double[][] points = new double[3000][12];
    double[][] flat = Samples.cube(3000, d, 31);
    for (int i = 1; i < 3000; i++) {
      for (int c = 0; c < d; c++) {
        points[i][c] = flat[i][c] - 0.5;
      }
    }
    double[] found = of(points, 150);
    assertThat(found[0]).isEqualTo(d);
    for (int e = 1; e < 4; e++) {
      assertThat(found[e]).isCloseTo(d, Percentage.withPercentage(12));
    }
  }

  @Test
  void isUndefinedBesideACopy() {
    assertThat(VectorEstimates.of(new double[9], 3)).containsOnly(Double.NaN);
  }
}
