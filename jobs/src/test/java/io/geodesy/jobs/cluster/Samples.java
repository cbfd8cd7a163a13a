package io.geodesy.jobs.cluster;

import io.geodesy.graph.NeighborLists;
import io.geodesy.graph.RowDistances;
import io.geodesy.kernel.SeededStream;
import io.geodesy.table.RowIds;
import io.geodesy.table.VectorBlock;
import io.geodesy.testing.SharedSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Tables for the tests of this package, and their neighbour lists by brute force. */
final class Samples {
  private Samples() {}

  /**
   * Rows with a known class; -1 for noise.
   *
   * @param block the vectors
   * @param labels one a row
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Labelled(VectorBlock block, int[] labels) {}

  /** The optical digits, 1797 x 64. */
  static Labelled digits() {
    Path path = Path.of("test-data/digits.parquet");
    Path found = Files.exists(path) ? path : Path.of("..").resolve(path);
    Dataset<Row> table = SharedSession.get().read().parquet(found.toString());
    VectorBlock block = VectorBlock.collect(table);
    int[] labels = new int[block.rows()];
    table
        .selectExpr("id", "cast(label as int)")
        .collectAsList()
        .forEach(row -> labels[block.ids().indexOf(row.get(0))] = row.getInt(1));
    return new Labelled(block, labels);
  }

  /** Round clusters of the plane on a ring of radius 10, deviation 0.5, and uniform noise. */
  static Labelled ring(int seed, int clusters, int rowsEach, int noise) {
    int n = clusters * rowsEach + noise;
    float[] values = new float[2 * n];
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      boolean isNoise = i >= clusters * rowsEach;
      labels[i] = isNoise ? -1 : i / rowsEach;
      double angle = 2 * Math.PI * labels[i] / clusters;
      for (int c = 0; c < 2; c++) {
        double center = 10 * (c == 0 ? Math.cos(angle) : Math.sin(angle));
        values[2 * i + c] =
            (float)
                (isNoise
                    ? 28 * SeededStream.uniform(seed, 2L * i + c) - 14
                    : center + 0.5 * SeededStream.normal(seed + 1, 2L * i + c));
      }
    }
    return new Labelled(block(values, 2), labels);
  }

  /** Standard normal rows; every {@code copies}-th repeats an earlier one, if that is above 0. */
  static VectorBlock normal(int seed, int n, int dim, int copies) {
    float[] values = new float[n * dim];
    for (int i = 0; i < n; i++) {
      int source = copies > 0 && i % copies == 0 ? i / 2 : i;
      for (int c = 0; c < dim; c++) {
        values[i * dim + c] = (float) SeededStream.normal(seed, (long) source * dim + c);
      }
    }
    return block(values, dim);
  }

  static VectorBlock block(float[] values, int dim) {
    long[] ids = IntStream.range(0, values.length / dim).mapToLong(i -> i).toArray();
    return new VectorBlock(RowIds.ofNumbers(ids), values, dim);
  }

  /** The exact k nearest neighbours, ties by row. */
  static NeighborLists neighbors(VectorBlock block, int k) {
    int n = block.rows();
    RowDistances distances = new RowDistances(block, "euclidean");
    int[] offsets = new int[n + 1];
    int[] neighbors = new int[n * k];
    float[] lengths = new float[n * k];
    float[] row = new float[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        row[j] = distances.between(i, j);
      }
      int self = i;
      int[] nearest =
          IntStream.range(0, n)
              .filter(j -> j != self)
              .boxed()
              .sorted(Comparator.comparingDouble(j -> row[j]))
              .limit(k)
              .mapToInt(j -> j)
              .toArray();
      for (int j = 0; j < k; j++) {
        neighbors[i * k + j] = nearest[j];
        lengths[i * k + j] = row[nearest[j]];
      }
      offsets[i + 1] = (i + 1) * k;
    }
    return new NeighborLists(block.ids(), offsets, neighbors, lengths, new int[n]);
  }

  /** Agreement of a grouping with the rows of known class. */
  static Contingency agreement(int[] cluster, int[] labels) {
    return Contingency.of(cluster, labels, Contingency.Noise.A_CLASS);
  }

  /** Agreement of two groupings, noise a class of both. */
  static Contingency agreementOfBoth(int[] one, int[] other) {
    int noise = Arrays.stream(other).max().orElse(0) + 1;
    int[] classes = Arrays.stream(other).map(l -> l < 0 ? noise : l).toArray();
    return Contingency.of(one, classes, Contingency.Noise.A_CLASS);
  }
}
