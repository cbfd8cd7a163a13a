package io.geodesy.spectral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.kernel.Workers;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LanczosStepsTest {
  /** On the ring a unit vector sees every eigenvalue 1 - cos(2 pi j / n) with weight 1 / n. */
  @Test
  void quadratureIntegratesPolynomialsExactly() {
    int n = 50;
    try (Workers workers = new Workers(1)) {
      GraphLaplacian ring = GraphLaplacian.of(Graphs.ring(n), LaplacianKind.NORMALISED, workers);
      double[] start = new double[n];
      start[3] = 2;
      LanczosSteps.Quadrature found =
          LanczosSteps.of(ring, start, 6, new double[0][], workers).quadrature();
      for (int power = 0; power <= 11; power++) {
        double expected = 0;
        double sum = 0;
        for (int j = 0; j < n; j++) {
          expected += Math.pow(1 - Math.cos(2 * Math.PI * j / n), power) / n;
        }
        for (int j = 0; j < 6; j++) {
          sum += found.weights()[j] * Math.pow(found.nodes()[j], power);
        }
        assertThat(sum).isEqualTo(expected, within(1e-12 * Math.pow(2, power)));
      }
    }
  }

  @Test
  void endsWhereTheSpaceEnds() {
    try (Workers workers = new Workers(1)) {
      GraphLaplacian complete =
          GraphLaplacian.of(Graphs.complete(9), LaplacianKind.COMBINATORIAL, workers);
      double[] start = new double[9];
      start[0] = 1;
      LanczosSteps steps = LanczosSteps.of(complete, start, 5, new double[0][], workers);
      assertThat(steps.diagonal()).hasSize(2);
      assertThat(steps.quadrature().nodes()).containsExactly(new double[] {9, 0}, within(1e-12));
      double[] mean = new double[9];
      Arrays.fill(mean, 1 / 3.0);
      double[] rest = new double[9];
      rest[0] = 1;
      rest[1] = -1;
      assertThat(
              LanczosSteps.of(complete, rest, 5, new double[][] {mean}, workers)
                  .quadrature()
                  .nodes())
          .containsExactly(new double[] {9}, within(1e-12));
    }
  }
}
