package io.geodesy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

class RowFormatTest {
  private static final StructType SCHEMA =
      StructType.fromDDL("id BIGINT, name STRING, share DOUBLE, near ARRAY<BIGINT>");

  @Test
  void alignsNumbersRightAndShortensArrays() {
    assertThat(
            print(
                RowFormat.TABLE,
                RowFactory.create(7L, "seven", 1 / 3.0, sequence(1L, 2L)),
                RowFactory.create(1000L, null, 2e-9, sequence(1L, 2L, 3L, 4L, 5L, 6L))))
        .isEqualTo(
            """
              id  name      share  near
            ----  -----  --------  -----------------------------
               7  seven  0.333333  [1, 2]
            1000  null       2E-9  [1, 2, 3, 4, 5, ... 6 in all]
            """);
  }

  @Test
  void saysThatMoreRowsFollow() {
    Row[] rows =
        IntStream.range(0, 1001)
            .mapToObj(i -> RowFactory.create((long) i, "x", 0.0, sequence()))
            .toArray(Row[]::new);
    assertThat(print(RowFormat.TABLE, rows).lines().toList())
        .hasSize(1003)
        .last()
        .asString()
        .startsWith("... more rows than the 1000 shown");
  }

  @Test
  void quotesAsCommaSeparatedValuesMust() {
    assertThat(
            print(
                RowFormat.CSV,
                RowFactory.create(1L, "say \"a, b\"\nc", 0.1, sequence(1L)),
                RowFactory.create(2L, null, null, null)))
        .isEqualTo("id,name,share,near\n1,\"say \"\"a, b\"\"\nc\",0.1,[1]\n2,,,\n");
  }

  @Test
  void keepsNullsInJson() {
    assertThat(print(RowFormat.JSON, RowFactory.create(1L, null, 0.1f, sequence(2L, 3L))))
        .startsWith("{")
        .endsWith("}\n")
        .contains("null")
        .contains("[2,3]");
  }

  private static Object sequence(Long... values) {
    return CollectionConverters.asScala(List.of(values)).toSeq();
  }

  private static String print(RowFormat format, Row... rows) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Iterator<Row> iterator = Arrays.asList(rows).iterator();
    format.print(SCHEMA, iterator, new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
