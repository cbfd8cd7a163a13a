package io.geodesy.jobs.relative.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.jobs.relative.Similarities;
import io.geodesy.jobs.relative.compare.SpaceComparison.Convention;
import io.geodesy.kernel.DenseAlgebra;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Published figures of seeded samples, in double: X = N(31; 2000 x 64) with column j scaled by
 * exp(-j/16), Y = 2.5 X Q for an orthogonal Q, and Y with noise.
 */
class SpaceComparisonTest {
  private static final int N = 2000;
  private static final int DIM = 64;
  private static final Convention PUBLISHED = new Convention(10, true, 10);
  private static final double[] X = space();
  private static final double[] Y = turned();

  private static double[] normal(long seed, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = SeededStream.normal(seed, i);
    }
    return values;
  }

  private static double[] space() {
    double[] x = normal(31, N * DIM);
    for (int i = 0; i < x.length; i++) {
      x[i] *= Math.exp(-(i % DIM) / 16.0);
    }
    return x;
  }

  private static double[] turned() {
    DenseAlgebra.Qr qr = DenseAlgebra.qr(normal(32, DIM * DIM), DIM, DIM);
    double[] y = new double[N * DIM];
    for (int i = 0; i < N; i++) {
      for (int c = 0; c < DIM; c++) {
        double sum = 0;
        for (int t = 0; t < DIM; t++) {
          sum += X[i * DIM + t] * qr.q()[t * DIM + c];
        }
        y[i * DIM + c] = 2.5 * sum * Math.signum(qr.r()[c * DIM + c]);
      }
    }
    return y;
  }

  private static double[] seen(double[] rows, int anchors, Workers workers) {
    int step = N / anchors;
    double[] chosen = new double[anchors * DIM];
    for (int a = 0; a < anchors; a++) {
      System.arraycopy(rows, a * step * DIM, chosen, a * DIM, DIM);
    }
    return Similarities.of(
        Similarities.unit(rows, DIM), Similarities.unit(chosen, DIM), DIM, workers);
  }

  private static SpaceComparison compare(
      double[] queries, double[] reference, int width, Convention convention) {
    try (Workers workers = new Workers(2)) {
      return SpaceComparison.of(
          Similarities.unit(queries, width),
          Similarities.unit(reference, width),
          width,
          convention,
          workers);
    }
  }

  @Test
  void findsARotatedSpaceTheSameFromAnchors() {
    try (Workers workers = new Workers(2)) {
      double[] first = seen(X, 300, workers);
      double[] second = seen(Y, 300, workers);
      for (int i = 0; i < first.length; i++) {
        assertThat(Math.abs(first[i] - second[i])).isLessThan(1e-12);
      }
      SpaceComparison found = compare(first, second, 300, PUBLISHED);
      assertThat(found.jaccard()).isEqualTo(1);
      assertThat(found.recall()).isEqualTo(1);
      assertThat(found.reciprocalRank()).isEqualTo(1);
      assertThat(found.cosine()).isCloseTo(1, within(1e-12));
    }
  }

  @Test
  void findsItStrangeAsItIs() {
    SpaceComparison found = compare(X, Y, DIM, new Convention(10, true, 0));
    assertThat(found.jaccard()).isCloseTo(0.0017, within(5e-4));
    assertThat(found.reciprocalRank()).isCloseTo(0.0032, within(5e-4));
    assertThat(found.cosine()).isCloseTo(-0.037, within(5e-4));
  }

  @Test
  void bearsNoiseBetterWithMoreAnchors() {
    double square = Arrays.stream(Y).map(v -> v * v).sum() / Y.length;
    double[] noise = normal(33, N * DIM);
    double[] noisy = new double[Y.length];
    Arrays.setAll(noisy, i -> Y[i] + 0.1 * Math.sqrt(square) * noise[i]);
    try (Workers workers = new Workers(2)) {
      SpaceComparison many =
          compare(seen(X, 300, workers), seen(noisy, 300, workers), 300, PUBLISHED);
      SpaceComparison few =
          compare(seen(X, 100, workers), seen(noisy, 100, workers), 100, PUBLISHED);
      assertThat(many.jaccard()).isCloseTo(0.86940, within(1e-3));
      assertThat(few.jaccard()).isCloseTo(0.86384, within(1e-3));
      assertThat(many.reciprocalRank()).isCloseTo(1, within(1e-3));
    }
  }

  /** 1000 x 128 Gaussian rows and an orthogonal copy. */
  @Test
  void tellsRelativeFromAbsoluteCosine() {
    double[] rows = normal(41, 1000 * 128);
    DenseAlgebra.Qr qr = DenseAlgebra.qr(normal(42, 128 * 128), 128, 128);
    double[] copy = new double[rows.length];
    for (int i = 0; i < 1000; i++) {
      for (int c = 0; c < 128; c++) {
        for (int t = 0; t < 128; t++) {
          copy[i * 128 + c] += rows[i * 128 + t] * qr.q()[t * 128 + c];
        }
      }
    }
    assertThat(Math.abs(compare(rows, copy, 128, PUBLISHED).cosine())).isLessThan(0.05);
    try (Workers workers = new Workers(1)) {
      double[] anchors = Arrays.copyOf(rows, 50 * 128);
      double[] copies = Arrays.copyOf(copy, 50 * 128);
      double[] first =
          Similarities.of(
              Similarities.unit(rows, 128), Similarities.unit(anchors, 128), 128, workers);
      double[] second =
          Similarities.of(
              Similarities.unit(copy, 128), Similarities.unit(copies, 128), 128, workers);
      assertThat(compare(first, second, 50, PUBLISHED).cosine()).isCloseTo(1, within(1e-12));
    }
  }

  /** Four directions a quarter turn apart: the query of an item is the direction of the next. */
  @Test
  void countsAsItsConventionsSay() {
    double[] reference = {1, 0, 0, 1, -1, 0, 0, -1};
    double[] queries = {0, 1, -1, 0, 0, -1, 1, 0};
    SpaceComparison ranked = compare(queries, reference, 2, new Convention(1, true, 0));
    assertThat(ranked.recall()).isZero();
    // Every item is one of the two at a right angle to its query: rank 2 or 3.
    assertThat(ranked.reciprocalRank()).isCloseTo((2 / 2.0 + 2 / 3.0) / 4, within(1e-12));
    SpaceComparison cut = compare(queries, reference, 2, new Convention(1, true, 1));
    assertThat(cut.reciprocalRank()).isZero();
    SpaceComparison left = compare(reference, reference, 2, new Convention(2, false, 0));
    assertThat(left.jaccard()).isEqualTo(1);
    assertThat(left.reciprocalRank()).isNaN();
  }

  @Test
  void isUndefinedWhereNothingCanBeRanked() {
    double[] same = {1, 2, 1, 2, 1, 2};
    assertThat(compare(same, same, 2, new Convention(1, true, 1)))
        .isEqualTo(SpaceComparison.UNDEFINED);
  }
}
