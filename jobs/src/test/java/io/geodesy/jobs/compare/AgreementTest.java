package io.geodesy.jobs.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.table.Statistic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class AgreementTest {
  private static final Workers WORKERS = new Workers(2);

  @AfterAll
  static void close() {
    WORKERS.close();
  }

  private static float[] normal(long seed, int n, int dim) {
    float[] rows = new float[n * dim];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) (SeededStream.normal(seed, i) * (1 + i % dim));
    }
    return rows;
  }

  /** Columns change places and sign, and everything is four times as large: no bit is lost. */
  private static float[] turned(float[] rows, int dim) {
    float[] out = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      int c = i % dim;
      out[i - c + (c + 1) % dim] = (c % 2 == 0 ? 4 : -4) * rows[i];
    }
    return out;
  }

  private static Map<String, Agreement> byName(List<Agreement> found) {
    Map<String, Agreement> byName = new HashMap<>();
    found.forEach(one -> byName.put(one.name(), one));
    return byName;
  }

  @Test
  void seesNoDifferenceInATurnedAndScaledCopy() {
    float[] rows = normal(1, 200, 5);
    Map<String, Agreement> linear =
        byName(LinearAgreement.of(rows, 5, turned(rows, 5), 5, WORKERS));
    assertThat(linear.get("cka").value()).isCloseTo(1, within(1e-12));
    assertThat(linear.get("cka-debiased").value()).isCloseTo(1, within(1e-12));
    assertThat(linear.get("procrustes-disparity").value()).isCloseTo(0, within(1e-12));
    Map<String, Agreement> near =
        byName(NeighborAgreement.of(rows, 5, turned(rows, 5), 5, 10, WORKERS).agreements());
    assertThat(near.get("neighbor-overlap").value()).isEqualTo(1);
    assertThat(near.get("rank-biased-overlap").value()).isCloseTo(1, within(1e-12));
    assertThat(near.get("information-imbalance-to-other").value()).isEqualTo(2.0 / 200);
  }

  @Test
  void isAtChanceForSpacesWithoutAnythingInCommon() {
    float[] one = normal(1, 600, 5);
    float[] two = normal(2, 600, 7);
    Map<String, Agreement> found = byName(LinearAgreement.of(one, 5, two, 7, WORKERS));
    found.putAll(byName(NeighborAgreement.of(one, 5, two, 7, 10, WORKERS).agreements()));
    for (String name :
        List.of(
            "cka-debiased",
            "neighbor-overlap",
            "information-imbalance-to-other",
            "information-imbalance-from-other")) {
      Agreement measure = found.get(name);
      double error = (measure.high() - measure.low()) / 2 / Statistic.NORMAL_95;
      assertThat(measure.value()).as(name).isCloseTo(measure.byChance(), within(3.5 * error));
    }
    assertThat(found.get("cka").value()).isGreaterThan(found.get("cka-debiased").value());
    assertThat(found.get("procrustes-disparity").value()).isBetween(0.7, 1.0);
  }

  /** The unbiased dependence of Song and others by its definition on the two Gram matrices. */
  private static double dependence(float[] x, int xDim, float[] y, int yDim) {
    int n = x.length / xDim;
    double trace = 0;
    double sumK = 0;
    double sumL = 0;
    double product = 0;
    for (int i = 0; i < n; i++) {
      double rowK = 0;
      double rowL = 0;
      for (int j = 0; j < n; j++) {
        if (i != j) {
          double k = dot(x, i, j, xDim);
          double l = dot(y, i, j, yDim);
          trace += k * l;
          rowK += k;
          rowL += l;
        }
      }
      sumK += rowK;
      sumL += rowL;
      product += rowK * rowL;
    }
    return (trace + sumK * sumL / ((n - 1.0) * (n - 2)) - 2 * product / (n - 2)) / (n * (n - 3.0));
  }

  private static double dot(float[] rows, int i, int j, int dim) {
    double sum = 0;
    for (int c = 0; c < dim; c++) {
      sum += (double) rows[i * dim + c] * rows[j * dim + c];
    }
    return sum;
  }

  @Test
  void debiasesAsTheDefinitionOnGramMatricesDoes() {
    float[] one = normal(3, 60, 4);
    float[] two = normal(4, 60, 3);
    for (int i = 0; i < 60; i++) {
      two[i * 3] += one[i * 4] + 5;
    }
    double expected =
        dependence(one, 4, two, 3)
            / Math.sqrt(dependence(one, 4, one, 4) * dependence(two, 3, two, 3));
    assertThat(byName(LinearAgreement.of(one, 4, two, 3, WORKERS)).get("cka-debiased").value())
        .isCloseTo(expected, within(1e-10));
  }

  /** Lists 1 2 3 and 1 3 2 share 1, 1, 3 at depths 1, 2, 3. */
  @Test
  void weighsTheNearestMostInRankBiasedOverlap() {
    float[] one = {0, 1, 2, 3, 100};
    float[] two = {0, 1, 3, 2, 100};
    NeighborAgreement found = NeighborAgreement.of(one, 1, two, 1, 3, WORKERS);
    assertThat(found.overlap()[0]).isEqualTo(1);
    assertThat(found.rankBiased()[0])
        .isCloseTo((1 + 0.9 * 0.5 + 0.81) / (1 + 0.9 + 0.81), within(1e-12));
    assertThat(found.rankInSecond()[0]).isEqualTo(1);
  }

  @Test
  void saysWhyItIsUndefinedWhereAllItemsAreEqual() {
    float[] equal = new float[100];
    assertThat(LinearAgreement.of(normal(1, 100, 2), 2, equal, 1, WORKERS))
        .allSatisfy(one -> assertThat(one.note()).startsWith("undefined"));
  }
}
