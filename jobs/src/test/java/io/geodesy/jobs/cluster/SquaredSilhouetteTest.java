package io.geodesy.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.kernel.Workers;
import io.geodesy.table.VectorBlock;
import io.geodesy.testing.SharedSession;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.evaluation.ClusteringEvaluator;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class SquaredSilhouetteTest {
  @Test
  void equalsTheDefinitionAndMllib() {
    Samples.Labelled ring = Samples.ring(2, 4, 30, 15);
    Partition partition = partition(ring.labels());
    SquaredSilhouette found = of(ring.block(), partition);
    double[] expected = definition(ring.block(), ring.labels(), 4);
    for (int c = 0; c < 4; c++) {
      assertThat(found.perCluster()[c]).isCloseTo(expected[c], within(1e-9));
    }
    assertThat(found.mean()).isCloseTo(expected[4], within(1e-9));
    assertThat(found.mean()).isCloseTo(mllib(ring.block(), ring.labels()), within(1e-9));
  }

  @Test
  void isUndefinedForOneCluster() {
    VectorBlock block = Samples.normal(1, 10, 2, 0);
    SquaredSilhouette found = of(block, partition(new int[10]));
    assertThat(found.mean()).isNaN();
    assertThat(found.perCluster()).containsExactly(Double.NaN);
  }

  @Test
  void isZeroForAClusterOfOneRow() {
    VectorBlock block = Samples.block(new float[] {0, 1, 9}, 1);
    assertThat(of(block, partition(new int[] {0, 0, 1})).perCluster()[1]).isZero();
  }

  private static Partition partition(int[] labels) {
    return new Partition(labels, new double[labels.length], null);
  }

  private static SquaredSilhouette of(VectorBlock block, Partition partition) {
    try (Workers workers = new Workers(2)) {
      return SquaredSilhouette.of(block.values(), block.dim(), partition, workers);
    }
  }

  /** Means by cluster and last over all, pair by pair. */
  private static double[] definition(VectorBlock block, int[] labels, int count) {
    double[] sums = new double[count + 1];
    int[] sizes = new int[count + 1];
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0) {
        continue;
      }
      double[] mean = new double[count];
      int[] others = new int[count];
      for (int j = 0; j < labels.length; j++) {
        if (j != i && labels[j] >= 0) {
          mean[labels[j]] += squared(block, i, j);
          others[labels[j]]++;
        }
      }
      double outside = Double.POSITIVE_INFINITY;
      for (int c = 0; c < count; c++) {
        mean[c] /= others[c];
        outside = c == labels[i] ? outside : Math.min(outside, mean[c]);
      }
      double inside = mean[labels[i]];
      double silhouette = (outside - inside) / Math.max(inside, outside);
      sums[labels[i]] += silhouette;
      sums[count] += silhouette;
      sizes[labels[i]]++;
      sizes[count]++;
    }
    for (int c = 0; c <= count; c++) {
      sums[c] /= sizes[c];
    }
    return sums;
  }

  private static double squared(VectorBlock block, int a, int b) {
    double sum = 0;
    for (int c = 0; c < block.dim(); c++) {
      double difference =
          (double) block.values()[a * block.dim() + c] - block.values()[b * block.dim() + c];
      sum += difference * difference;
    }
    return sum;
  }

  private static double mllib(VectorBlock block, int[] labels) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] >= 0) {
        rows.add(
            RowFactory.create(
                Vectors.dense(block.values()[2 * i], block.values()[2 * i + 1]), labels[i]));
      }
    }
    StructType schema =
        new StructType(
            new StructField[] {
              DataTypes.createStructField("features", SQLDataTypes.VectorType(), false),
              DataTypes.createStructField("prediction", DataTypes.IntegerType, false)
            });
    return new ClusteringEvaluator().evaluate(SharedSession.get().createDataFrame(rows, schema));
  }
}
