package io.geodesy.jobs.knn;

import io.geodesy.analysis.Progress;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.table.RowIds;
import io.geodesy.table.VectorBlock;
import java.util.stream.LongStream;

/** Seeded rows and the graph of them, without Spark. */
final class TestTables {
  private TestTables() {}

  static float[][] normals(int rows, int dim, long seed) {
    float[][] values = new float[rows][dim];
    for (int i = 0; i < rows; i++) {
      for (int t = 0; t < dim; t++) {
        values[i][t] = (float) SeededStream.normal(seed, (long) i * dim + t);
      }
    }
    return values;
  }

  /** Points on a lattice: full of ties and copies. */
  static float[][] lattice(int rows, int dim, int side, long seed) {
    float[][] values = new float[rows][dim];
    for (int i = 0; i < rows; i++) {
      for (int t = 0; t < dim; t++) {
        values[i][t] = (int) (SeededStream.uniform(seed, (long) i * dim + t) * side) + 1;
      }
    }
    return values;
  }

  static VectorBlock block(float[][] rows) {
    float[] values = new float[rows.length * rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, values, i * rows[0].length, rows[0].length);
    }
    return new VectorBlock(
        RowIds.ofNumbers(LongStream.range(0, rows.length).toArray()), values, rows[0].length);
  }

  static NeighborGraph graph(float[][] rows, KnnGraphParameters parameters, int threads) {
    try (Workers workers = new Workers(threads)) {
      return new NeighborGraphBuilder(block(rows), parameters, workers, Progress.SILENT).build();
    }
  }
}
