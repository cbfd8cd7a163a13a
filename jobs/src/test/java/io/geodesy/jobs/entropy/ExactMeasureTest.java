package io.geodesy.jobs.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.analysis.Progress;
import io.geodesy.kernel.Workers;
import io.geodesy.table.CategoryColumn;
import io.geodesy.testing.Check;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The numeric checks of spectral entropy in exact mode, on float64 rows. */
class ExactMeasureTest {
  private static final double[] CHECK = Rows.normal(7, 600, 10);

  private static double[] bits(
      double[] rows, int dim, Variant variant, double bandwidth, double... times) {
    int n = rows.length / dim;
    try (Workers workers = new Workers(2)) {
      List<Double> asked = Arrays.stream(times).boxed().toList();
      return new ExactMeasure(Rows.distances(rows, dim), variant, bandwidth, 10, asked, workers)
          .of(Rows.all(n)).byTime().stream().mapToDouble(Entropy::bits).toArray();
    }
  }

  /** Check 1. */
  @Test
  void givesTheNumbersOfVariantCode() {
    double[] narrow = bits(CHECK, 10, Variant.CODE, 2, 1, 2);
    Check.ENTROPY_CODE_1.got(narrow[0]);
    Check.ENTROPY_CODE_2.got(narrow[1]);
    double[] wide = bits(CHECK, 10, Variant.CODE, 10, 1);
    Check.ENTROPY_CODE_WIDE.got(wide[0]);
  }

  /** Check 2. */
  @Test
  void givesTheNumberOfVariantPaper() {
    Check.ENTROPY_PAPER.got(bits(CHECK, 10, Variant.PAPER, 2, 2)[0]);
  }

  /** Check 3. */
  @Test
  void eightTightClustersAreThreeBitsAndShareThemWithTheLabel() {
    double[] rows = Rows.clusters();
    Check.ENTROPY_CLUSTERS.got(bits(rows, 8, Variant.CODE, 10, 1)[0]);
    try (Workers workers = new Workers(2)) {
      ExactMeasure measure =
          new ExactMeasure(Rows.distances(rows, 8), Variant.CODE, 10, 10, List.of(1.0), workers);
      double shared =
          MatchedInformation.of(
                  measure,
                  Rows.clusterLabels(),
                  Rows.all(400),
                  List.of(1.0),
                  Rows.subsets(400, 5),
                  Progress.SILENT)
              .stream()
              .mapToDouble(MatchedInformation.Contribution::bits)
              .sum();
      Check.INFORMATION_CLUSTERS.got(shared);
    }
  }

  /** Check 5. */
  @Test
  void movingTurningAndReorderingRowsChangesNothing() {
    double[] rows = Rows.normal(11, 150, 4);
    double expected = bits(rows, 4, Variant.CODE, 1.5, 1)[0];
    double[] moved = rows.clone();
    double[] turned = new double[rows.length];
    double[] reordered = new double[rows.length];
    double[] scaled = rows.clone();
    for (int i = 0; i < 150; i++) {
      for (int c = 0; c < 4; c++) {
        moved[i * 4 + c] += 5 + c;
        scaled[i * 4 + c] *= 3;
        reordered[(149 - i) * 4 + c] = rows[i * 4 + c];
      }
      for (int c = 0; c < 4; c += 2) {
        double x = rows[i * 4 + c];
        double y = rows[i * 4 + c + 1];
        turned[i * 4 + c] = Math.cos(1) * x - Math.sin(1) * y;
        turned[i * 4 + c + 1] = Math.sin(1) * x + Math.cos(1) * y;
      }
    }
    for (double[] same : new double[][] {moved, turned, reordered}) {
      Check.ENTROPY_INVARIANCE.got(Math.abs(bits(same, 4, Variant.CODE, 1.5, 1)[0] - expected));
    }
    Check.ENTROPY_INVARIANCE.got(Math.abs(bits(scaled, 4, Variant.CODE, 4.5, 1)[0] - expected));
  }

  /** Check 6. */
  @Test
  void liesBetweenNothingAndTheLogarithmOfTheRows() {
    double[] rows = Rows.normal(11, 128, 4);
    Check.ENTROPY_NARROW.got(bits(rows, 4, Variant.CODE, 1e-4, 1)[0]);
    Check.ENTROPY_WIDE.got(bits(rows, 4, Variant.CODE, 1e6, 1)[0]);
    Check.ENTROPY_WIDE.got(bits(rows, 4, Variant.PAPER, 1e6, 1)[0]);
  }

  @Test
  void equalRowsAndASingleRowHaveNoEntropy() {
    assertThat(bits(new double[40], 4, Variant.CODE, 10, 1)[0]).isEqualTo(0, within(1e-9));
    assertThat(bits(new double[4], 4, Variant.CODE, 10, 1)[0]).isEqualTo(0, within(1e-9));
  }

  @Test
  void aConstantLabelSharesNothingAtAll() {
    double[] rows = Rows.normal(11, 60, 4);
    CategoryColumn one = new CategoryColumn(List.of("all"), new int[60]);
    try (Workers workers = new Workers(2)) {
      ExactMeasure measure =
          new ExactMeasure(Rows.distances(rows, 4), Variant.CODE, 1, 10, List.of(1.0), workers);
      assertThat(
              MatchedInformation.of(
                  measure, one, Rows.all(60), List.of(1.0), Rows.subsets(60, 3), Progress.SILENT))
          .singleElement()
          .satisfies(part -> assertThat(part.bits()).isEqualTo(0.0));
    }
  }

  @Test
  void classesOfTwoRowsAreLeftOutAndTheSharesSumToOne() {
    double[] rows = Rows.normal(11, 60, 4);
    int[] codes =
        IntStream.range(0, 60).map(i -> i < 2 ? 0 : i < 30 ? 1 : i < 55 ? 2 : -1).toArray();
    CategoryColumn classes = new CategoryColumn(List.of("a", "b", "c"), codes);
    try (Workers workers = new Workers(2)) {
      ExactMeasure measure =
          new ExactMeasure(Rows.distances(rows, 4), Variant.CODE, 1, 10, List.of(1.0), workers);
      List<MatchedInformation.Contribution> parts =
          MatchedInformation.of(
              measure, classes, Rows.all(60), List.of(1.0), Rows.subsets(60, 3), Progress.SILENT);
      assertThat(parts)
          .extracting(MatchedInformation.Contribution::category)
          .containsExactly("b", "c");
      assertThat(parts.stream().mapToDouble(MatchedInformation.Contribution::p).sum())
          .isEqualTo(1, within(1e-15));
    }
  }

  @Test
  void linksOfARingHaveTheSpectrumOfTheRing() {
    int n = 100;
    double[] circle = new double[2 * n];
    for (int i = 0; i < n; i++) {
      circle[2 * i] = Math.cos(2 * Math.PI * i / n);
      circle[2 * i + 1] = Math.sin(2 * Math.PI * i / n);
    }
    double[] eigenvalues = new double[n];
    Arrays.setAll(eigenvalues, j -> Math.cos(2 * Math.PI * j / n));
    try (Workers workers = new Workers(2)) {
      double found =
          new ExactMeasure(Rows.distances(circle, 2), Variant.KNN, 1, 2, List.of(1.0), workers)
              .of(Rows.all(n))
              .byTime()
              .get(0)
              .bits();
      assertThat(found).isEqualTo(SpectrumEntropy.of(eigenvalues, 1).bits(), within(1e-9));
    }
  }

  @Test
  void entriesOfEqualRowsAreSpreadOverAllPairs() {
    try (Workers workers = new Workers(2)) {
      PlainMeasure entries = new PlainMeasure(Variant.ENTRIES, new float[64], 2, 10, 1, workers);
      // 32 equal rows: 1024 equal entries.
      assertThat(entries.of(Rows.all(32)).byTime().get(0).bits()).isEqualTo(10, within(1e-9));
      PlainMeasure apart =
          new PlainMeasure(
              Variant.ENTRIES, Rows.narrowed(Rows.normal(5, 32, 2)), 2, 1e-6, 1, workers);
      assertThat(apart.of(Rows.all(32)).byTime().get(0).bits()).isEqualTo(5, within(1e-9));
    }
  }

  @Test
  void shannonCountsThePatternsOfHalves() {
    // 70 columns, the last of which alone tells rows apart: two patterns, 1 to 3.
    float[] rows = new float[4 * 70];
    rows[69] = 1;
    try (Workers workers = new Workers(1)) {
      double bits =
          new PlainMeasure(Variant.SHANNON, rows, 70, 1, 1, workers)
              .of(Rows.all(4))
              .byTime()
              .get(0)
              .bits();
      assertThat(bits).isEqualTo(2 - 0.75 * Entropy.log2(3), within(1e-12));
    }
  }

  @Test
  void medianDistanceIsThatOfAllPairs() {
    double[] line = {0, 1, 3, 7};
    // distances 1, 2, 3, 4, 6, 7: the fourth of six
    assertThat(MedianDistance.of(Rows.distances(line, 1), Rows.all(4), Rows.keys(4, 1)))
        .isEqualTo(4, within(1e-12));
  }

  @Test
  void continuousReferencesAreCutIntoBinsOfEqualWidth() {
    double[] values = {0, 0.49, 0.5, 1, Double.NaN};
    CategoryColumn column = ReferenceColumn.binned("x", values, 2);
    assertThat(column.codes()).containsExactly(0, 0, 1, 1, -1);
  }
}
