package io.geodesy.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.error.DataException;
import io.geodesy.testing.SharedSession;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class VectorBlockTest {
  @Test
  void ordersRowsByNumberWhateverThePartitions() {
    Dataset<Row> table =
        table(
            DataTypes.LongType,
            row(7L, 70, 71),
            row(-3L, -30, -31),
            row(Long.MAX_VALUE, 9, 9),
            row(0L, 0, 1));
    for (int partitions : new int[] {1, 2, 7}) {
      VectorBlock block = VectorBlock.collect(table.repartition(partitions));

      assertThat(block.rows()).isEqualTo(4);
      assertThat(block.dim()).isEqualTo(2);
      assertThat(block.ids().get(0)).isEqualTo(-3L);
      assertThat(block.values()).containsExactly(-30, -31, 0, 1, 70, 71, 9, 9);
    }
  }

  @Test
  void ordersRowsByTheBytesOfTheirText() {
    VectorBlock block =
        VectorBlock.collect(
            table(DataTypes.StringType, row("Ärger", 3), row("apple", 2), row("Zebra", 1))
                .repartition(2));

    assertThat(block.ids().get(2)).isEqualTo("Ärger");
    assertThat(block.values()).containsExactly(1, 2, 3);
  }

  @Test
  void dividesDirectionsByTheirLengths() {
    VectorBlock block =
        new VectorBlock(RowIds.ofNumbers(new long[] {1, 2}), new float[] {3, 4, 0, -2}, 2);

    assertThat(block.directions().values()).containsExactly(0.6f, 0.8f, 0, -1);
    assertThat(block.values()).containsExactly(3, 4, 0, -2);
  }

  @Test
  void holdsMoreRowsThanOneChunk() {
    Dataset<Row> table =
        SharedSession.get()
            .range(0, 5000, 1, 3)
            .selectExpr("4999 - id as id", "array_repeat(float(4999 - id), 300) as vector");

    VectorBlock block = VectorBlock.collect(table);

    for (int i = 0; i < 5000; i++) {
      assertThat(block.values()[i * 300 + 299]).isEqualTo(i);
    }
  }

  @Test
  void refusesAnEmptyTable() {
    assertThatThrownBy(() -> VectorBlock.collect(table(DataTypes.LongType)))
        .isInstanceOf(DataException.class)
        .hasMessage("No usable rows in table vectors: it is empty.");
  }

  @Test
  void refusesRepeatedIds() {
    assertThatThrownBy(() -> VectorBlock.collect(table(DataTypes.LongType, row(1L, 1), row(1L, 2))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Row id 1 appears twice");
  }

  private static Row row(Object id, float... values) {
    Float[] boxed = new Float[values.length];
    for (int i = 0; i < values.length; i++) {
      boxed[i] = values[i];
    }
    return RowFactory.create(id, List.of(boxed));
  }

  private static Dataset<Row> table(DataType id, Row... rows) {
    StructType schema =
        new StructType()
            .add("id", id)
            .add("vector", DataTypes.createArrayType(DataTypes.FloatType));
    return SharedSession.get().createDataFrame(List.of(rows), schema);
  }
}
