package io.geodesy.jobs.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.analysis.Progress;
import io.geodesy.config.ParameterBinder;
import io.geodesy.error.ConfigException;
import io.geodesy.error.DataException;
import io.geodesy.graph.ConnectedComponents;
import io.geodesy.graph.NeighborLists;
import io.geodesy.kernel.DenseAlgebra;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.testing.Check;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The numeric checks of probe-eigenmaps. */
class ProbeBasisTest {
  private static final int N = 600;
  private static final int K = 20;
  private static final double S = 0.2;

  private record Solved(SmoothProbes probes, ProbeBasis basis) {}

  private static ProbeParameters parameters(String... keysAndValues) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return ParameterBinder.bind(ProbeParameters.class, values);
  }

  private static Solved solve(NeighborLists lists, ProbeParameters parameters, int threads) {
    try (Workers workers = new Workers(threads)) {
      Smoother smoother = Smoother.of(lists, parameters);
      SmoothProbes probes =
          SmoothProbes.of(
              smoother, parameters, Graphs.keys(lists.rows()), workers, Progress.SILENT);
      ConnectedComponents links = ConnectedComponents.of(smoother.links());
      return new Solved(probes, ProbeBasis.of(probes, parameters.components(), links, workers));
    }
  }

  /** The least cosine between the spans of q's leading columns and orthonormal functions. */
  private static double leastCosine(ProbeBasis basis, double[][] functions) {
    int count = functions.length;
    double[] overlap = new double[count * count];
    for (int a = 0; a < count; a++) {
      for (int b = 0; b < count; b++) {
        for (int i = 0; i < functions[a].length; i++) {
          overlap[a * count + b] += functions[a][i] * basis.q()[i * basis.components() + b];
        }
      }
    }
    return DenseAlgebra.svd(overlap, count, count).values()[count - 1];
  }

  private static double[][] waves(int highest) {
    double[][] functions = new double[2 * highest + 1][N];
    for (int i = 0; i < N; i++) {
      functions[0][i] = 1 / Math.sqrt(N);
      for (int j = 1; j <= highest; j++) {
        functions[2 * j - 1][i] = Math.cos(2 * Math.PI * i * j / N) * Math.sqrt(2.0 / N);
        functions[2 * j][i] = Math.sin(2 * Math.PI * i * j / N) * Math.sqrt(2.0 / N);
      }
    }
    return functions;
  }

  /** Check 1: eigenvalues to the power 80, and the span of the waves. */
  @Test
  void findsTheWavesOfTheCircle() {
    double[] closed = {1, .855, .534, .243, .080, .019};
    for (int j = 0; j < closed.length; j++) {
      Check.PROBE_CLOSED_FORM.got(
          Math.abs(Math.pow(Graphs.eigenvalue(N, K, S, j), 80) - closed[j]));
    }
    ProbeBasis basis =
        solve(
                Graphs.circle(N, K),
                parameters("bandwidth", "0.2", "steps", "40", "components", "11"),
                2)
            .basis();
    double first = basis.singularValues()[0];
    for (int j = 1; j < closed.length; j++) {
      for (int copy = 2 * j - 1; copy <= 2 * j; copy++) {
        double ratio = basis.singularValues()[copy] / first;
        Check.PROBE_RATIOS.got(Math.abs(ratio * ratio - closed[j]));
      }
    }
    Check.PROBE_SPAN_40.got(leastCosine(basis, waves(4)));
    assertThat(basis.signChanges()).isFalse();
    assertThat(sum(basis.density())).isEqualTo(1, within(1e-12));
  }

  /** Check 1, 200 steps. */
  @Test
  void moreStepsTellTheWavesApartBetter() {
    ProbeBasis basis =
        solve(
                Graphs.circle(N, K),
                parameters("bandwidth", "0.2", "steps", "200", "components", "9"),
                2)
            .basis();
    Check.PROBE_SPAN_200.got(leastCosine(basis, waves(4)));
  }

  /** Check 2. */
  @Test
  void smoothingMultipliesAWaveByItsEigenvalue() {
    Smoother smoother = Smoother.of(Graphs.circle(N, K), parameters("bandwidth", "0.2"));
    double[] x = new double[N];
    for (int i = 0; i < N; i++) {
      x[i] = Math.cos(2 * Math.PI * 3 * i / N);
    }
    double[] expected = x.clone();
    try (Workers workers = new Workers(2)) {
      for (int step = 0; step < 30; step++) {
        double[] y = new double[N];
        smoother.apply(x, y, 1, workers);
        x = y;
      }
    }
    double factor = Math.pow(Graphs.eigenvalue(N, K, S, 3), 30);
    for (int i = 0; i < N; i++) {
      Check.PROBE_WAVE.got(Math.abs(x[i] / factor - expected[i]));
    }
  }

  /** Check 3: the error of the projection, computed row by row, and of rotated bases. */
  @Test
  void errorIsOneLessTheCapturedEnergyAndNoRotationOfTheBasisLowersIt() {
    int n = 80;
    Solved solved =
        solve(
            Graphs.neighbors(points(n), 8),
            parameters("steps", "5", "probes", "100", "components", "30"),
            2);
    ProbeBasis basis = solved.basis();
    int k = 6;
    Check.PROBE_ENERGY.got(Math.abs(error(solved, basis.q(), k) - (1 - basis.captured(k))));
    for (int trial = 0; trial < 5; trial++) {
      double[] mixed = new double[basis.components() * basis.components()];
      for (int i = 0; i < mixed.length; i++) {
        mixed[i] = SeededStream.normal(trial, i);
      }
      double[] rotation = DenseAlgebra.qr(mixed, basis.components(), basis.components()).q();
      double[] rotated = new double[basis.q().length];
      for (int i = 0; i < n; i++) {
        for (int a = 0; a < basis.components(); a++) {
          for (int b = 0; b < basis.components(); b++) {
            rotated[i * basis.components() + b] +=
                basis.q()[i * basis.components() + a] * rotation[a * basis.components() + b];
          }
        }
      }
      Check.PROBE_ROTATIONS.got(error(solved, rotated, k) - (1 - basis.captured(k)));
    }
  }

  private static double error(Solved solved, double[] q, int k) {
    SmoothProbes probes = solved.probes();
    int columns = solved.basis().components();
    double left = 0;
    double total = 0;
    for (int p = 0; p < probes.count(); p++) {
      double[] products = new double[k];
      for (int i = 0; i < probes.rows(); i++) {
        for (int j = 0; j < k; j++) {
          products[j] += q[i * columns + j] * probes.value(i, p);
        }
      }
      for (int i = 0; i < probes.rows(); i++) {
        double rest = probes.value(i, p);
        total += rest * rest;
        for (int j = 0; j < k; j++) {
          rest -= products[j] * q[i * columns + j];
        }
        left += rest * rest;
      }
    }
    return left / total;
  }

  private static double[][] points(int n) {
    double[][] points = new double[n][3];
    for (int i = 0; i < 3 * n; i++) {
      points[i / 3][i % 3] = SeededStream.normal(17, i);
    }
    return points;
  }

  /** Check 4. */
  @Test
  void threeCirclesGiveTheirIndicatorsFirst() {
    int each = 90;
    ProbeBasis basis =
        solve(
                Graphs.neighbors(Graphs.circles(3, each), 10),
                parameters("bandwidth", "0.5", "steps", "200", "probes", "200", "components", "6"),
                2)
            .basis();
    double[][] indicators = new double[3][3 * each];
    for (int i = 0; i < 3 * each; i++) {
      indicators[i / each][i] = 1 / Math.sqrt(each);
    }
    Check.PROBE_CIRCLES.got(leastCosine(basis, indicators));
    assertThat(basis.pieces()).isEqualTo(3);
    double squares = 0;
    for (int i = 0; i < 3 * each; i++) {
      squares += basis.q()[i * 6] * basis.q()[i * 6];
    }
    assertThat(squares).isEqualTo(1, within(1e-10));
    Check.PROBE_DENSITY.got(Math.abs(sum(basis.density()) - 1));
    // Each circle has its share, and its rows are equally dense.
    assertThat(basis.density()[7]).isEqualTo(1.0 / (3 * each), within(2e-3 / each));
  }

  @Test
  void eitherGramMatrixGivesTheSingularVectors() {
    NeighborLists lists = Graphs.neighbors(points(90), 8);
    // The smaller matrix is taken: F'F for 30 probes, FF' for 100.
    for (int count : new int[] {30, 100}) {
      Solved solved =
          solve(
              lists,
              parameters("steps", "3", "probes", Integer.toString(count), "components", "5"),
              2);
      double[] matrix = new double[90 * count];
      for (int i = 0; i < 90; i++) {
        for (int p = 0; p < count; p++) {
          matrix[i * count + p] = solved.probes().value(i, p);
        }
      }
      DenseAlgebra.Svd svd = DenseAlgebra.svd(matrix, 90, count);
      int rank = svd.values().length;
      double[][] left = new double[5][90];
      for (int k = 0; k < 5; k++) {
        assertThat(solved.basis().singularValues()[k]).isEqualTo(svd.values()[k], within(1e-9));
        for (int i = 0; i < 90; i++) {
          left[k][i] = svd.left()[i * rank + k];
        }
      }
      assertThat(leastCosine(solved.basis(), left)).isEqualTo(1, within(1e-9));
    }
  }

  @Test
  void errorsFallAndTheConstantIsHeldExactly() {
    ProbeBasis basis =
        solve(
                Graphs.neighbors(points(90), 8),
                parameters("steps", "20", "probes", "60", "components", "10"),
                2)
            .basis();
    for (int k = 0; k < 10; k++) {
      assertThat(basis.meanErrors()[k]).isBetween(0.0, basis.maxErrors()[k]);
      assertThat(k == 0 || basis.meanErrors()[k] <= basis.meanErrors()[k - 1]).isTrue();
    }
    for (int i = 0; i < 90; i++) {
      assertThat(basis.functions(i)[0]).isEqualTo(1f, within(1e-6f));
    }
  }

  @Test
  void hasTheSameBitsForAnyNumberOfThreads() {
    NeighborLists lists = Graphs.neighbors(points(300), 8);
    ProbeParameters parameters = parameters("probes", "50", "components", "5");
    double[] one = solve(lists, parameters, 1).basis().q();
    assertThat(solve(lists, parameters, 2).basis().q()).isEqualTo(one);
    assertThat(solve(lists, parameters, 7).basis().q()).isEqualTo(one);
  }

  @Test
  void fewerRowsThanComponentsGiveAllThereAre() {
    ProbeBasis basis =
        solve(Graphs.neighbors(points(6), 3), parameters("probes", "30", "components", "20"), 1)
            .basis();
    assertThat(basis.components()).isEqualTo(6);
    assertThat(basis.captured(6)).isEqualTo(1, within(1e-12));
  }

  @Test
  void twoRowsGiveTwoFunctions() {
    ProbeBasis basis =
        solve(Graphs.neighbors(new double[][] {{0}, {1}}, 1), parameters("probes", "30"), 1)
            .basis();
    assertThat(basis.components()).isEqualTo(2);
    assertThat(basis.captured(2)).isEqualTo(1, within(1e-12));
  }

  /** Whatever the bandwidth, the nearest neighbours keep their weight and copies share it. */
  @ParameterizedTest
  @ValueSource(strings = {"1e-9", "1e-200"})
  void bandwidthsThatUnderflowLeaveTheNearestNeighbours(String bandwidth) {
    NeighborLists lists =
        Graphs.of(new int[] {1, 2, 0, 2, 0, 1}, new float[] {0, 1, 0, 1, 1, 1}, 3, 2);
    double[] y = new double[3];
    try (Workers workers = new Workers(1)) {
      Smoother.of(lists, parameters("bandwidth", bandwidth))
          .apply(new double[] {1, 2, 4}, y, 1, workers);
    }
    assertThat(y).containsExactly(2, 1, 1.5);
  }

  /** Star and complete graph: the constant is held, whatever is repeated beside it. */
  @ParameterizedTest
  @ValueSource(ints = {1, 29})
  void equalDistancesLeaveTheConstantFirst(int k) {
    double[][] points = new double[30][30];
    for (int i = k == 1 ? 1 : 0; i < 30; i++) {
      points[i][i] = 1;
    }
    ProbeBasis basis =
        solve(
                Graphs.neighbors(points, k),
                parameters("probes", "40", "steps", "31", "components", "5", "self-loop", "true"),
                1)
            .basis();
    double first = basis.q()[0];
    for (int i = 0; i < 30; i++) {
      assertThat(basis.q()[i * basis.components()]).isEqualTo(first, within(1e-3));
    }
  }

  @Test
  void copiesWeighOneAndASelfLoopKeepsTheRow() {
    // two copies and a row at distance 1: weights 1 and exp(-1) of the first row's neighbours
    NeighborLists lists =
        Graphs.of(new int[] {1, 2, 0, 2, 0, 1}, new float[] {0, 1, 0, 1, 1, 1}, 3, 2);
    double[] y = new double[3];
    try (Workers workers = new Workers(1)) {
      Smoother.of(lists, parameters("bandwidth", "1")).apply(new double[] {1, 2, 4}, y, 1, workers);
      double e = Math.exp(-1);
      assertThat(y[0]).isEqualTo((2 + 4 * e) / (1 + e), within(1e-14));
      Smoother.of(lists, parameters("bandwidth", "1", "self-loop", "true"))
          .apply(new double[] {1, 2, 4}, y, 1, workers);
      assertThat(y[2]).isEqualTo((4 + 3 * e) / (1 + 2 * e), within(1e-14));
    }
  }

  @Test
  void symmetrizingJoinsPairsThatOneSideLists() {
    NeighborLists lists = Graphs.neighbors(new double[][] {{0}, {1}, {3}}, 1);
    double[] y = new double[3];
    try (Workers workers = new Workers(1)) {
      Smoother.of(lists, parameters("bandwidth", "1", "symmetrize", "true"))
          .apply(new double[] {1, 0, 5}, y, 1, workers);
      // Row 1 is at 1 from row 0, and row 2 lists it at 2.
      double far = Math.exp(-3);
      assertThat(y[1]).isEqualTo((1 + 5 * far) / (1 + far), within(1e-14));
    }
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> parameters("probes", "29"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("probes is 29 but must be at least components + 10, here 30");
    NeighborLists equal = Graphs.of(new int[] {1, 0}, new float[2], 2, 1);
    assertThatThrownBy(() -> Smoother.of(equal, parameters()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("All distances are zero");
    assertThatThrownBy(() -> Smoother.of(Graphs.circle(50, 4), parameters("k", "5")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("k is 5 but table neighbors lists at most 4");
  }

  private static double sum(double[] values) {
    double total = 0;
    for (double value : values) {
      total += value;
    }
    return total;
  }
}
