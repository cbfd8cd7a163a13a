package io.geodesy.jobs.heat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.kernel.SeededStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LandmarkMapTest {
  private static double[] distances(double[][] points) {
    int m = points.length;
    double[] distances = new double[m * m];
    Arrays.setAll(
        distances,
        at -> {
          double total = 0;
          for (int c = 0; c < points[0].length; c++) {
            double gap = points[at / m][c] - points[at % m][c];
            total += gap * gap;
          }
          return Math.sqrt(total);
        });
    return distances;
  }

  private static double[][] plane(int m) {
    double[][] points = new double[m][2];
    for (int i = 0; i < m; i++) {
      points[i][0] = 3 * SeededStream.uniform(1, i);
      points[i][1] = SeededStream.uniform(2, i);
    }
    return points;
  }

  private static double[] ones(int m) {
    double[] ones = new double[m * m];
    Arrays.fill(ones, 1);
    return ones;
  }

  @Test
  void findsThePlaneFromItsDistancesAndPlacesOtherRowsOnIt() {
    double[][] points = plane(40);
    LandmarkMap map = LandmarkMap.of(distances(points), ones(40), 40, 2);
    assertThat(map.stress()).isLessThan(1e-9);
    double[] toLandmarks = new double[40];
    for (int j = 0; j < 40; j++) {
      toLandmarks[j] = Math.hypot(points[j][0] - 1, points[j][1] - 0.3);
    }
    double[] place = map.place(toLandmarks);
    for (int j = 0; j < 40; j++) {
      double[] other = map.landmark(j);
      assertThat(Math.hypot(place[0] - other[0], place[1] - other[1]))
          .isEqualTo(toLandmarks[j], within(1e-6));
    }
  }

  @Test
  void majorisationNeverLosesAgainstClassicalScaling() {
    double[][] points = new double[30][3];
    for (int i = 0; i < 30; i++) {
      for (int c = 0; c < 3; c++) {
        points[i][c] = SeededStream.normal(9, 3L * i + c);
      }
    }
    double[] weights = ones(30);
    for (int at = 0; at < 900; at++) {
      weights[at] = Math.exp(-distances(points)[at]);
    }
    double uniform = LandmarkMap.of(distances(points), ones(30), 30, 2).stress();
    assertThat(uniform).isBetween(0.1, 0.3);
    assertThat(LandmarkMap.of(distances(points), weights, 30, 2).stress()).isBetween(0.05, 0.4);
  }

  @Test
  void axesArePrincipalAndTheirSignIsFixed() {
    LandmarkMap map = LandmarkMap.of(distances(plane(50)), ones(50), 50, 2);
    double[] squares = new double[2];
    double[] largest = new double[2];
    for (int j = 0; j < 50; j++) {
      for (int a = 0; a < 2; a++) {
        double c = map.landmark(j)[a];
        squares[a] += c * c;
        largest[a] = Math.abs(c) > Math.abs(largest[a]) ? c : largest[a];
      }
    }
    assertThat(squares[0]).isGreaterThan(squares[1]);
    assertThat(largest[0]).isPositive();
    assertThat(largest[1]).isPositive();
  }

  @Test
  void pointsOnALineNeedOneAxis() {
    double[][] line = {{0}, {1}, {3}};
    LandmarkMap map = LandmarkMap.of(distances(line), ones(3), 3, 2);
    assertThat(map.stress()).isLessThan(1e-9);
    assertThat(Arrays.stream(map.place(new double[] {1.0, 0.0, 2.0}))).allMatch(Double::isFinite);
  }

  @Test
  void chainsTakeThePlaceOfWhatIsUnknown() {
    double far = Double.POSITIVE_INFINITY;
    ReachedDistances reached = ReachedDistances.of(new double[] {0, 1, far, 1, 0, 2, far, 2, 0}, 3);
    assertThat(reached.isComplete()).isTrue();
    assertThat(reached.between()).containsExactly(0, 1, 3, 1, 0, 2, 3, 2, 0);
    double[] row = {0.5, far, far};
    assertThat(reached.complete(row)).isTrue();
    assertThat(row).containsExactly(0.5, 1.5, 3.5);
    assertThat(reached.complete(new double[] {far, far, far})).isFalse();
  }
}
