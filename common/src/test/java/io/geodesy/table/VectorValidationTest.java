package io.geodesy.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.error.DataException;
import io.geodesy.testing.SharedSession;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class VectorValidationTest {
  private static final VectorValidation FAIL =
      new VectorValidation("t.parquet", BadRows.FAIL, ZeroVectors.ALLOWED);
  private static final VectorValidation FAIL_ZERO =
      new VectorValidation("t.parquet", BadRows.FAIL, ZeroVectors.BAD);
  private static final VectorValidation DROP =
      new VectorValidation("t.parquet", BadRows.DROP, ZeroVectors.ALLOWED);
  private static final VectorValidation DROP_ZERO =
      new VectorValidation("t.parquet", BadRows.DROP, ZeroVectors.BAD);
  private static final String REMEDY =
      "\nMend the table, or leave these rows out with --bad-rows drop.";
  private static final String COUNTED = "\nElements are counted from 0.";

  @Test
  void keepsAGoodTableAndItsFurtherColumns() {
    StructType schema =
        schema(DataTypes.LongType, DataTypes.FloatType).add("label", DataTypes.StringType);
    Dataset<Row> raw =
        SharedSession.get()
            .createDataFrame(List.of(row(1L, 1f, 2f, "a"), row(2L, 3f, 4f, null)), schema);

    ValidatedVectors result = FAIL.check(raw);

    assertThat(result.rows()).isEqualTo(2);
    assertThat(result.dim()).isEqualTo(2);
    assertThat(result.dropped()).isEmpty();
    assertThat(result.dataset().columns()).containsExactly("id", "vector", "label");
    assertThat(result.dataset().collectAsList().get(1).getString(2)).isNull();
  }

  @Test
  void putsIdAndVectorFirst() {
    Dataset<Row> raw = doubles(ids(3), 1, 2).selectExpr("7 as t", "vector", "id");

    assertThat(FAIL.check(raw).dataset().columns()).containsExactly("id", "vector", "t");
  }

  @Test
  void narrowsDoublesToFloats() {
    Dataset<Row> narrowed = FAIL.check(doubles(ids(1), 0.1, 1e-50)).dataset();

    assertThat(narrowed.schema().apply("vector").dataType().sql()).isEqualTo("ARRAY<FLOAT>");
    assertThat(narrowed.collectAsList().get(0).<Float>getList(1)).containsExactly(0.1f, 0f);
  }

  @Test
  void widensSmallIds() {
    for (String type : List.of("int", "smallint", "tinyint")) {
      Dataset<Row> raw = doubles(ids(2), 1).selectExpr("cast(id as " + type + ") as id", "vector");
      assertThat(FAIL.check(raw).dataset().schema().apply("id").dataType())
          .isEqualTo(DataTypes.LongType);
    }
  }

  @Test
  void keepsIdsAtTheEndsOfTheirRange() {
    Dataset<Row> raw =
        doubles(new Long[] {Long.MAX_VALUE, -1L, Long.MIN_VALUE, 0L, Long.MAX_VALUE - 1}, 1);

    assertThat(FAIL.check(raw).dataset().select("id").collectAsList())
        .extracting(r -> r.getLong(0))
        .containsExactlyInAnyOrder(Long.MAX_VALUE, -1L, Long.MIN_VALUE, 0L, Long.MAX_VALUE - 1);
  }

  @Test
  void refusesOtherTypes() {
    assertThatThrownBy(
            () -> FAIL.check(doubles(ids(1), 1).selectExpr("double(id) as id", "vector")))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Column id of table t.parquet is DOUBLE, but ids are whole numbers (BIGINT, INT, SMALLINT, TINYINT) or STRING. Cast the column, or name another with --id-column.");
    Dataset<Row> renamed =
        doubles(ids(1), 1)
            .selectExpr("id", "array(1) as v")
            .withColumn("vector", org.apache.spark.sql.functions.col("v"))
            .withMetadata("vector", VectorValidation.renamedFrom("v"));
    assertThatThrownBy(() -> FAIL.check(renamed))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Column v of table t.parquet is ARRAY<INT>, but vectors are ARRAY<FLOAT> or ARRAY<DOUBLE>. Cast the column, or name another with --vector-column.");
  }

  @Test
  void namesNullIdsAndVectors() {
    Dataset<Row> raw =
        doubles(
            vector(null, 1.0),
            vector(1L, 1.0),
            vector(null, Double.NaN),
            RowFactory.create(-4L, null));

    assertThatThrownBy(() -> FAIL.check(raw))
        .hasMessage(
            "Table t.parquet has rows that cannot be used:"
                + "\n- 2 rows with a null id."
                + "\n- 1 row with a null vector: row -4: column vector is null."
                + REMEDY);
  }

  @Test
  void namesElementsThatAreNotFiniteFloats() {
    Dataset<Row> raw =
        doubles(
            vector(17L, 0.0, 0.0, 0.0, Double.NaN),
            vector(Long.MAX_VALUE, 0.0, null, 0.0, 0.0),
            vector(5L, Double.NEGATIVE_INFINITY, Double.NaN, 0.0, 0.0),
            vector(6L, 0.0, 0.0, Double.POSITIVE_INFINITY, 0.0),
            vector(7L, 0.0, -1e300, 0.0, 0.0),
            vector(8L, 0.0, 3.4028234e38, 0.0, 0.0));

    assertThatThrownBy(() -> FAIL.check(raw))
        .hasMessage(
            "Table t.parquet has rows that cannot be used:"
                + "\n- 1 row with a null element: row 9223372036854775807: element 1 of column vector is null."
                + "\n- 1 row with NaN: row 17: element 3 of column vector is NaN."
                + "\n- 2 rows with an infinite element: row 5: element 0 of column vector is -infinity; row 6: element 2 of column vector is +infinity."
                + "\n- 1 row with an element too large for float32: row 7: element 1 of column vector is -1.0E300."
                + COUNTED
                + REMEDY);
  }

  @Test
  void callsTheVectorColumnAsTheUserDoes() {
    Dataset<Row> raw =
        doubles(vector(1L, Double.NaN))
            .withMetadata("vector", VectorValidation.renamedFrom("embedding"));

    assertThatThrownBy(() -> FAIL.check(raw))
        .hasMessageContaining("row 1: element 0 of column embedding is NaN");
  }

  @Test
  void namesTheFiveSmallestIdsWhateverThePartitions() {
    Row[] rows =
        LongStream.range(0, 40).mapToObj(i -> vector(i * 37 % 40, Double.NaN)).toArray(Row[]::new);
    for (int partitions : new int[] {1, 3, 7}) {
      assertThatThrownBy(() -> FAIL.check(doubles(rows).repartition(partitions)))
          .hasMessage(
              "Table t.parquet has rows that cannot be used:"
                  + "\n- 40 rows with NaN: row 0: element 0 of column vector is NaN; row 1: element 0 of column vector is NaN; row 2: element 0 of column vector is NaN; row 3: element 0 of column vector is NaN; row 4: element 0 of column vector is NaN; and 35 more."
                  + COUNTED
                  + REMEDY);
    }
  }

  @Test
  void takesTheCommonestLengthAsTheDimension() {
    Dataset<Row> raw =
        doubles(
            vector(1L, 1.0, 2.0, 3.0),
            vector(2L, 1.0, 2.0),
            vector(3L, 1.0, 2.0, 3.0),
            vector(4L),
            vector(5L, Double.NaN));

    assertThatThrownBy(() -> FAIL.check(raw))
        .hasMessage(
            "Table t.parquet has rows that cannot be used:"
                + "\n- 3 rows with a vector of the wrong length: row 2: column vector has 2 elements, not 3 as most rows have; row 4: column vector has 0 elements, not 3 as most rows have; row 5: column vector has 1 element, not 3 as most rows have."
                + REMEDY);
  }

  @Test
  void takesTheSmallerOfEquallyCommonLengths() {
    Dataset<Row> raw = doubles(vector(1L, 1.0, 2.0, 3.0), vector(2L, 1.0, 2.0));

    assertThat(DROP.check(raw).dim()).isEqualTo(2);
  }

  @Test
  void namesZeroVectorsOnlyWhereADirectionIsNeeded() {
    Dataset<Row> raw = doubles(vector(1L, 0.0, -0.0), vector(2L, 0.0, 1.0), vector(3L, 0.0, 1e-60));

    assertThat(FAIL.check(raw).rows()).isEqualTo(3);
    assertThatThrownBy(() -> FAIL_ZERO.check(raw))
        .hasMessage(
            "Table t.parquet has rows that cannot be used:"
                + "\n- 2 rows with a zero vector, which has no direction: row 1: all elements of column vector are 0; row 3: all elements of column vector are 0."
                + REMEDY);
  }

  @Test
  void namesDuplicateIds() {
    Dataset<Row> raw = doubles(new Long[] {9L, 3L, 9L, 1L, 3L, 9L}, 1);

    assertThatThrownBy(() -> FAIL.check(raw))
        .hasMessage(
            "Table t.parquet has rows that cannot be used:"
                + "\n- 5 rows with an id that appears more than once: id 3 appears 2 times; id 9 appears 3 times."
                + REMEDY);
  }

  @Test
  void findsDuplicatesAcrossAscendingPartitions() {
    Dataset<Row> raw = doubles(ids(4), 1).coalesce(1).union(doubles(ids(1), 1).coalesce(1));

    assertThatThrownBy(() -> FAIL.check(raw)).hasMessageContaining("id 0 appears 2 times");
  }

  @Test
  void countsFurtherDuplicateIds() {
    Dataset<Row> raw = doubles(ids(8), 1).union(doubles(ids(8), 1));

    assertThatThrownBy(() -> FAIL.check(raw))
        .hasMessageContaining("- 16 rows with an id")
        .hasMessageContaining("id 4 appears 2 times; and 3 more.");
  }

  @Test
  void namesTextIdsByTheirBytes() {
    Dataset<Row> raw = texts("zebra", "Ärger", "apple", "zebra", "b");

    assertThatThrownBy(() -> FAIL.check(raw)).hasMessageContaining(": id zebra appears 2 times.");
    assertThat(FAIL.check(texts("b", "a", "Ärger")).rows()).isEqualTo(3);
  }

  @Test
  void dropsWhatTheMessageWouldName() {
    Dataset<Row> raw = everyFault();

    ValidatedVectors result = DROP_ZERO.check(raw);

    assertThat(result.dropped())
        .isEqualTo(
            Map.of(
                Fault.NULL_ID, 1L,
                Fault.NULL_VECTOR, 1L,
                Fault.WRONG_DIMENSION, 2L,
                Fault.NULL_ELEMENT, 1L,
                Fault.NAN, 1L,
                Fault.INFINITE, 2L,
                Fault.OVERFLOW, 1L,
                Fault.ZERO_VECTOR, 1L,
                Fault.DUPLICATE_ID, 3L));
    assertThat(result.droppedRows()).isEqualTo(13);
    assertThat(result.rows()).isEqualTo(2);
    assertThat(result.dataset().select("id").collectAsList())
        .extracting(r -> r.getLong(0))
        .containsExactlyInAnyOrder(100L, 101L);
  }

  @Test
  void keepsZeroVectorsWhenDroppingWithoutNeedOfADirection() {
    assertThat(DROP.check(everyFault()).dataset().select("id").collectAsList())
        .extracting(r -> r.getLong(0))
        .containsExactlyInAnyOrder(10L, 100L, 101L);
  }

  @Test
  void dropsBadRowsOfTextIds() {
    Dataset<Row> raw = texts("b", "a", "b", "c");

    ValidatedVectors result = DROP.check(raw);

    assertThat(result.dropped()).isEqualTo(Map.of(Fault.DUPLICATE_ID, 2L));
    assertThat(result.dataset().select("id").collectAsList())
        .extracting(r -> r.getString(0))
        .containsExactlyInAnyOrder("a", "c");
  }

  @Test
  void refusesAnEmptyTable() {
    assertThatThrownBy(() -> FAIL.check(doubles(ids(0), 1)))
        .isInstanceOf(DataException.class)
        .hasMessage("No usable rows in t.parquet: the table is empty.");
  }

  @Test
  void refusesATableWithoutUsableRows() {
    Dataset<Row> raw = doubles(vector(1L, Double.NaN), vector(2L), vector(3L, Double.NaN));

    assertThatThrownBy(() -> DROP.check(raw))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "No usable rows in t.parquet: all 3 were dropped, 1 with a vector of the wrong length, 2 with NaN.");
  }

  @Test
  void acceptsOneRow() {
    assertThat(FAIL.check(doubles(ids(1), 1)).rows()).isEqualTo(1);
  }

  private static Dataset<Row> everyFault() {
    return doubles(
        vector(100L, 1.0, 2.0),
        vector(null, 1.0, 2.0),
        RowFactory.create(2L, null),
        vector(3L, 1.0),
        vector(4L),
        vector(5L, 1.0, null),
        vector(6L, Double.NaN, 1.0),
        vector(7L, 1.0, Double.POSITIVE_INFINITY),
        vector(8L, 1.0, Double.NEGATIVE_INFINITY),
        vector(9L, 1.0, 1e39),
        vector(10L, 0.0, -0.0),
        vector(11L, 1.0, 2.0),
        vector(11L, 1.0, 2.0),
        vector(6L, 5.0, 5.0),
        vector(101L, -1.0, 1.0));
  }

  private static StructType schema(DataType id, DataType element) {
    return new StructType().add("id", id).add("vector", DataTypes.createArrayType(element));
  }

  private static Long[] ids(int count) {
    return LongStream.range(0, count).boxed().toArray(Long[]::new);
  }

  private static Row vector(Long id, Double... elements) {
    return RowFactory.create(id, Arrays.asList(elements));
  }

  private static Row row(long id, float x, float y, String label) {
    return RowFactory.create(id, List.of(x, y), label);
  }

  private static Dataset<Row> doubles(Long[] ids, double... elements) {
    Double[] boxed = Arrays.stream(elements).boxed().toArray(Double[]::new);
    return doubles(Arrays.stream(ids).map(id -> vector(id, boxed)).toArray(Row[]::new));
  }

  private static Dataset<Row> doubles(Row... rows) {
    return SharedSession.get()
        .createDataFrame(Arrays.asList(rows), schema(DataTypes.LongType, DataTypes.DoubleType));
  }

  private static Dataset<Row> texts(String... ids) {
    return SharedSession.get()
        .createDataFrame(
            Arrays.stream(ids).map(id -> RowFactory.create(id, List.of(1f, 2f))).toList(),
            schema(DataTypes.StringType, DataTypes.FloatType));
  }
}
