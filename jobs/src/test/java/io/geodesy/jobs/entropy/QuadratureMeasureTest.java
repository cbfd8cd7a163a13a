package io.geodesy.jobs.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.analysis.Progress;
import io.geodesy.config.ParameterBinder;
import io.geodesy.kernel.Workers;
import io.geodesy.testing.Check;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Check 4 of spectral entropy: by quadrature within 0.02 bits of the exact value. */
class QuadratureMeasureTest {
  private static final double TOLERANCE = 0.02;

  private static SpectralEntropyParameters parameters(Map<String, String> values) {
    return ParameterBinder.bind(SpectralEntropyParameters.class, values);
  }

  private static QuadratureMeasure measure(
      double[] rows,
      int dim,
      double bandwidth,
      SpectralEntropyParameters parameters,
      Workers workers) {
    float[] narrow = Rows.narrowed(rows);
    return new QuadratureMeasure(
        parameters,
        ReducedRows.of(narrow, dim, bandwidth, workers),
        PairDistances.of(narrow, dim),
        bandwidth,
        Rows.keys(rows.length / dim, 42),
        workers);
  }

  private static List<Entropy> bits(
      double[] rows, int dim, double bandwidth, Map<String, String> values) {
    try (Workers workers = new Workers(2)) {
      return measure(rows, dim, bandwidth, parameters(values), workers)
          .of(Rows.all(rows.length / dim))
          .byTime();
    }
  }

  @Test
  void isWithinTheToleranceOnVariantCode() {
    double[] rows = Rows.normal(7, 600, 10);
    List<Entropy> narrow = bits(rows, 10, 2, Map.of("t", "1,2"));
    Check.QUADRATURE_CODE.got(Math.abs(narrow.get(0).bits() - 7.2287819223437655));
    Check.QUADRATURE_CODE.got(Math.abs(narrow.get(1).bits() - 2.9363421918070673));
    assertThat(narrow.get(0).standardError()).isBetween(1e-4, TOLERANCE / 2);
    assertThat(narrow.get(0).rankUsed()).isBetween(1, 64);
    Check.QUADRATURE_CODE.got(
        Math.abs(bits(rows, 10, 10, Map.of("t", "1")).get(0).bits() - 0.7899446640588346));
  }

  @Test
  void isWithinTheToleranceOnVariantPaper() {
    double[] rows = Rows.normal(7, 600, 10);
    Check.QUADRATURE_PAPER.got(
        Math.abs(bits(rows, 10, 2, Map.of("t", "2", "variant", "paper")).get(0).bits() - 3.5888));
  }

  @Test
  void isWithinTheToleranceOnTightClustersFarFromTheOrigin() {
    double[] rows = Rows.clusters();
    Check.QUADRATURE_CLUSTERS.got(
        Math.abs(bits(rows, 8, 10, Map.of("t", "1")).get(0).bits() - 3.000167));
    try (Workers workers = new Workers(2)) {
      double shared =
          MatchedInformation.of(
                  measure(rows, 8, 10, parameters(Map.of("t", "1")), workers),
                  Rows.clusterLabels(),
                  Rows.all(400),
                  List.of(1.0),
                  Rows.subsets(400, 5),
                  Progress.SILENT)
              .stream()
              .mapToDouble(MatchedInformation.Contribution::bits)
              .sum();
      Check.QUADRATURE_CLUSTERS.got(Math.abs(shared - 3));
    }
  }

  @Test
  void agreesWithTheExactValueOnLinks() {
    double[] rows = Rows.normal(9, 500, 3);
    Entropy found = bits(rows, 3, 1, Map.of("t", "1", "variant", "knn")).get(0);
    try (Workers workers = new Workers(2)) {
      double exact =
          new ExactMeasure(
                  PairDistances.of(Rows.narrowed(rows), 3),
                  Variant.KNN,
                  1,
                  10,
                  List.of(1.0),
                  workers)
              .of(Rows.all(500))
              .byTime()
              .get(0)
              .bits();
      assertThat(found.bits()).isEqualTo(exact, within(TOLERANCE));
    }
  }

  @Test
  void rowsWithoutAnyWeightBetweenThemAreCountedExactly() {
    Entropy alone = bits(Rows.normal(7, 256, 10), 10, 1e-3, Map.of("t", "1")).get(0);
    assertThat(alone.bits()).isEqualTo(8, within(1e-9));
    assertThat(alone.standardError()).isZero();
  }

  /** All distances are root 2: one eigenvalue 1 and n - 1 copies of (1 - w) / (1 + (n - 1) w). */
  @Test
  void copiesOfAnEigenvalueAreCountedThoughNoKrylovSpaceHoldsThem() {
    int n = 600;
    double[] rows = new double[n * n];
    for (int i = 0; i < n; i++) {
      rows[i * n + i] = 1;
    }
    double weight = Math.exp(-1 / (0.4 * 0.4));
    double copy = (1 - weight) / (1 + (n - 1) * weight);
    double sum = 1 + (n - 1) * copy;
    double expected = Entropy.log2(sum) - (n - 1) * copy * Entropy.log2(copy) / sum;
    assertThat(bits(rows, n, 0.4, Map.of("t", "1")).get(0).bits())
        .isEqualTo(expected, within(TOLERANCE));
  }

  @Test
  void copiesAreOneModeHoweverSmallTheBandwidth() {
    // 300 rows, each twice, no weight between others: 300 modes
    double[] rows = new double[600 * 2];
    for (int i = 0; i < 600; i++) {
      rows[2 * i] = Math.floorDiv(i, 2);
    }
    for (double bandwidth : new double[] {1e-3, 1e-30, 1e-200}) {
      assertThat(bits(rows, 2, bandwidth, Map.of("t", "1")).get(0).bits())
          .isEqualTo(Entropy.log2(300), within(TOLERANCE));
      try (Workers workers = new Workers(2)) {
        ExactMeasure exact =
            new ExactMeasure(
                Rows.distances(rows, 2), Variant.CODE, bandwidth, 10, List.of(1.0), workers);
        assertThat(exact.of(Rows.all(600)).byTime().get(0).bits())
            .isEqualTo(Entropy.log2(300), within(1e-9));
      }
    }
  }

  @Test
  void equalRowsHaveNoEntropy() {
    assertThat(bits(new double[600 * 3], 3, 1, Map.of("t", "1")).get(0).bits())
        .isEqualTo(0, within(1e-3));
    assertThat(bits(new double[2 * 3], 3, 1, Map.of("t", "1")).get(0).bits())
        .isEqualTo(0, within(1e-3));
  }

  @Test
  void hasTheSameBitsForAnyNumberOfThreads() {
    double[] rows = Rows.normal(13, 530, 5);
    double[][] found = new double[3][];
    for (int i = 0; i < 3; i++) {
      try (Workers workers = new Workers(new int[] {1, 2, 7}[i])) {
        found[i] =
            measure(rows, 5, 1, parameters(Map.of("t", "1,2")), workers)
                .of(Rows.all(530))
                .byTime()
                .stream()
                .mapToDouble(Entropy::bits)
                .toArray();
      }
    }
    assertThat(found[1]).isEqualTo(found[0]);
    assertThat(found[2]).isEqualTo(found[0]);
  }

  /** 40 columns hold 40 * 1e-4 / 9 of the squared bandwidth, 0.0064 bits at most. */
  @Test
  void dropsAxesOnlyWhereTheyDoNotMatter() {
    int n = 20_000;
    int dim = 64;
    float[] rows = new float[n * dim];
    double[] normal = Rows.normal(15, n, dim);
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) (normal[i] * (i % dim < 24 ? 1 : 0.01));
    }
    try (Workers workers = new Workers(2)) {
      ReducedRows reduced = ReducedRows.of(rows, dim, 3, workers);
      assertThat(reduced.dim()).isEqualTo(24);
      assertThat(reduced.neglectedBits()).isBetween(1e-4, 0.02);
      assertThat(ReducedRows.of(rows, dim, 0.01, workers).dim()).isEqualTo(dim);
      int[] few = Arrays.copyOf(Rows.all(n), 50);
      double[] x = new double[50];
      Arrays.fill(x, 1);
      double[] y = new double[50];
      double[] z = new double[50];
      reduced.tiles(few, 3).multiply(x, y, 1, workers);
      ReducedRows.of(Arrays.copyOf(rows, 50 * dim), dim, 3, workers)
          .tiles(few, 3)
          .multiply(x, z, 1, workers);
      for (int i = 0; i < 50; i++) {
        assertThat(y[i]).isEqualTo(z[i], within(1e-2));
      }
    }
  }
}
