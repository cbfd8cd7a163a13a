package io.geodesy.table;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.testing.SharedSession;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class IdHashTest {
  @Test
  void isTheHashOfTheDriver() {
    Dataset<Row> numbers = SharedSession.get().sql("select explode(array(-3L, 0L, 9L)) as id");
    RowIds ids = RowIds.ofNumbers(new long[] {-3, 0, 9});
    List<Row> hashes = numbers.select(IdHash.of(col("id"), 5)).collectAsList();
    for (int i = 0; i < 3; i++) {
      assertThat(hashes.get(i).getLong(0)).isEqualTo(ids.hash(5, i));
    }
    RowIds text = RowIds.ofTexts(new UTF8String[] {UTF8String.fromString("Ä")});
    assertThat(SharedSession.get().sql("select 'Ä' as id").select(IdHash.of(col("id"), 5)).head())
        .satisfies(row -> assertThat(row.getLong(0)).isEqualTo(text.hash(5, 0)));
  }

  @Test
  void drawsAboutAsManyRowsAsAsked() {
    long drawn =
        SharedSession.get().range(10_000).where(IdHash.isDrawn(col("id"), 5, 1000, 10_000)).count();
    // Binomial: mean 1 000, standard deviation 30.
    assertThat(drawn).isBetween(850L, 1150L);
  }
}
