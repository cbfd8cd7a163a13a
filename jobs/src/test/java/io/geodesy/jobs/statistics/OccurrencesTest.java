package io.geodesy.jobs.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.kernel.SeededStream;
import io.geodesy.testing.ExactNeighbors;
import java.util.Arrays;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OccurrencesTest {
  private static Occurrences of(int[][] neighbors, int k) {
    double[][] zeros =
        Arrays.stream(neighbors).map(l -> new double[l.length]).toArray(double[][]::new);
    return Occurrences.of(Graphs.of(neighbors, zeros), k);
  }

  private static Occurrences ofCube(int n, int dim, int k) {
    double[][] points = new double[n][dim];
    for (int i = 0; i < n * dim; i++) {
      points[i / dim][i % dim] = SeededStream.uniform(31, i);
    }
    return of(ExactNeighbors.of(points, k).neighbors(), k);
  }

  /**
   * Published values for the iid uniform cube at 10 000 rows and k = 10. In 100 dimensions a few
   * hubs decide skewness and maximum: four draws of NumPy gave 4.0 to 6.6 and 211 to 379.
   */
  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "3,0.09,0,0.10,21,0.25",
    "20,1.77,0.014,0.28,79,0.25",
    "100,6.87,0.079,0.43,364,0.45"
  })
  void reproducesTheHubnessOfTheCube(
      int dim, double skewness, double antihubs, double robinHood, double max, double band) {
    Occurrences found = ofCube(10_000, dim, 10);
    assertThat(found.skewness()).isCloseTo(skewness, within(Math.max(0.06, band * skewness)));
    assertThat(found.antihubShare()).isCloseTo(antihubs, within(0.002 + 0.1 * antihubs));
    assertThat(found.robinHood()).isCloseTo(robinHood, within(0.01));
    assertThat((double) found.max()).isCloseTo(max, Percentage.withPercentage(100 * band));
  }

  @Test
  void findsMoreHubsInMoreDimensions() {
    assertThat(ofCube(1000, 3, 10).skewness()).isLessThan(0.3);
    assertThat(ofCube(1000, 20, 10).skewness()).isBetween(0.9, 2.2);
    assertThat(ofCube(1000, 100, 10).skewness()).isGreaterThan(2.5);
  }

  @Test
  void countsEveryEdgeOnce() {
    Occurrences found = ofCube(300, 5, 8);
    long sum = 0;
    for (int i = 0; i < 300; i++) {
      sum += found.of(i);
    }
    assertThat(sum).isEqualTo(2400);
    assertThat(found.mean()).isEqualTo(8);
  }

  /** A star: rows 1, 2, 3 have row 0 as neighbour, row 0 has row 1. Counts 3, 1, 0, 0. */
  @Test
  void measuresAStar() {
    Occurrences star = of(new int[][] {{1}, {0}, {0}, {0}}, 1);
    assertThat(star.antihubShare()).isEqualTo(0.5);
    assertThat(star.hubShare(2)).isEqualTo(0.25);
    assertThat(star.robinHood()).isEqualTo(0.5);
    assertThat(star.gini()).isCloseTo(0.625, within(1e-12));
    assertThat(star.max()).isEqualTo(3);
    assertThat(star.skewness()).isCloseTo(1.5 / Math.pow(1.5, 1.5), within(1e-12));
  }

  @Test
  void usesTheFirstKNeighbours() {
    int[][] lists = {{1, 2}, {2, 0}, {0, 1}};
    assertThat(of(lists, 1).mean()).isEqualTo(1);
    assertThat(of(lists, 5).mean()).isEqualTo(2);
    assertThat(of(lists, 2).skewness()).isNaN();
  }
}
