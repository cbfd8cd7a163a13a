package io.geodesy.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.graph.NeighborLists;
import io.geodesy.kernel.DenseAlgebra;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.table.VectorBlock;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class KSubspacesTest {
  private static final int DIM = 12;

  /** The sum that one subspace holds is that of the leading eigenvalues of the second moment. */
  @Test
  void isPcaWithoutCentringForOneCluster() {
    VectorBlock block = Samples.normal(1, 200, DIM, 0);
    double[] moment = new double[DIM * DIM];
    double total = 0;
    for (int i = 0; i < 200; i++) {
      for (int a = 0; a < DIM; a++) {
        // Axes of different variance, so that the leading directions are determined.
        block.values()[i * DIM + a] *= (float) (1 + a);
      }
      for (int a = 0; a < DIM; a++) {
        for (int b = 0; b < DIM; b++) {
          moment[a * DIM + b] += (double) block.values()[i * DIM + a] * block.values()[i * DIM + b];
        }
        total += Math.pow(block.values()[i * DIM + a], 2);
      }
    }
    double[] eigenvalues = DenseAlgebra.symmetricEigenvalues(moment, DIM);
    KSubspaces.Found found = find(block, 1, 3, 2);
    assertThat(found.held())
        .isCloseTo((eigenvalues[0] + eigenvalues[1] + eigenvalues[2]) / total, within(1e-6));
    assertThat(found.cluster()).containsOnly(0);
  }

  @Test
  void recoversPlantedSubspaces() {
    int each = 60;
    int[] labels = new int[3 * each];
    VectorBlock block = Samples.block(planted(each, labels), DIM);
    KSubspaces.Found found = find(block, 3, 2, 2);
    assertThat(Samples.agreement(found.cluster(), labels).adjustedRand()).isEqualTo(1);
    assertThat(found.held()).isCloseTo(1, within(1e-6));
    assertThat(Arrays.stream(found.residuals()).max().orElseThrow()).isLessThan(1e-5);
  }

  @Test
  void holdsMoreWithMoreDimensionsAndClusters() {
    VectorBlock block = Samples.normal(5, 300, DIM, 0);
    double few = find(block, 2, 2, 2).held();
    assertThat(find(block, 2, 4, 2).held()).isGreaterThan(few);
    assertThat(find(block, 6, 2, 2).held()).isGreaterThan(few);
  }

  @Test
  void doesNotDependOnThreads() {
    VectorBlock block = Samples.normal(6, 300, DIM, 0);
    KSubspaces.Found one = find(block, 4, 3, 1);
    KSubspaces.Found seven = find(block, 4, 3, 7);
    assertThat(seven.cluster()).isEqualTo(one.cluster());
    assertThat(seven.residuals()).isEqualTo(one.residuals());
    assertThat(seven.bases()).isEqualTo(one.bases());
  }

  @Test
  void bearsZeroRowsAndMoreClustersThanTheRowsNeed() {
    float[] values = new float[10 * DIM];
    for (int i = 1; i < 10; i++) {
      values[i * DIM + i % 2] = i;
    }
    KSubspaces.Found found = find(Samples.block(values, DIM), 5, 1, 2);
    assertThat(found.residuals()[0]).isZero();
    assertThat(found.held()).isCloseTo(1, within(1e-9));
  }

  private static float[] planted(int each, int[] labels) {
    float[] values = new float[labels.length * DIM];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i / each;
      double angle = 2 * Math.PI * SeededStream.uniform(3, i);
      for (int c = 0; c < DIM; c++) {
        double u = SeededStream.normal(10 + labels[i], c);
        double v = SeededStream.normal(20 + labels[i], c);
        values[i * DIM + c] = (float) (Math.cos(angle) * u + Math.sin(angle) * v);
      }
    }
    return values;
  }

  private static KSubspaces.Found find(
      VectorBlock block, int clusters, int dimension, int threads) {
    NeighborLists lists = Samples.neighbors(block, Math.min(8, block.rows() - 1));
    try (Workers workers = new Workers(threads)) {
      return new KSubspaces(block.values(), block.dim(), lists, clusters, dimension, workers)
          .find(5, 42);
    }
  }
}
