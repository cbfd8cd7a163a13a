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

class ParticipationTest {
  private static final double[] SCALES = {3, 2, 1, 1, 0.5};

  private static Participation of(int n, int sampled, long seed) {
    int dim = SCALES.length;
    float[] values = new float[n * dim];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (5 + SCALES[i % dim] * SeededStream.normal(seed, i));
    }
    VectorBlock block =
        new VectorBlock(RowIds.ofNumbers(LongStream.range(0, n).toArray()), values, dim);
    try (Workers workers = new Workers(2)) {
      Moments moments = Moments.of(values, 0, n, dim, workers);
      double[] eigenvalues = DenseAlgebra.symmetricEigenvalues(moments.covariance(), dim);
      return Participation.of(
          eigenvalues, block, moments, IntStream.range(0, sampled).toArray(), workers);
    }
  }

  /** The squares of the scales are the variances: P = 15.25^2 / 99.0625. */
  @Test
  void findsTheRatioOfThePopulation() {
    Participation found = of(50_000, 1000, 1);
    double expected = 15.25 * 15.25 / 99.0625;
    assertThat(found.ratio().value()).isCloseTo(expected, within(4 * found.ratio().error()));
    assertThat(found.isoScore().value()).isCloseTo((found.ratio().value() - 1) / 4, within(1e-12));
  }

  @Test
  void theErrorIsThatOfManyDraws() {
    int draws = 200;
    double[] ratios = new double[draws];
    double error = 0;
    for (int draw = 0; draw < draws; draw++) {
      Measured ratio = of(400, 400, 50L + draw).ratio();
      ratios[draw] = ratio.value();
      error += ratio.error() / draws;
    }
    // A standard deviation of 200 draws has a relative error of 5 %.
    assertThat(error / Measured.deviation(ratios)).isBetween(0.85, 1.15);
  }

  @Test
  void aSampleGivesTheSameErrorNearly() {
    double whole = of(20_000, 20_000, 3).isoScore().error();
    double some = of(20_000, 2000, 3).isoScore().error();
    assertThat(some / whole).isBetween(0.8, 1.2);
  }
}
