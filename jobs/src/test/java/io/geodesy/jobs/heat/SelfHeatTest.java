package io.geodesy.jobs.heat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.geodesy.graph.NeighborLists;
import io.geodesy.graph.Symmetrization;
import io.geodesy.kernel.DenseAlgebra;
import io.geodesy.kernel.DenseAlgebra.SymmetricEigen;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.spectral.ChebyshevHeat;
import io.geodesy.spectral.GraphLaplacian;
import io.geodesy.spectral.Kernel;
import io.geodesy.spectral.KernelGraph;
import io.geodesy.spectral.KernelSettings;
import io.geodesy.spectral.LaplacianKind;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelfHeatTest {
  private static final Workers WORKERS = new Workers(2);
  private static final int ROWS = 600;
  private static final int PROBES = 64;

  @AfterAll
  static void stop() {
    WORKERS.close();
  }

  /** Ten dimensions: the slowest eigenvectors hold little of the heat. */
  private static double[][] cloud() {
    double[][] points = new double[ROWS][10];
    for (int i = 0; i < ROWS; i++) {
      for (int c = 0; c < 10; c++) {
        points[i][c] = SeededStream.uniform(8, 10L * i + c);
      }
    }
    return points;
  }

  /** A graph of more rows than are solved densely, at a time when heat has spread. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Flow(GraphLaplacian laplacian, ChebyshevHeat kernel, double[] times, long[] keys) {
    static Flow of(String shape, double time) {
      return of(shape, time, 17);
    }

    static Flow of(String shape, double time, long seed) {
      NeighborLists lists =
          switch (shape) {
            case "ring" -> Shapes.ring(ROWS);
            case "swiss roll" -> Shapes.graph(Shapes.swissRoll(ROWS, 3).points(), 10);
            default -> Shapes.graph(cloud(), 10);
          };
      KernelSettings settings =
          new KernelSettings(
              Kernel.DECAY,
              Symmetrization.MEAN,
              OptionalInt.of(lists.minDegree()),
              40,
              OptionalDouble.empty());
      GraphLaplacian laplacian =
          GraphLaplacian.of(
              KernelGraph.of(lists, settings, WORKERS).weights(),
              LaplacianKind.COMBINATORIAL,
              WORKERS);
      long[] keys = new long[ROWS];
      Arrays.setAll(keys, i -> SeededStream.hash(seed, i));
      return new Flow(
          laplacian, ChebyshevHeat.of(laplacian, 1e-13, keys, WORKERS), new double[] {time}, keys);
    }

    double[] matrix() {
      double[][] heat = new double[1][ROWS * ROWS];
      kernel.columns(IntStream.range(0, ROWS).toArray(), 0, ROWS, times, heat, WORKERS);
      return heat[0];
    }

    SelfHeat deflated(int probes, Workers workers) {
      return SelfHeat.byEigenpairs(laplacian, kernel, times, probes, keys, workers);
    }

    SelfHeat probed(int probes) {
      return SelfHeat.byProbes(kernel, times, probes, keys, WORKERS);
    }
  }

  private static double[] diagonal(double[] matrix) {
    return IntStream.range(0, ROWS).mapToDouble(i -> matrix[i * (ROWS + 1)]).toArray();
  }

  /** What the 48 slowest eigenpairs hold, and nothing of the rest. */
  private static double[] lowRank(double[] matrix) {
    SymmetricEigen eigen = DenseAlgebra.leadingEigen(matrix.clone(), ROWS, 48);
    double[] held = new double[ROWS];
    for (int j = 0; j < 48; j++) {
      for (int i = 0; i < ROWS; i++) {
        double v = eigen.vectors()[j * ROWS + i];
        held[i] += eigen.values()[j] * v * v;
      }
    }
    return held;
  }

  private static double error(double[] found, double[] exact) {
    return Math.sqrt(
        IntStream.range(0, ROWS)
            .mapToDouble(i -> Math.pow(found[i] / exact[i] - 1, 2))
            .average()
            .orElseThrow());
  }

  /**
   * A mean of 64 squares falls below by 4 of its own standard errors once in some thousand times,
   * when the squares happen to be small and alike, and then on rows that share their heat: so one
   * row in a hundred may.
   */
  @ParameterizedTest
  @CsvSource({"ring, 300", "swiss roll, 5", "cloud, 1"})
  void isTheExactDiagonalWithinItsStandardErrorsAndBetterThanEither(String shape, double time) {
    Flow flow = Flow.of(shape, time);
    double[] matrix = flow.matrix();
    double[] exact = diagonal(matrix);
    SelfHeat found = flow.deflated(PROBES, WORKERS);
    double[] z = new double[ROWS];
    Arrays.setAll(z, i -> (found.values()[0][i] - exact[i]) / found.errors()[0][i]);
    assertThat(Arrays.stream(z).filter(v -> Math.abs(v) <= 4).count())
        .isGreaterThanOrEqualTo(ROWS - ROWS / 100);
    assertThat(error(found.values()[0], exact))
        .isLessThan(error(flow.probed(PROBES).values()[0], exact))
        .isLessThan(error(lowRank(matrix), exact));
  }

  /** Rows share their probes, so that the errors of one draw are large or small together. */
  @ParameterizedTest
  @CsvSource({"ring, 300", "swiss roll, 5", "cloud, 1"})
  void standardErrorsAreNeitherTooLargeNorTooSmallOverManyDraws(String shape, double time) {
    double[] exact = diagonal(Flow.of(shape, time).matrix());
    int draws = 12;
    double squares = 0;
    for (int draw = 0; draw < draws; draw++) {
      SelfHeat found = Flow.of(shape, time, 100 + draw).deflated(PROBES, WORKERS);
      for (int i = 0; i < ROWS; i++) {
        double z = (found.values()[0][i] - exact[i]) / found.errors()[0][i];
        squares += z * z / (draws * ROWS);
      }
    }
    assertThat(Math.sqrt(squares)).isBetween(0.85, 1.25);
  }

  @Test
  void fourTimesTheProbesHalveTheError() {
    Flow flow = Flow.of("cloud", 1);
    int[] none = {};
    assertThat(flow.deflated(256, WORKERS).relativeError(none))
        .isCloseTo(flow.deflated(64, WORKERS).relativeError(none) / 2, withinPercentage(10));
  }

  /** Squares of normal values have the variance 2. */
  @Test
  void plainProbesHaveTheErrorOfSquares() {
    assertThat(Flow.of("ring", 300).probed(256).relativeError(new int[0]))
        .isCloseTo(Math.sqrt(2.0 / 256), withinPercentage(15));
  }

  @Test
  void probesNeedNotFillABatch() {
    Flow flow = Flow.of("ring", 20);
    double[] twenty = flow.probed(20).values()[0];
    double[] sixteen = flow.probed(16).values()[0];
    double[] all = flow.probed(32).values()[0];
    assertThat(twenty).isNotEqualTo(sixteen).isNotEqualTo(all);
    assertThat(Arrays.stream(twenty).average().orElseThrow())
        .isCloseTo(diagonal(flow.matrix())[0], withinPercentage(10));
  }

  @Test
  void bitsDoNotDependOnTheThreads() {
    Flow flow = Flow.of("swiss roll", 5);
    try (Workers one = new Workers(1)) {
      assertThat(flow.deflated(32, one).values())
          .isDeepEqualTo(flow.deflated(32, WORKERS).values());
    }
  }
}
