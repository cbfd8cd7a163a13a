package io.geodesy.jobs.duplicates;

import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Table;
import io.geodesy.analysis.Tables;
import io.geodesy.config.ParameterBinder;
import io.geodesy.graph.RowDistances;
import io.geodesy.kernel.SeededStream;
import io.geodesy.table.StandardTables;
import io.geodesy.testing.SharedSession;
import io.geodesy.testing.TestContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Small tables with near-duplicates, and a run over them. */
final class DuplicateSamples {
  static final DuplicatesAnalysis ANALYSIS = new DuplicatesAnalysis();
  private static final int DIM = 6;
  private static final int K = 4;

  private DuplicateSamples() {}

  /** Groups of 2, 3, 5 and 9 near-copies, the last with copies in it, and rows far from all. */
  static float[][] planted(int strangers) {
    List<float[]> rows = new ArrayList<>();
    for (int size : new int[] {2, 3, 5, 9}) {
      float[] center = normal(size, 30);
      for (int i = 0; i < size; i++) {
        rows.add(near(center, size == 9 && i > 6 ? 0 : i));
      }
    }
    for (int i = 0; i < strangers; i++) {
      rows.add(normal(1000 + i, 300));
    }
    return rows.toArray(float[][]::new);
  }

  /** A row about 0.001 sqrt(6) from another. */
  static float[] near(float[] row, int seed) {
    float[] moved = row.clone();
    for (int c = 0; c < DIM; c++) {
      moved[c] += (float) (0.001 * SeededStream.normal(77 + seed, c));
    }
    return moved;
  }

  static float[] normal(long seed, double scale) {
    float[] row = new float[DIM];
    for (int c = 0; c < DIM; c++) {
      row[c] = (float) (scale * SeededStream.normal(seed, c));
    }
    return row;
  }

  /** Rows around some centres at many distances from each other. */
  static float[][] clumps(int n, int centers) {
    float[][] rows = new float[n][];
    for (int i = 0; i < n; i++) {
      float[] center = normal(i % centers, 2);
      float[] noise = normal(500 + i, 0.05 + 0.4 * SeededStream.uniform(9, i));
      for (int c = 0; c < DIM; c++) {
        center[c] += noise[c];
      }
      rows[i] = i % 11 == 10 ? rows[i - 10] : center;
    }
    return rows;
  }

  static RowDistances distances(float[][] rows, String metric) {
    int dim = rows[0].length;
    float[] values = new float[rows.length * dim];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, values, i * dim, dim);
    }
    return new RowDistances(values, dim, metric);
  }

  /** Train, test, none in turn. */
  static String part(int row) {
    return row % 3 == 0 ? "train" : row % 3 == 1 ? "test" : null;
  }

  /** The rows and exact lists of {@value #K} neighbours. */
  static Tables inputs(float[][] rows, String metric, int partitions) {
    RowDistances distances = distances(rows, metric);
    int n = rows.length;
    List<Row> neighbors = new ArrayList<>();
    List<Row> vectors = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      int self = i;
      int[] near =
          IntStream.range(0, n)
              .filter(j -> j != self)
              .boxed()
              .sorted(
                  Comparator.<Integer>comparingDouble(j -> distances.between(self, j))
                      .thenComparingInt(j -> j))
              .limit(K)
              .mapToInt(j -> j)
              .toArray();
      float[] lengths = new float[near.length];
      for (int j = 0; j < near.length; j++) {
        lengths[j] = distances.between(i, near[j]);
      }
      Object[] ids = IntStream.of(near).mapToObj(j -> (Object) (long) j).toArray();
      neighbors.add(RowFactory.create((long) i, ids, lengths, 0));
      vectors.add(
          RowFactory.create(
              (long) i, rows[i], "label " + i % 5, part(i), (double) i, "x".repeat(i % 40)));
    }
    StructType schema =
        StandardTables.VECTORS
            .schema(DataTypes.LongType)
            .add("label", DataTypes.StringType)
            .add("part", DataTypes.StringType)
            .add("score", DataTypes.DoubleType)
            .add("note", DataTypes.StringType);
    Attributes attributes =
        Attributes.none().with("metric", metric).with("mode", "exact").with("k", K);
    return Tables.none()
        .with(
            "neighbors",
            new Table(
                SharedSession.get()
                    .createDataFrame(neighbors, StandardTables.NEIGHBORS.schema(DataTypes.LongType))
                    .repartition(partitions),
                attributes))
        .with(
            "vectors",
            SharedSession.get().createDataFrame(vectors, schema).repartition(partitions));
  }

  static DuplicatesParameters parameters(Map<String, String> values) {
    return ParameterBinder.bind(DuplicatesParameters.class, values);
  }

  static Tables run(Tables inputs, Map<String, String> values) {
    return ANALYSIS.run(parameters(values), inputs, new TestContext());
  }

  static Map<String, Double> statistics(Tables published) {
    Map<String, Double> values = new HashMap<>();
    published
        .dataset("statistics")
        .where("group is null")
        .collectAsList()
        .forEach(row -> values.put(row.getAs("metric"), row.getAs("value")));
    return values;
  }
}
