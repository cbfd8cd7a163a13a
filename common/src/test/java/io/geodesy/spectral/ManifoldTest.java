package io.geodesy.spectral;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.graph.NeighborLists;
import io.geodesy.graph.Symmetrization;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.table.RowIds;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ratios of Laplacian eigenvalues (1 - lambda_j) / (1 - lambda_1) on manifolds with known spectrum,
 * fixed kernel, alpha = 1. Gates are twice the errors published for 10 000 points and k = 64; the
 * sets here are smaller.
 */
@Tag("slow")
class ManifoldTest {
  private static final int K = 64;

  private static NeighborLists neighbors(double[][] points, int k, Workers workers) {
    int n = points.length;
    int[] neighbors = new int[n * k];
    float[] distances = new float[n * k];
    workers.forRanges(
        n,
        50,
        (worker, from, to) -> {
          long[] order = new long[n];
          for (int i = from; i < to; i++) {
            for (int j = 0; j < n; j++) {
              double total = 0;
              for (int c = 0; c < points[i].length; c++) {
                double d = points[i][c] - points[j][c];
                total += d * d;
              }
              // Non-negative floats sort as their bits.
              order[j] = (long) Float.floatToIntBits((float) Math.sqrt(total)) << 32 | j;
            }
            order[i] = Long.MAX_VALUE;
            Arrays.sort(order);
            for (int r = 0; r < k; r++) {
              neighbors[i * k + r] = (int) order[r];
              distances[i * k + r] = Float.intBitsToFloat((int) (order[r] >>> 32));
            }
          }
        });
    return new NeighborLists(
        RowIds.ofNumbers(IntStream.range(0, n).asLongStream().toArray()),
        IntStream.rangeClosed(0, n).map(i -> i * k).toArray(),
        neighbors,
        distances,
        new int[n]);
  }

  private static void expectRatios(
      double[][] points, double alpha, double[] ratios, double worst, double mean) {
    try (Workers workers = new Workers(2)) {
      KernelSettings settings =
          new KernelSettings(
              Kernel.FIXED, Symmetrization.MAX, OptionalInt.empty(), 40, OptionalDouble.empty());
      KernelGraph graph = KernelGraph.of(neighbors(points, K, workers), settings, workers);
      Eigenpairs pairs =
          Spectrum.ofConnected(
              DiffusionOperator.of(graph.weights(), alpha, workers),
              ratios.length + 1,
              SolverOptions.of(1e-8),
              Graphs.keys(points.length),
              workers);
      double unit = 0;
      int multiplicity = 0;
      while (multiplicity < ratios.length && ratios[multiplicity] == 1) {
        unit += 1 - pairs.values()[++multiplicity];
      }
      unit /= multiplicity;
      double total = 0;
      double most = 0;
      for (int j = 0; j < ratios.length; j++) {
        double error = Math.abs((1 - pairs.values()[j + 1]) / unit / ratios[j] - 1);
        total += error;
        most = Math.max(most, error);
      }
      assertThat(most).as("largest error of the ratios").isLessThan(worst);
      assertThat(total / ratios.length).as("mean error of the ratios").isLessThan(mean);
    }
  }

  @Test
  void circleHasSquares() {
    int n = 2000;
    double[][] points =
        IntStream.range(0, n)
            .mapToObj(i -> 2 * Math.PI * (i + 0.5 * SeededStream.uniform(1, i)) / n)
            .map(a -> new double[] {Math.cos(a), Math.sin(a)})
            .toArray(double[][]::new);
    expectRatios(points, 1, new double[] {1, 1, 4, 4, 9, 9}, 0.008, 0.006);
  }

  @Test
  void sphereHasTwoLPlusOneFoldValues() {
    int n = 5000;
    double[][] points =
        IntStream.range(0, n)
            .mapToObj(
                i -> {
                  double z = 1 - 2 * (i + 0.5) / n;
                  double angle = Math.PI * (1 + Math.sqrt(5)) * (i + 0.5);
                  double r = Math.sqrt(1 - z * z);
                  return new double[] {r * Math.cos(angle), r * Math.sin(angle), z};
                })
            .toArray(double[][]::new);
    double[] ratios = new double[15];
    for (int j = 0; j < 15; j++) {
      // l (l + 1) / 2 for l = 1, 2, 3.
      ratios[j] = j < 3 ? 1 : j < 8 ? 3 : 6;
    }
    expectRatios(points, 1, ratios, 0.044, 0.018);
  }

  @Test
  void flatTorusHasSumsOfSquares() {
    int n = 5000;
    double[][] points =
        IntStream.range(0, n)
            .mapToObj(
                i -> {
                  // A lattice of golden steps covers the torus evenly.
                  double u = 2 * Math.PI * (i + 0.5) / n;
                  double v = 2 * Math.PI * (i * ((Math.sqrt(5) - 1) / 2) % 1);
                  return new double[] {Math.cos(u), Math.sin(u), Math.cos(v), Math.sin(v)};
                })
            .toArray(double[][]::new);
    expectRatios(
        points,
        1,
        new double[] {1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 5, 5, 5, 5, 5, 5, 5, 5},
        0.038,
        0.018);
  }

  /**
   * The sphere with one half seven times as dense as the other, and with a density that grows from
   * the south pole to the north pole by 20: mean error of the first 15 eigenvalue ratios with k =
   * 128. At 10 000 points the methods give 3.9 % and 2.8 % for the variable kernel; these have
   * 4000.
   */
  @ParameterizedTest
  @ValueSource(strings = {"step", "smooth"})
  void variableBandwidthIsRightOnUnevenDensity(String density) {
    double[][] points = unevenSphere(4000, density.equals("step"));
    double variable = meanError(points, 128, Kernel.VARIABLE);
    double fixed = meanError(points, 128, Kernel.FIXED);
    assertThat(variable).as("variable").isLessThan(0.06);
    assertThat(variable).as("variable against fixed %s", fixed).isLessThan(fixed / 2);
  }

  private static double[][] unevenSphere(int n, boolean isStep) {
    return IntStream.range(0, n)
        .mapToObj(
            i -> {
              double u = (i + 0.5) / n;
              double z = isStep ? stepHeight(u) : smoothHeight(u);
              double angle = 2 * Math.PI * SeededStream.uniform(31, i);
              double r = Math.sqrt(1 - z * z);
              return new double[] {r * Math.cos(angle), r * Math.sin(angle), z};
            })
        .toArray(double[][]::new);
  }

  /** Heights are uniform on a sphere; seven eighths of the points lie in the upper half. */
  private static double stepHeight(double u) {
    return u < 0.125 ? -1 + u / 0.125 : (u - 0.125) / 0.875;
  }

  /** The inverse of the distribution with density proportional to 20^((z + 1) / 2). */
  private static double smoothHeight(double u) {
    return -1 + 2 * Math.log(1 + 19 * u) / Math.log(20);
  }

  private static double meanError(double[][] points, int k, Kernel kernel) {
    try (Workers workers = new Workers(2)) {
      KernelSettings settings =
          new KernelSettings(
              kernel, Symmetrization.MAX, OptionalInt.of(8), 40, OptionalDouble.empty());
      KernelGraph graph = KernelGraph.of(neighbors(points, k, workers), settings, workers);
      int[] all = IntStream.range(0, points.length).toArray();
      Eigenpairs pairs =
          Spectrum.ofConnected(
              graph.operator(all, graph.alpha(OptionalDouble.empty()), workers),
              16,
              SolverOptions.of(1e-7),
              Graphs.keys(points.length),
              workers);
      double unit = 0;
      for (int j = 1; j <= 3; j++) {
        unit += (1 - pairs.values()[j]) / 3;
      }
      double total = 0;
      for (int j = 1; j <= 15; j++) {
        double ratio = j <= 3 ? 1 : j <= 8 ? 3 : 6;
        total += Math.abs((1 - pairs.values()[j]) / unit / ratio - 1) / 15;
      }
      return total;
    }
  }
}
