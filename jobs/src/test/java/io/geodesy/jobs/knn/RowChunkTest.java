package io.geodesy.jobs.knn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.error.DataException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class RowChunkTest {
  private static final float[] VALUES = {1.5f, 2, 3.5f, 4, 5.5f, 6};

  @Test
  void bringsRowsInTheOrderOfTheirIds() {
    RowChunk.Writer first = new RowChunk.Writer(2, 1);
    first.add((byte) 1, 7L, VALUES, 0);
    RowChunk.Writer second = new RowChunk.Writer(2, 1);
    second.add((byte) 0, -3L, VALUES, 2);
    second.add((byte) 2, 9L, VALUES, 4);
    assertThat(second.bytes()).isEqualTo(2 * (1 + 8 + 2 * 4));
    RowChunk.Unpacked rows =
        RowChunk.unpack(new ArrayList<>(List.of(first.take(), second.take())), 2, true);
    assertThat(rows.block().values()).containsExactly(3.5f, 4, 1.5f, 2, 5.5f, 6);
    assertThat(rows.block().ids().get(0)).isEqualTo(-3L);
    assertThat(rows.tags()).containsExactly(0, 1, 2);
  }

  /** Rows of floats among them, since a table need not be of one kind. */
  @Test
  void wholeNumbersThatAByteHoldsTravelAsBytes() {
    float[] values = new float[5 * 40];
    for (int i = 0; i < values.length; i++) {
      values[i] = 37 * i % 256;
    }
    values[40 + 7] = 0.25f;
    for (int t = 80; t < 120; t++) {
      values[t] -= 128;
    }
    // Neither kind of byte holds both.
    values[121] = -1;
    values[122] = 200;
    values[160] = 255;
    RowChunk.Writer writer = new RowChunk.Writer(40, 1);
    byte[] tags = {0, 63, 15, 1, 62};
    for (int i = 0; i < tags.length; i++) {
      writer.add(tags[i], (long) i, values, 40 * i);
    }
    assertThat(writer.bytes()).isEqualTo(5 * (1 + 8) + 3 * 40 + 2 * 4 * 40);
    RowChunk.Unpacked rows = RowChunk.unpack(new ArrayList<>(List.of(writer.take())), 40, true);
    assertThat(rows.block().values()).containsExactly(values);
    assertThat(rows.tags()).containsExactly(tags);
    assertThat(RowChunk.elementBytes(rows.block())).isEqualTo(1);
  }

  @Test
  void packsTextIds() {
    RowChunk.Writer writer = new RowChunk.Writer(2, 1);
    writer.add((byte) 0, UTF8String.fromString("ä"), VALUES, 0);
    writer.add((byte) 0, UTF8String.fromString("a"), VALUES, 2);
    RowChunk.Unpacked rows = RowChunk.unpack(new ArrayList<>(List.of(writer.take())), 2, false);
    assertThat(rows.block().ids().get(0)).isEqualTo("a");
    assertThat(rows.block().values()).containsExactly(3.5f, 4, 1.5f, 2);
  }

  @Test
  void refusesAnIdThatComesTwice() {
    RowChunk.Writer writer = new RowChunk.Writer(2, 1);
    writer.add((byte) 0, 5L, VALUES, 0);
    writer.add((byte) 0, 5L, VALUES, 2);
    assertThatThrownBy(() -> RowChunk.unpack(new ArrayList<>(List.of(writer.take())), 2, true))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("Row id 5 appears twice");
  }
}
