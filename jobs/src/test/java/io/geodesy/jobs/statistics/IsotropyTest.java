package io.geodesy.jobs.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.kernel.DenseAlgebra;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.moment.Moments;
import io.geodesy.table.RowIds;
import io.geodesy.table.VectorBlock;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class IsotropyTest {
  private static final double[] SCALES = {3, 2, 1, 1, 0.5};

  private static Measured of(float[] values, int dim) {
    int n = values.length / dim;
    VectorBlock block =
        new VectorBlock(RowIds.ofNumbers(LongStream.range(0, n).toArray()), values, dim);
    try (Workers workers = new Workers(2)) {
      double[] axes =
          DenseAlgebra.symmetricEigen(Moments.of(values, 0, n, dim, workers).secondMoment(), dim)
              .vectors();
      return Isotropy.of(block, axes, IntStream.range(0, n).toArray(), workers);
    }
  }

  private static float[] normal(int n, long seed, float unit) {
    float[] values = new float[n * SCALES.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (unit * SCALES[i % SCALES.length] * SeededStream.normal(seed, i));
    }
    return values;
  }

  @Test
  void isOneForACross() {
    float[] cross = {1, 0, -1, 0, 0, 1, 0, -1};
    assertThat(of(cross, 2).value()).isCloseTo(1, within(1e-12));
  }

  /** Of a normal distribution Z is exp(s^2 / 2), s^2 the variance along c over their sum. */
  @Test
  void findsTheQuotientOfThePopulation() {
    Measured found = of(normal(20_000, 1, 1), SCALES.length);
    double expected = Math.exp((0.25 - 9) / 15.25 / 2);
    assertThat(found.value()).isCloseTo(expected, within(4 * found.error()));
    assertThat(found.error()).isLessThan(0.01);
  }

  @Test
  void doesNotDependOnTheUnit() {
    double once = of(normal(500, 2, 1), SCALES.length).value();
    assertThat(of(normal(500, 2, 1024), SCALES.length).value()).isCloseTo(once, within(1e-12));
  }

  /** Taking the greater of two opposite directions lets the odd part of the error cancel. */
  @Test
  void theErrorIsNotTooSmallForManyDraws() {
    int draws = 200;
    double[] values = new double[draws];
    double error = 0;
    for (int draw = 0; draw < draws; draw++) {
      Measured found = of(normal(400, 50L + draw, 1), SCALES.length);
      values[draw] = found.value();
      error += found.error() / draws;
    }
    // A standard deviation of 200 draws has a relative error of 5 %.
    assertThat(error / Measured.deviation(values)).isBetween(0.9, 1.6);
  }

  @Test
  void isUndefinedWhereAllRowsAreZero() {
    assertThat(of(new float[8], 2).value()).isNaN();
  }
}
