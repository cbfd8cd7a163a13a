package io.geodesy.spectral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.error.DataException;
import io.geodesy.graph.NeighborLists;
import io.geodesy.graph.Symmetrization;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.table.RowIds;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class KernelGraphTest {
  private static final Workers WORKERS = new Workers(2);

  @AfterAll
  static void close() {
    WORKERS.close();
  }

  /** Points on a line with the k nearest of each. */
  static NeighborLists line(double[] x, int k) {
    int n = x.length;
    int[] neighbors = new int[n * k];
    float[] distances = new float[n * k];
    for (int i = 0; i < n; i++) {
      int row = i;
      int[] nearest =
          IntStream.range(0, n)
              .filter(j -> j != row)
              .boxed()
              .sorted((a, b) -> Double.compare(Math.abs(x[a] - x[row]), Math.abs(x[b] - x[row])))
              .limit(k)
              .mapToInt(Integer::intValue)
              .toArray();
      for (int j = 0; j < k; j++) {
        neighbors[i * k + j] = nearest[j];
        distances[i * k + j] = (float) Math.abs(x[nearest[j]] - x[i]);
      }
    }
    return new NeighborLists(
        RowIds.ofNumbers(IntStream.range(0, n).asLongStream().toArray()),
        IntStream.rangeClosed(0, n).map(i -> i * k).toArray(),
        neighbors,
        distances,
        new int[n]);
  }

  private static KernelSettings settings(Kernel kernel, int bandwidthK, double decay, double eps) {
    return new KernelSettings(
        kernel,
        Symmetrization.MEAN,
        OptionalInt.of(bandwidthK),
        decay,
        kernel.hasEps() ? OptionalDouble.of(eps) : OptionalDouble.empty());
  }

  private static double weight(KernelGraph graph, int i, int j) {
    for (int e = graph.weights().offset(i); e < graph.weights().offset(i + 1); e++) {
      if (graph.weights().column(e) == j) {
        return graph.weights().weight(e);
      }
    }
    return 0;
  }

  @Test
  void weighsByTheFormulaOfEachKernel() {
    // Bandwidths, the distance to the 2nd neighbour: 3, 2, 3 (rows at 0, 1, 3).
    NeighborLists lists = line(new double[] {0, 1, 3}, 2);
    double fixed = weight(KernelGraph.of(lists, settings(Kernel.FIXED, 2, 1, 0.5), WORKERS), 0, 1);
    double tuned =
        weight(KernelGraph.of(lists, settings(Kernel.SELF_TUNED, 2, 1, 1), WORKERS), 0, 1);
    double decay = weight(KernelGraph.of(lists, settings(Kernel.DECAY, 2, 4, 1), WORKERS), 0, 1);
    assertThat(fixed).isEqualTo(Math.exp(-1 / (4 * 0.5)), within(1e-7));
    assertThat(tuned).isEqualTo(Math.exp(-1 / 6.0), within(1e-7));
    assertThat(decay)
        .isEqualTo(
            (Math.exp(-Math.pow(1 / 3.0, 4)) + Math.exp(-Math.pow(1 / 2.0, 4))) / 2, within(1e-7));
  }

  @Test
  void takesTheNextPositiveDistanceWhereCopiesFillTheBandwidth() {
    Bandwidths found = Bandwidths.of(line(new double[] {0, 0, 0, 5, 9}, 3), 2);
    assertThat(found.values()).containsExactly(5, 5, 5, 5, 9);
    assertThat(found.floored()).isEqualTo(3);
  }

  @Test
  void dropsPairsThatUnderflowSoThatTheRowStandsAlone() {
    KernelGraph graph =
        KernelGraph.of(
            line(new double[] {0, 1, 2, 1000}, 2), settings(Kernel.FIXED, 1, 1, 0.25), WORKERS);
    assertThat(io.geodesy.graph.ConnectedComponents.of(graph.weights()).count()).isEqualTo(2);
    assertThat(graph.facts().dropped()).isEqualTo(2);
    assertThat(weight(graph, 3, 3)).isEqualTo(1);
  }

  @Test
  void logSlopeLiesWhereTheDistancesAre() {
    double[] x =
        IntStream.range(0, 400).mapToDouble(i -> 400 * SeededStream.uniform(6, i)).toArray();
    LogSlope found = LogSlope.choose(line(x, 20).distances(), 400, WORKERS);
    // Lists reach 10 to either side: exp(-d^2 / (4 eps)) must fall within them, and beyond 1.
    assertThat(found.eps()).isBetween(0.25, 25.0);
    // m = 1; the lists end at the 20th neighbour, so that the estimate is low but not by a half.
    assertThat(2 * found.slope()).isBetween(0.7, 1.05);
  }

  @Test
  void logSlopeScalesWithTheSquareOfTheUnit() {
    double[] x = IntStream.range(0, 100).mapToDouble(i -> i + Math.sin(i)).toArray();
    double[] scaled = Arrays.stream(x).map(v -> 1024 * v).toArray();
    LogSlope one = LogSlope.choose(line(x, 8).distances(), 100, WORKERS);
    LogSlope other = LogSlope.choose(line(scaled, 8).distances(), 100, WORKERS);
    assertThat(other.eps()).isEqualTo(one.eps() * 1024 * 1024, within(1e-3 * other.eps()));
  }

  @Test
  void logSlopeOfEqualRowsIsZero() {
    assertThat(LogSlope.choose(new float[12], 4, WORKERS)).isEqualTo(new LogSlope(1, 0));
  }

  @Test
  void logSlopeNamesTheGridWhenNothingStandsOut() {
    // Half of the distances up to a median of 1 on all scales, the others alike and beyond the
    // grid.
    float[] distances = new float[100];
    for (int i = 0; i < 100; i++) {
      distances[i] = (float) (i <= 50 ? Math.pow(10, -12 + 12 * i / 50.0) : Math.pow(2, 5.25));
    }
    assertThatThrownBy(() -> LogSlope.choose(distances, 1000, WORKERS))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "No bandwidth stands out: between eps = 0.000244 and 215 the kernel sum grows fastest at the upper end")
        .hasMessageContaining(
            "Give eps, or use a kernel that follows the density (kernel = decay).");
  }

  @Test
  void exponentialWeighsByTheRatioToTheBandwidth() {
    NeighborLists lists = line(new double[] {0, 1, 3}, 2);
    double found =
        weight(KernelGraph.of(lists, settings(Kernel.EXPONENTIAL, 2, 1, 1), WORKERS), 0, 1);
    assertThat(found).isEqualTo((Math.exp(-1 / 3.0) + Math.exp(-1 / 2.0)) / 2, within(1e-7));
  }

  @Test
  void cosineIsTheLinearKernelOfChords() {
    NeighborLists lists = line(new double[] {0, 1, 1.5}, 2);
    assertThat(weight(KernelGraph.of(lists, settings(Kernel.COSINE, 2, 1, 1), WORKERS), 0, 1))
        .isEqualTo(0.75, within(1e-7));
  }

  @Test
  void cosineRefusesDistancesThatAreNoChords() {
    assertThatThrownBy(
            () ->
                KernelGraph.of(
                    line(new double[] {0, 1, 5}, 2), settings(Kernel.COSINE, 2, 1, 1), WORKERS))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "kernel = cosine needs chord distances, at most 2, but row 0 has a neighbour at 5.0: compute the graph with metric = cosine, or use another kernel.");
  }

  @Test
  void fuzzyWeightsAddUpToTheLogarithmOfTheLength() {
    double[] x = IntStream.range(0, 60).mapToDouble(i -> i + 0.4 * Math.sin(3 * i)).toArray();
    NeighborLists lists = line(x, 8);
    FuzzyScales scales = FuzzyScales.of(lists, Bandwidths.of(lists, 7).values(), WORKERS);
    for (int i = 0; i < 60; i++) {
      double sum = 0;
      for (int e = lists.offsets()[i]; e < lists.offsets()[i + 1]; e++) {
        sum +=
            Math.exp(-Math.max(0, lists.distances()[e] - scales.nearest()[i]) / scales.widths()[i]);
      }
      assertThat(sum).isEqualTo(3, within(1e-6));
    }
  }

  @Test
  void fuzzyUnionJoinsANearestNeighbourWholly() {
    KernelSettings settings =
        new KernelSettings(
            Kernel.FUZZY, Symmetrization.FUZZY_UNION, OptionalInt.of(2), 1, OptionalDouble.empty());
    assertThat(weight(KernelGraph.of(line(new double[] {0, 1, 3, 7}, 2), settings, WORKERS), 2, 1))
        .isEqualTo(1, within(1e-7));
  }

  @Test
  void variableBandwidthIsTheFixedOneWhereTheDensityIsEven() {
    double[] x = IntStream.range(0, 40).mapToDouble(i -> i).toArray();
    // Rows far from both ends have the same density, so that rho is the same.
    KernelGraph graph = KernelGraph.of(line(x, 6), settings(Kernel.VARIABLE, 4, 1, 1), WORKERS);
    double ratio = graph.rho()[19] * graph.rho()[20] * 4 * graph.facts().eps().getAsDouble();
    assertThat(graph.rho()[20]).isEqualTo(graph.rho()[19], within(1e-12));
    assertThat(weight(graph, 19, 20)).isEqualTo(Math.exp(-1 / ratio), within(1e-7));
    assertThat(graph.facts().dimension()).hasValue(1);
    assertThat(graph.facts().alpha(OptionalDouble.empty())).isEqualTo(0.25);
  }

  @Test
  void neighborRuleGivesTheMedianPairOneOverE() {
    KernelSettings settings =
        new KernelSettings(
            Kernel.FIXED,
            Symmetrization.MEAN,
            OptionalInt.of(2),
            1,
            OptionalDouble.empty(),
            BandwidthRule.NEIGHBOR,
            -0.5,
            OptionalInt.empty());
    KernelGraph graph =
        KernelGraph.of(
            line(IntStream.range(0, 41).mapToDouble(i -> 3.0 * i).toArray(), 2), settings, WORKERS);
    assertThat(graph.facts().eps().getAsDouble()).isEqualTo(9 / 4.0, within(1e-9));
    assertThat(weight(graph, 20, 21)).isEqualTo(Math.exp(-1), within(1e-7));
  }

  @Test
  void namesTheRowWhoseDensityUnderflows() {
    double[] x = IntStream.range(0, 30).mapToDouble(i -> i == 29 ? 1e9 : i).toArray();
    KernelSettings settings =
        new KernelSettings(
            Kernel.VARIABLE,
            Symmetrization.MEAN,
            OptionalInt.of(3),
            1,
            OptionalDouble.of(1),
            BandwidthRule.LOG_SLOPE,
            -0.5,
            OptionalInt.of(9));
    assertThatThrownBy(() -> KernelGraph.of(line(x, 5), settings, WORKERS))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("kernel = variable: the density at row 29")
        .hasMessageContaining("or use kernel = decay");
  }

  @Test
  void variableOperatorIsTheGeneratorMadeSymmetric() {
    double[] x = IntStream.range(0, 30).mapToDouble(i -> i + 20 * Math.pow(i / 30.0, 3)).toArray();
    KernelGraph graph = KernelGraph.of(line(x, 6), settings(Kernel.VARIABLE, 4, 1, 1), WORKERS);
    double alpha = 0.25;
    DiffusionOperator operator = graph.operator(IntStream.range(0, 30).toArray(), alpha, WORKERS);
    double[] rho = graph.rho();
    double[] f = IntStream.range(0, 30).mapToDouble(i -> Math.cos(0.3 * i)).toArray();
    // eps L f = rho^-2 (D^-1 K~ f - f) by the formulas, one row after the other.
    double[] q = new double[30];
    for (int i = 0; i < 30; i++) {
      for (int j = 0; j < 30; j++) {
        q[i] += weight(graph, i, j) / rho[i];
      }
    }
    double[] stationary = operator.stationary();
    double[] phi = IntStream.range(0, 30).mapToDouble(i -> f[i] * stationary[i]).toArray();
    double[] image = new double[30];
    operator.multiply(phi, image, 1, WORKERS);
    for (int i = 0; i < 30; i++) {
      double degree = 0;
      double sum = 0;
      for (int j = 0; j < 30; j++) {
        double w = weight(graph, i, j) / Math.pow(q[i] * q[j], alpha);
        degree += w;
        sum += w * f[j];
      }
      double generator = (sum / degree - f[i]) / (rho[i] * rho[i]);
      assertThat(image[i] / stationary[i]).isEqualTo(f[i] + generator, within(1e-9));
    }
  }
}
