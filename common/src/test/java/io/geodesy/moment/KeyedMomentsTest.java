package io.geodesy.moment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.moment.KeyedMoments.Keyed;
import io.geodesy.testing.SharedSession;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class KeyedMomentsTest {
  private static final int DIM = 5;

  private static Dataset<Row> table(int n, int keys) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      float[] vector = new float[DIM];
      for (int c = 0; c < DIM; c++) {
        vector[c] = (float) (10 * (i % keys) + SeededStream.normal(9, (long) i * DIM + c));
      }
      rows.add(RowFactory.create("k" + i % keys, vector));
    }
    return SharedSession.get()
        .createDataFrame(
            rows,
            new StructType()
                .add("key", DataTypes.StringType, false)
                .add("vector", DataTypes.createArrayType(DataTypes.FloatType, false), false));
  }

  private static Moments ofKey(int n, int keys, int key) {
    float[] values = new float[(n - key + keys - 1) / keys * DIM];
    for (int i = key, at = 0; i < n; i += keys) {
      for (int c = 0; c < DIM; c++) {
        values[at++] = (float) (10 * (i % keys) + SeededStream.normal(9, (long) i * DIM + c));
      }
    }
    try (Workers alone = new Workers(1)) {
      return Moments.of(values, 0, values.length / DIM, DIM, alone);
    }
  }

  @Test
  void equalsTheMomentsOfEveryKey() {
    for (int partitions : new int[] {1, 2, 7}) {
      List<Keyed<Moments>> found =
          KeyedMoments.collect(table(2000, 3).repartition(partitions), DIM, m -> m);
      assertThat(found).extracting(Keyed::key).containsExactly("k0", "k1", "k2");
      for (int key = 0; key < 3; key++) {
        Moments expected = ofKey(2000, 3, key);
        Moments actual = found.get(key).value();
        assertThat(actual.count()).isEqualTo(expected.count());
        assertThat(actual.covariance()).containsExactly(expected.covariance(), within(1e-12));
        assertThat(actual.mean()).containsExactly(expected.mean(), within(1e-12));
      }
    }
  }

  @Test
  void givesTheSameBitsForTheSamePartitions() {
    Dataset<Row> table = table(1500, 2).coalesce(2);
    List<Keyed<double[]>> once = KeyedMoments.collect(table, DIM, Moments::covariance);
    List<Keyed<double[]>> again = KeyedMoments.collect(table, DIM, Moments::covariance);
    assertThat(once.get(1).value()).isEqualTo(again.get(1).value());
  }

  @Test
  void findsNothingInAnEmptyTable() {
    assertThat(KeyedMoments.collect(table(0, 1), DIM, Moments::count)).isEmpty();
  }
}
