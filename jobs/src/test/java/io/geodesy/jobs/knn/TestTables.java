package io.geodesy.jobs.knn;

import io.geodesy.analysis.Progress;
import io.geodesy.config.ParameterBinder;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.table.RowIds;
import io.geodesy.table.VectorBlock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
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

  /** Fifty Gaussian clouds of falling size that spread along few of their columns. */
  static float[][] mixture(int rows, int dim, int inner, long seed) {
    float[][] values = new float[rows][dim];
    float[][] axes = normals(inner, dim, seed + 1000);
    for (int i = 0; i < rows; i++) {
      int cloud = (int) (50 * Math.pow(SeededStream.uniform(seed, i), 2));
      for (int a = 0; a < inner; a++) {
        double along =
            3 * SeededStream.normal(seed + 2000, (long) cloud * inner + a)
                + SeededStream.normal(seed + 3000, (long) i * inner + a);
        for (int t = 0; t < dim; t++) {
          values[i][t] += (float) (along * axes[a][t]);
        }
      }
      for (int t = 0; t < dim; t++) {
        values[i][t] += (float) (0.2 * SeededStream.normal(seed + 4000, (long) i * dim + t));
      }
    }
    return values;
  }

  /** Fifty clouds of byte values, each around a row of its own. */
  static float[][] bytes(int rows, int dim, long seed) {
    float[][] values = new float[rows][dim];
    for (int i = 0; i < rows; i++) {
      int cloud = (int) (50 * Math.pow(SeededStream.uniform(seed, i), 2));
      double kept = 0.3 + 0.6 * SeededStream.uniform(seed + 1000, i);
      for (int t = 0; t < dim; t++) {
        long at = (long) i * dim + t;
        boolean isOwn = SeededStream.uniform(seed + 2000, at) > kept;
        values[i][t] =
            (int)
                (256
                    * (isOwn
                        ? SeededStream.uniform(seed + 3000, at)
                        : SeededStream.uniform(seed + 4000, (long) cloud * dim + t)));
      }
    }
    return values;
  }

  /** Multiplies every row by a factor of its own, the longest about twenty times the usual one. */
  static float[][] stretched(float[][] rows, long seed) {
    for (int i = 0; i < rows.length; i++) {
      float factor = (float) Math.exp(0.8 * SeededStream.normal(seed + 5000, i));
      for (int t = 0; t < rows[i].length; t++) {
        rows[i][t] *= factor;
      }
    }
    return rows;
  }

  /** Defaults but for the arguments and further settings of the form {@code key=value}. */
  static KnnGraphParameters parameters(
      int k, Metric metric, SearchMode mode, double recallTarget, String... further) {
    Map<String, String> values = new HashMap<>();
    values.put("k", Integer.toString(k));
    values.put("metric", metric.key());
    values.put("mode", mode.name().toLowerCase(Locale.ROOT));
    values.put("recall-target", Double.toString(recallTarget));
    for (String setting : further) {
      values.put(setting.split("=", 2)[0], setting.split("=", 2)[1]);
    }
    return ParameterBinder.bind(KnnGraphParameters.class, values);
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
      return new NeighborGraphBuilder(block(rows), parameters, 42, workers, Progress.SILENT)
          .build();
    }
  }

  /** Distinct rows as the kernel searches them. */
  static SearchRows search(float[][] rows) {
    try (Workers workers = new Workers(1)) {
      MetricRows metricRows =
          MetricRows.of(block(rows).values(), rows[0].length, Metric.EUCLIDEAN, workers);
      int[] all = new int[rows.length];
      Arrays.setAll(all, i -> i);
      return CentredRows.of(metricRows, all, workers).all();
    }
  }
}
