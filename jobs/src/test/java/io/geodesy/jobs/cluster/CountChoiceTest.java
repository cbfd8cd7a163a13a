package io.geodesy.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.graph.NeighborLists;
import io.geodesy.graph.SparseRows;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.spectral.Eigenpairs;
import io.geodesy.table.VectorBlock;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The number of clusters where none is given. */
class CountChoiceTest {
  @ParameterizedTest
  @CsvSource({"2, 2", "5, 2", "10, 64", "17, 8", "24, 16"})
  void findsTheNumberOfBlobs(int blobs, int dim) {
    float[] rows = blobs(blobs, dim, 40 * blobs);
    CountChoice means = means(rows, dim, 2);
    assertThat(means.chosen()).isEqualTo(blobs);
    assertThat(means.doubt()).isNull();
    CountChoice gaps = gaps(Samples.block(rows, dim));
    assertThat(gaps.chosen()).isEqualTo(blobs);
    assertThat(gaps.doubt()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"2", "5", "20"})
  void doubtsTheNumberInOneCloud(int dim) {
    VectorBlock cloud = Samples.normal(7, 800, dim, 0);
    assertThat(means(cloud.values().clone(), dim, 2).doubt()).startsWith("no number groups");
    assertThat(gaps(cloud).doubt()).isNotNull();
  }

  @Test
  void findsTheNumberOfFlats() {
    int dim = 20;
    float[] rows = new float[600 * dim];
    for (int i = 0; i < 600; i++) {
      for (int j = 0; j < 2; j++) {
        double at = SeededStream.normal(1, 2L * i + j);
        for (int c = 0; c < dim; c++) {
          long axis = (long) (i % 6) * 2 + j;
          rows[i * dim + c] += (float) (at * SeededStream.normal(2, axis * dim + c));
        }
      }
      for (int c = 0; c < dim; c++) {
        rows[i * dim + c] += (float) (0.1 * SeededStream.normal(3, (long) i * dim + c));
      }
    }
    CountChoice flats = flats(rows, dim, 2);
    assertThat(flats.chosen()).isEqualTo(6);
    assertThat(flats.doubt()).isNull();
    assertThat(flats(Samples.normal(4, 600, dim, 0).values(), dim, 2).doubt()).isNotNull();
  }

  @Test
  void isNotMisledByAnOutlier() {
    float[] rows = blobs(6, 2, 300);
    Arrays.fill(rows, 0, 2, 300);
    assertThat(means(rows, 2, 2).chosen()).isBetween(6, 7);
  }

  @Test
  void givesTheSameCurveForAnyThreads() {
    float[] rows = blobs(7, 9, 300);
    assertThat(means(rows.clone(), 9, 5).scores()).isEqualTo(means(rows.clone(), 9, 1).scores());
    assertThat(flats(rows, 9, 5).scores()).isEqualTo(flats(rows, 9, 1).scores());
  }

  /** Distances 1 and 2 of five rows, 4 and 1 of the others: 1 - 1/2 and 1 - 1/4. */
  @Test
  void measuresTheSimplifiedSilhouette() {
    double[] squared = new double[20];
    for (int i = 0; i < 10; i++) {
      squared[2 * i] = i < 5 ? 1 : 16;
      squared[2 * i + 1] = i < 5 ? 4 : 1;
    }
    assertThat(SilhouetteExcess.silhouettes(squared, 2))
        .containsExactly(0.5, 0.5, 0.5, 0.5, 0.5, 0.75, 0.75, 0.75, 0.75, 0.75);
    // A prototype of fewer than five rows counts for nobody.
    assertThat(SilhouetteExcess.silhouettes(Arrays.copyOf(squared, 18), 2)).containsOnly(0);
  }

  private static float[] blobs(int blobs, int dim, int rows) {
    float[] values = new float[rows * dim];
    for (int i = 0; i < rows; i++) {
      int blob = i % blobs;
      for (int c = 0; c < dim; c++) {
        // In the plane on a ring, so that blobs are apart for certain.
        double angle = 2 * Math.PI * blob / blobs;
        double center =
            dim == 2
                ? 6 * blobs / Math.PI * (c == 0 ? Math.cos(angle) : Math.sin(angle))
                : 5 * SeededStream.normal(11, (long) blob * dim + c);
        values[i * dim + c] = (float) (center + SeededStream.normal(12, (long) i * dim + c));
      }
    }
    return values;
  }

  private static CountChoice means(float[] rows, int dim, int threads) {
    SampleMeans.center(rows, dim);
    try (Workers workers = new Workers(threads)) {
      return new SilhouetteExcess(dim, 42, some -> new SampleMeans(some, dim, 42, workers))
          .choose(rows);
    }
  }

  private static CountChoice flats(float[] rows, int dim, int threads) {
    try (Workers workers = new Workers(threads)) {
      return new SilhouetteExcess(dim, 42, some -> new SampleFlats(some, dim, 2, 42, workers))
          .choose(rows);
    }
  }

  private static CountChoice gaps(VectorBlock block) {
    NeighborLists lists = Samples.neighbors(block, 15);
    try (Workers workers = new Workers(2)) {
      SparseRows graph = SharedNeighborGraph.of(lists, workers);
      Eigenpairs pairs =
          SpectralClusters.eigenvectors(
              graph, lists.ids(), FrequencyGaps.pairs(graph), 42, workers);
      return FrequencyGaps.choose(pairs.values(), pairs.rows());
    }
  }
}
