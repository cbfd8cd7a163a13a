package io.geodesy.spectral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.error.ConfigException;
import io.geodesy.graph.NeighborLists;
import io.geodesy.graph.Symmetrization;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.table.RowIds;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NystromExtensionTest {
  private static final int ROWS = 40;
  private static final double ALPHA = 1;

  /** Lists of all other rows, so that no link of a row is missing from its list. */
  private static NeighborLists completeLists() {
    double[] x = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      x[i] = (SeededStream.hash(7, i) >>> 11) * 0x1p-53;
    }
    int k = ROWS - 1;
    int[] offsets = IntStream.rangeClosed(0, ROWS).map(i -> i * k).toArray();
    int[] neighbors = new int[ROWS * k];
    float[] distances = new float[ROWS * k];
    for (int i = 0; i < ROWS; i++) {
      int row = i;
      int[] others =
          IntStream.range(0, ROWS)
              .filter(j -> j != row)
              .boxed()
              .sorted((a, b) -> Double.compare(Math.abs(x[a] - x[row]), Math.abs(x[b] - x[row])))
              .mapToInt(j -> j)
              .toArray();
      for (int j = 0; j < k; j++) {
        neighbors[i * k + j] = others[j];
        distances[i * k + j] = (float) Math.abs(x[others[j]] - x[i]);
      }
    }
    RowIds ids = RowIds.ofNumbers(LongStream.range(0, ROWS).toArray());
    return new NeighborLists(ids, offsets, neighbors, distances, new int[ROWS]);
  }

  @ParameterizedTest
  @EnumSource(
      value = Kernel.class,
      names = {"FIXED", "SELF_TUNED", "EXPONENTIAL", "COSINE"})
  void givesAFittedRowItsCoordinates(Kernel kernel) {
    NeighborLists lists = completeLists();
    KernelSettings settings =
        new KernelSettings(
            kernel,
            Symmetrization.MEAN,
            OptionalInt.of(5),
            40,
            kernel == Kernel.FIXED ? OptionalDouble.of(0.01) : OptionalDouble.empty());
    try (Workers workers = new Workers(1)) {
      KernelGraph graph = KernelGraph.of(lists, settings, workers);
      DiffusionOperator operator =
          graph.operator(IntStream.range(0, ROWS).toArray(), ALPHA, workers);
      int pairs = kernel == Kernel.COSINE ? 2 : 4;
      Eigenpairs found =
          Spectrum.ofConnected(
              operator,
              pairs,
              new SolverOptions(1e-10, OptionalInt.empty(), 100_000),
              LongStream.range(0, ROWS).map(i -> SeededStream.hash(1, i)).toArray(),
              workers);
      double[] stationary = operator.stationary();
      float[][] coordinates = new float[ROWS][pairs - 1];
      double[] densities = new double[ROWS];
      for (int i = 0; i < ROWS; i++) {
        densities[i] = operator.density(i);
        for (int j = 1; j < pairs; j++) {
          coordinates[i][j - 1] = (float) (found.vector(i, j) / stationary[i]);
        }
      }
      NystromExtension extension =
          new NystromExtension(
              settings,
              ALPHA,
              lists,
              new NystromExtension.Vertices(
                  graph.bandwidths(), densities, new int[ROWS], coordinates),
              new double[][] {Arrays.copyOf(found.values(), pairs)});
      int k = ROWS - 1;
      for (int i = 0; i < ROWS; i++) {
        double[] again =
            extension
                .extend(
                    Arrays.copyOfRange(lists.neighbors(), i * k, (i + 1) * k),
                    Arrays.copyOfRange(lists.distances(), i * k, (i + 1) * k))
                .coordinates();
        for (int c = 0; c < again.length; c++) {
          if (Math.abs(found.values()[c + 1]) > 0.3) {
            assertThat(again[c]).isCloseTo(coordinates[i][c], within(1e-4));
          }
        }
      }
    }
  }

  @Test
  void leavesRowsOutOfReachWithoutCoordinates() {
    NeighborLists lists = completeLists();
    NystromExtension extension =
        new NystromExtension(
            new KernelSettings(
                Kernel.FIXED, Symmetrization.MEAN, OptionalInt.of(5), 40, OptionalDouble.of(1e-4)),
            ALPHA,
            lists,
            new NystromExtension.Vertices(ones(), ones(), new int[ROWS], new float[ROWS][1]),
            new double[][] {{1, 0.9}});
    NystromExtension.Extended far = extension.extend(new int[] {3, 4}, new float[] {50, 60});
    assertThat(far.component()).isZero();
    assertThat(far.coordinates()).isNull();
  }

  @Test
  void refusesKernelsWhoseWeightsNeedMoreThanDistances() {
    assertThatThrownBy(
            () ->
                new NystromExtension(
                    KernelSettings.of(Kernel.VARIABLE),
                    ALPHA,
                    completeLists(),
                    new NystromExtension.Vertices(ones(), ones(), new int[ROWS], new float[ROWS][]),
                    new double[0][]))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("kernel is variable, which cannot place rows that were not fitted");
  }

  private static double[] ones() {
    double[] ones = new double[ROWS];
    Arrays.fill(ones, 1);
    return ones;
  }
}
