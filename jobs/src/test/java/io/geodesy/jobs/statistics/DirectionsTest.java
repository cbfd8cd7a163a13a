package io.geodesy.jobs.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.table.CategoryColumn;
import io.geodesy.table.RowIds;
import io.geodesy.table.VectorBlock;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DirectionsTest {
  private static VectorBlock block(int rows, int dim, IntToDoubleFunction value) {
    float[] values = new float[rows * dim];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) value.applyAsDouble(i);
    }
    return new VectorBlock(RowIds.ofNumbers(LongStream.range(0, rows).toArray()), values, dim);
  }

  private static VectorBlock normal(int rows, int dim, long seed) {
    return block(rows, dim, i -> SeededStream.normal(seed, i));
  }

  private static double cosine(VectorBlock block, int a, int b) {
    double product = 0;
    double one = 0;
    double other = 0;
    for (int c = 0; c < block.dim(); c++) {
      double x = block.values()[a * block.dim() + c];
      double y = block.values()[b * block.dim() + c];
      product += x * y;
      one += x * x;
      other += y * y;
    }
    return product / Math.sqrt(one * other);
  }

  private static int[] all(VectorBlock block) {
    return IntStream.range(0, block.rows()).toArray();
  }

  private static Measured uniformity(VectorBlock block, int[] sample) {
    try (Workers workers = new Workers(2)) {
      return Directions.of(block).uniformity(sample, workers);
    }
  }

  @Test
  void equalsTheDefinitionsOverAllPairs() {
    VectorBlock block = normal(90, 5, 1);
    for (int c = 0; c < 5; c++) {
      block.values()[7 * 5 + c] = 0;
    }
    int[] codes =
        IntStream.range(0, 90).map(i -> i % 4 == 3 ? CategoryColumn.MISSING : i % 4).toArray();
    double cosines = 0;
    double kernel = 0;
    double aligned = 0;
    double alignedRows = 0;
    double pairs = 0;
    for (int a = 0; a < 90; a++) {
      double sum = 0;
      double others = 0;
      for (int b = 0; b < 90; b++) {
        if (a == b || a == 7 || b == 7) {
          continue;
        }
        double cosine = cosine(block, a, b);
        cosines += cosine;
        kernel += Math.exp(-2 * (2 - 2 * cosine));
        pairs++;
        if (codes[a] != CategoryColumn.MISSING && codes[a] == codes[b]) {
          sum += 2 - 2 * cosine;
          others++;
        }
      }
      if (others > 0) {
        aligned += sum / others;
        alignedRows++;
      }
    }
    Directions directions = Directions.of(block);
    assertThat(directions.rows()).isEqualTo(89);
    assertThat(directions.meanCosine().value()).isCloseTo(cosines / pairs, within(1e-12));
    assertThat(uniformity(block, all(block)).value())
        .isCloseTo(Math.log(kernel / pairs), within(1e-12));
    Measured alignment = directions.alignment(new CategoryColumn(List.of("a", "b", "c"), codes));
    assertThat(alignment.value()).isCloseTo(aligned / alignedRows, within(1e-12));
    assertThat(alignment.count()).isEqualTo((long) alignedRows);
  }

  /** Even on the circle: the mean of exp(-4 + 4 cos t) is exp(-4) I0(4), I0(4) = 11.30192195. */
  @Test
  void isTheBesselFunctionOnAnEvenCircle() {
    int n = 720;
    VectorBlock circle =
        block(
            n,
            2,
            i ->
                i % 2 == 0
                    ? Math.cos(Math.PI * (i - i % 2) / n)
                    : Math.sin(Math.PI * (i - i % 2) / n));
    // Over all pairs with the row itself, whose kernel is 1, the grid sum is exact.
    double expected = Math.log((n * Math.exp(-4) * 11.301921952136330 - 1) / (n - 1));
    assertThat(uniformity(circle, all(circle)).value()).isCloseTo(expected, within(1e-6));
    assertThat(Directions.of(circle).meanCosine().value()).isCloseTo(-1.0 / (n - 1), within(1e-7));
  }

  @Test
  void isAtItsEndsWhereAllPointOneWay() {
    VectorBlock one = block(50, 3, i -> i % 3 == 1 ? 2 + i : 0);
    assertThat(uniformity(one, all(one)).value()).isCloseTo(0, within(1e-12));
    assertThat(Directions.of(one).meanCosine().value()).isCloseTo(1, within(1e-12));
    assertThat(Directions.of(one).alignment(new CategoryColumn(List.of("a"), new int[50])).value())
        .isCloseTo(0, within(1e-12));
  }

  /** The spread of values over many tables of one population is what the errors say. */
  @Test
  void errorsAreThoseOfManyDraws() {
    int draws = 200;
    double[] cosines = new double[draws];
    double[] uniformities = new double[draws];
    double[] alignments = new double[draws];
    double[] errors = new double[3];
    int[] codes = IntStream.range(0, 150).map(i -> i % 3).toArray();
    for (int draw = 0; draw < draws; draw++) {
      long seed = 100L + draw;
      VectorBlock block = block(150, 4, i -> SeededStream.normal(seed, i) + (i % 4 == 0 ? 1 : 0));
      Measured cosine = Directions.of(block).meanCosine();
      Measured uniformity = uniformity(block, all(block));
      Measured alignment =
          Directions.of(block).alignment(new CategoryColumn(List.of("a", "b", "c"), codes));
      cosines[draw] = cosine.value();
      uniformities[draw] = uniformity.value();
      alignments[draw] = alignment.value();
      errors[0] += cosine.error() / draws;
      errors[1] += uniformity.error() / draws;
      errors[2] += alignment.error() / draws;
    }
    // A standard deviation of 200 draws has a relative error of 5 %.
    assertThat(errors[0] / deviation(cosines)).isBetween(0.85, 1.2);
    assertThat(errors[1] / deviation(uniformities)).isBetween(0.85, 1.2);
    assertThat(errors[2] / deviation(alignments)).isBetween(0.85, 1.2);
  }

  private static double deviation(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    return Math.sqrt(
        Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1));
  }

  @Test
  void aSampleAgreesWithinItsError() {
    VectorBlock block = normal(3000, 6, 4);
    Measured whole = uniformity(block, all(block));
    Measured some = uniformity(block, IntStream.range(0, 3000).filter(i -> i % 10 == 0).toArray());
    assertThat(some.value()).isCloseTo(whole.value(), within(4 * some.error()));
    assertThat(some.error()).isGreaterThan(whole.error());
  }

  @Test
  void doesNotDependOnLengthsOrTurns() {
    VectorBlock block = normal(80, 3, 5);
    VectorBlock scaled = block(80, 3, i -> block.values()[i] * (1 + i / 3));
    double angle = 0.7;
    VectorBlock turned =
        block(
            80,
            3,
            i -> {
              float x = block.values()[i - i % 3];
              float y = block.values()[i - i % 3 + 1];
              return i % 3 == 0
                  ? Math.cos(angle) * x - Math.sin(angle) * y
                  : i % 3 == 1 ? Math.sin(angle) * x + Math.cos(angle) * y : block.values()[i];
            });
    for (VectorBlock other : List.of(scaled, turned)) {
      assertThat(uniformity(other, all(other)).value())
          .isCloseTo(uniformity(block, all(block)).value(), within(1e-6));
      assertThat(Directions.of(other).meanCosine().value())
          .isCloseTo(Directions.of(block).meanCosine().value(), within(1e-6));
    }
  }

  @Test
  void isUndefinedWithoutPairs() {
    VectorBlock zero = block(4, 2, i -> 0);
    assertThat(Directions.of(zero).meanCosine().value()).isNaN();
    assertThat(uniformity(zero, all(zero)).value()).isNaN();
    VectorBlock two = normal(2, 3, 6);
    assertThat(Directions.of(two).meanCosine().value()).isFinite();
    assertThat(Directions.of(two).meanCosine().error()).isNaN();
    assertThat(
            Directions.of(two)
                .alignment(new CategoryColumn(List.of("a", "b"), new int[] {0, 1}))
                .value())
        .isNaN();
  }
}
