package io.geodesy.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.testing.SharedSession;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class CategoryColumnTest {
  private static final RowIds IDS = RowIds.ofNumbers(new long[] {1, 2, 3, 4, 5});

  @Test
  void numbersCategoriesInTextOrderAndRowsInIdOrder() {
    CategoryColumn column =
        CategoryColumn.collect(
            values("(5, 'cat'), (1, 'dog'), (3, 'ant'), (2, 'cat'), (4, 'ant')"), "la.bel", IDS);

    assertThat(column.names()).containsExactly("ant", "cat", "dog");
    assertThat(column.codes()).containsExactly(2, 1, 0, 0, 1);
  }

  @Test
  void marksNullEmptyAndAbsentValuesAsMissing() {
    CategoryColumn column =
        CategoryColumn.collect(values("(1, 'a'), (2, null), (3, ''), (9, 'z')"), "la.bel", IDS);

    assertThat(column.codes())
        .containsExactly(
            0,
            CategoryColumn.MISSING,
            CategoryColumn.MISSING,
            CategoryColumn.MISSING,
            CategoryColumn.MISSING);
  }

  @Test
  void readsNumbersAsText() {
    CategoryColumn column =
        CategoryColumn.collect(values("(1, 10), (2, 9), (3, 10)"), "la.bel", IDS);

    assertThat(column.names()).containsExactly("10", "9");
    assertThat(column.codes()).startsWith(0, 1, 0);
  }

  private static Dataset<Row> values(String rows) {
    return SharedSession.get()
        .sql("select bigint(a) as id, b as `la.bel` from values " + rows + " as t(a, b)");
  }
}
