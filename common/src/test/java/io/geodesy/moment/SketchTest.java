package io.geodesy.moment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.testing.SharedSession;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class SketchTest {
  private static final int DIM = 7;

  private static float[] row(int i) {
    float[] row = new float[DIM];
    for (int c = 0; c < DIM; c++) {
      row[c] = (float) (SeededStream.normal(5, (long) i * DIM + c) * (1 << c) + 100 * c);
    }
    // Rows far beyond the range of the design, so that products take more than 53 bits.
    if (i % 50 == 7) {
      row[3] = 3e6f;
    }
    return row;
  }

  private static SketchDesign design() {
    float[] low = new float[DIM];
    float[] high = new float[DIM];
    for (int c = 0; c < DIM; c++) {
      low[c] = 100 * c - 4f * (1 << c);
      high[c] = 100 * c + 4f * (1 << c);
    }
    return SketchDesign.of(11, 16, 8, 60, 3.0, low, high);
  }

  private static Sketch sketch(SketchDesign design, List<Integer> rows) {
    SketchBuilder builder = new SketchBuilder(design);
    for (int i : rows) {
      builder.add(design.hash(i), () -> Integer.toString(i), row(i));
    }
    return builder.build();
  }

  private static List<Integer> all(int n) {
    List<Integer> rows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      rows.add(i);
    }
    return rows;
  }

  @Test
  void mergesToTheSketchOfAllRowsBitForBitForAnySplitAndTree() {
    SketchDesign design = design();
    Sketch whole = sketch(design, all(1300));
    Random random = new Random(1);
    for (int trial = 0; trial < 12; trial++) {
      List<Integer> order = all(1300);
      Collections.shuffle(order, random);
      List<Sketch> parts = new ArrayList<>();
      int from = 0;
      while (from < order.size()) {
        int to = Math.min(order.size(), from + 1 + random.nextInt(400));
        parts.add(sketch(design, order.subList(from, to)));
        from = to;
      }
      while (parts.size() > 1) {
        Sketch one = parts.remove(random.nextInt(parts.size()));
        Sketch other = parts.remove(random.nextInt(parts.size()));
        parts.add(one.merge(other));
      }
      assertThat(parts.get(0)).isEqualTo(whole);
      assertThat(parts.get(0).covariance()).isEqualTo(whole.covariance());
    }
  }

  @Test
  void agreesWithTheMomentsOfTheRows() {
    SketchDesign design = design();
    List<Integer> rows = all(900).stream().filter(i -> i % 50 != 7).toList();
    float[] values = new float[rows.size() * DIM];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(row(rows.get(i)), 0, values, i * DIM, DIM);
    }
    Moments expected;
    try (Workers alone = new Workers(1)) {
      expected = Moments.of(values, 0, rows.size(), DIM, alone);
    }
    Sketch sketch = sketch(design, rows);
    assertThat(sketch.count()).isEqualTo(rows.size());
    for (int c = 0; c < DIM; c++) {
      // Values are rounded to 2^-20 of half the range, 4 standard deviations.
      double deviation = 1 << c;
      assertThat(sketch.mean()[c]).isCloseTo(expected.mean()[c], within(1e-5 * deviation));
      assertThat(sketch.covariance()[c * DIM + c])
          .isCloseTo(expected.covariance()[c * DIM + c], within(1e-5 * deviation * deviation));
    }
  }

  @Test
  void addsProductsOfWideRowsWithoutLosingABit() {
    ExactMoments moments = ExactMoments.none(2);
    BigInteger expected = BigInteger.ZERO;
    for (int i = 0; i < 3000; i++) {
      double[] row = {
        ExactMoments.LIMIT - i, (i % 2 == 0 ? 1 : -1) * (ExactMoments.LIMIT - 3.0 * i)
      };
      moments.addWide(row, 0);
      expected = expected.add(BigInteger.valueOf((long) row[0]).pow(2));
    }
    BigInteger found =
        BigInteger.valueOf(moments.high()[0])
            .shiftLeft(64)
            .add(new BigInteger(Long.toUnsignedString(moments.low()[0])));
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void keepsTheRowsOfLeastHash() {
    SketchDesign design = design();
    List<Long> expected =
        all(500).stream().map(i -> design.hash(i.longValue())).sorted().limit(60).toList();
    assertThat(sketch(design, all(500)).rows().sorted())
        .extracting(HashedRows.SampledRow::hash)
        .isEqualTo(expected);
  }

  @Test
  void refusesSketchesOfTwoDesigns() {
    Sketch one = sketch(design(), all(3));
    SketchDesign other =
        SketchDesign.of(12, 16, 8, 60, 3.0, new float[DIM], new float[] {1, 1, 1, 1, 1, 1, 1});
    Sketch two = sketch(other, all(3));
    assertThatThrownBy(() -> one.merge(two)).hasMessageContaining("two designs");
  }

  @Test
  void isTheSameForAnyPartitionsOfATable() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      rows.add(RowFactory.create("g" + i % 3, (long) i, row(i)));
    }
    Dataset<Row> table =
        SharedSession.get()
            .createDataFrame(
                rows,
                new StructType()
                    .add("key", DataTypes.StringType, false)
                    .add("id", DataTypes.LongType, false)
                    .add("vector", DataTypes.createArrayType(DataTypes.FloatType, false), false));
    SketchDesign design = design();
    Sketch whole = sketch(design, all(400));
    for (int partitions : new int[] {1, 2, 7}) {
      Map<String, Sketch> byKey = KeyedSketches.collect(table.repartition(partitions), design);
      assertThat(byKey.keySet()).containsExactly("g0", "g1", "g2");
      assertThat(KeyedSketches.whole(byKey)).isEqualTo(whole);
    }
    RowRange once = RowRange.of(table.repartition(1), DIM, 3);
    RowRange again = RowRange.of(table.repartition(7), DIM, 3);
    assertThat(again.low()).isEqualTo(once.low());
    assertThat(again.medianDistance()).isEqualTo(once.medianDistance()).isPositive();
  }
}
