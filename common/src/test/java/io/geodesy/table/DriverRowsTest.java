package io.geodesy.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.testing.SharedSession;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class DriverRowsTest {
  private static final StructType SCHEMA = new StructType().add("id", DataTypes.IntegerType);

  @Test
  void keepsTheOrderAcrossPartitions() {
    Dataset<Row> rows = rows(120_000);

    assertThat(rows.javaRDD().getNumPartitions()).isEqualTo(3);
    assertThat(rows.collectAsList()).extracting(row -> row.getInt(0)).isSorted().hasSize(120_000);
  }

  @Test
  void makesAnEmptyTable() {
    assertThat(rows(0).collectAsList()).isEmpty();
    assertThat(rows(0).schema()).isEqualTo(SCHEMA);
  }

  private static Dataset<Row> rows(int count) {
    return DriverRows.toDataset(SharedSession.get(), SCHEMA, count, RowFactory::create);
  }
}
