package io.geodesy.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.error.DataException;
import io.geodesy.kernel.SeededStream;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class RowIdsTest {
  private static final RowIds NUMBERS =
      RowIds.ofNumbers(new long[] {Long.MIN_VALUE, -1, 0, 7, Long.MAX_VALUE});
  private static final RowIds TEXTS = RowIds.ofTexts(texts("Zebra", "apple", "Ärger"));

  @Test
  void findsNumbersFromEndToEnd() {
    assertThat(NUMBERS.size()).isEqualTo(5);
    assertThat(NUMBERS.type()).isEqualTo(DataTypes.LongType);
    for (int row = 0; row < NUMBERS.size(); row++) {
      assertThat(NUMBERS.indexOf(NUMBERS.get(row))).isEqualTo(row);
      assertThat(NUMBERS.internal(row)).isEqualTo(NUMBERS.get(row));
    }
    assertThat(NUMBERS.indexOf(5L)).isNegative();
  }

  @Test
  void findsTextsGivenAsStringsOrBytes() {
    assertThat(TEXTS.type()).isEqualTo(DataTypes.StringType);
    for (int row = 0; row < TEXTS.size(); row++) {
      assertThat(TEXTS.indexOf(TEXTS.get(row))).isEqualTo(row);
      assertThat(TEXTS.indexOf(TEXTS.internal(row))).isEqualTo(row);
    }
    assertThat(TEXTS.indexOf("banana")).isNegative();
  }

  @Test
  void refusesRepeatedAndUnorderedIds() {
    assertThatThrownBy(() -> RowIds.ofNumbers(new long[] {1, 2, 2}))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Row id 2 appears twice: ids must be unique. Remove one of the rows or give them different ids.");
    assertThatThrownBy(() -> RowIds.ofTexts(texts("a", "a"))).hasMessageContaining("Row id a ");
  }

  @Test
  void hashesTheIdNotThePosition() {
    assertThat(NUMBERS.hash(42, 3)).isEqualTo(SeededStream.hash(42, 7L));
    assertThat(TEXTS.hash(42, 1)).isEqualTo(SeededStream.hash(42, "apple"));
  }

  private static UTF8String[] texts(String... ids) {
    UTF8String[] texts = new UTF8String[ids.length];
    for (int i = 0; i < ids.length; i++) {
      texts[i] = UTF8String.fromString(ids[i]);
    }
    return texts;
  }

  @Test
  void samplesTheRowsOfLeastHash() {
    RowIds ids = RowIds.ofNumbers(new long[] {3, 7, 8, 20, 31, 32, 90});
    int[] sample = ids.sample(5, 3);
    assertThat(sample).hasSize(3).isSorted();
    long greatest = Arrays.stream(sample).mapToLong(i -> ids.hash(5, i)).max().orElseThrow();
    assertThat(IntStream.range(0, 7).filter(i -> ids.hash(5, i) <= greatest).count()).isEqualTo(3);
    assertThat(ids.sample(5, 9)).containsExactly(0, 1, 2, 3, 4, 5, 6);
  }
}
