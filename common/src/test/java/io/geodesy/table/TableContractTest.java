package io.geodesy.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.error.DataException;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class TableContractTest {
  private static final TableContract CONTRACT =
      TableContract.of(
          "things",
          "Things.",
          Column.of("id", ColumnType.ID, "row id"),
          Column.of("near_ids", ColumnType.IDS, "others"),
          Column.nullable("value", ColumnType.DOUBLE, "a value"));

  @Test
  void acceptsItsOwnSchemaForBothIdTypes() {
    assertThatCode(() -> CONTRACT.check(CONTRACT.schema(DataTypes.LongType)))
        .doesNotThrowAnyException();
    assertThatCode(() -> CONTRACT.check(CONTRACT.schema(DataTypes.StringType)))
        .doesNotThrowAnyException();
    assertThat(CONTRACT.schema(DataTypes.StringType).apply("near_ids").dataType())
        .isEqualTo(DataTypes.createArrayType(DataTypes.StringType, false));
  }

  @Test
  void doesNotCompareNullability() {
    StructType widened =
        new StructType()
            .add("id", DataTypes.LongType)
            .add("near_ids", DataTypes.createArrayType(DataTypes.LongType, true))
            .add("value", DataTypes.DoubleType, false);

    assertThatCode(() -> CONTRACT.check(widened)).doesNotThrowAnyException();
  }

  @Test
  void namesAMissingColumn() {
    assertThatThrownBy(() -> CONTRACT.check(new StructType().add("id", DataTypes.LongType)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Table things breaks its contract: column near_ids was expected at position 1. It has struct<id:bigint>.");
  }

  @Test
  void namesAFurtherColumn() {
    StructType more = CONTRACT.schema(DataTypes.LongType).add("extra", DataTypes.StringType);

    assertThatThrownBy(() -> CONTRACT.check(more))
        .hasMessageStartingWith(
            "Table things breaks its contract: column extra is not in the contract.");
  }

  @Test
  void namesAWrongType() {
    StructType wrong =
        new StructType()
            .add("id", DataTypes.LongType)
            .add("near_ids", DataTypes.createArrayType(DataTypes.IntegerType))
            .add("value", DataTypes.DoubleType);

    assertThatThrownBy(() -> CONTRACT.check(wrong))
        .hasMessageStartingWith(
            "Table things breaks its contract: column near_ids is ARRAY<INT>, not IDS.");
  }
}
