package io.geodesy.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.kernel.SeededStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContingencyTest {
  private static final int[] SHAPES = {0, 0, 0, 1, 1, 1, 2, 2, 2, 2};
  private static final int[] GUESSES = {0, 0, 1, 1, 1, 2, 2, 2, 2, 0};

  /** scikit-learn 1.9.1's figures for these ten rows. */
  @Test
  void agreesWithScikitLearn() {
    Contingency table = Contingency.of(GUESSES, SHAPES, Contingency.Noise.A_CLASS);
    assertThat(table.adjustedRand()).isCloseTo(0.20454545454545456, within(1e-12));
    assertThat(table.adjustedMutualInformation()).isCloseTo(0.23728877770133558, within(1e-12));
    assertThat(table.normalizedMutualInformation()).isCloseTo(0.44270128334605, within(1e-12));
    assertThat(table.homogeneity()).isCloseTo(0.44270128334605, within(1e-12));
    assertThat(table.completeness()).isCloseTo(0.44270128334605, within(1e-12));
    assertThat(table.vMeasure()).isCloseTo(0.44270128334605, within(1e-12));
  }

  @Test
  void agreesWithBruteForceOnAllSmallPartitions() {
    for (int n = 2; n <= 5; n++) {
      List<int[]> partitions = partitions(n);
      for (int[] clusters : partitions) {
        for (int[] labels : partitions) {
          Contingency table = Contingency.of(clusters, labels, Contingency.Noise.A_CLASS);
          String rows = Arrays.toString(clusters) + " " + Arrays.toString(labels);
          assertThat(table.adjustedRand())
              .as("ARI " + rows)
              .isCloseTo(BruteForce.adjustedRand(clusters, labels), within(1e-9));
          assertThat(table.adjustedMutualInformation())
              .as("AMI " + rows)
              .isCloseTo(BruteForce.adjustedMutualInformation(clusters, labels), within(1e-9));
          assertThat(table.bCubedPrecision())
              .as("B-cubed " + rows)
              .isCloseTo(BruteForce.bCubed(clusters, labels), within(1e-12));
          assertThat(table.bCubedRecall())
              .as("B-cubed " + rows)
              .isCloseTo(BruteForce.bCubed(labels, clusters), within(1e-12));
        }
      }
    }
  }

  @Test
  void isHomogeneousExactlyIfEveryClusterHasOneLabel() {
    for (int[] clusters : partitions(6)) {
      for (int[] labels : partitions(6)) {
        boolean isPure = BruteForce.bCubed(clusters, labels) == 1;
        Contingency table = Contingency.of(clusters, labels, Contingency.Noise.A_CLASS);
        assertThat(table.homogeneity() > 1 - 1e-12).isEqualTo(isPure);
        assertThat(table.purity() == 1).isEqualTo(isPure);
      }
    }
  }

  @Test
  void isOneForTheSameGroupsUnderOtherNames() {
    Contingency table =
        Contingency.of(new int[] {2, 2, 0, 1}, new int[] {0, 0, 1, 2}, Contingency.Noise.A_CLASS);
    assertThat(table.adjustedRand()).isEqualTo(1);
    assertThat(table.adjustedMutualInformation()).isCloseTo(1, within(1e-12));
    assertThat(table.bCubedF()).isEqualTo(1);
  }

  @Test
  void isZeroInTheMeanForRandomLabels() {
    int runs = 200;
    double[] rand = new double[runs];
    double[] information = new double[runs];
    for (int run = 0; run < runs; run++) {
      int[] clusters = random(2 * run, 60, 4);
      Contingency table =
          Contingency.of(clusters, random(2 * run + 1, 60, 3), Contingency.Noise.A_CLASS);
      rand[run] = table.adjustedRand();
      information[run] = table.adjustedMutualInformation();
    }
    assertThat(Math.abs(mean(rand))).isLessThan(3 * standardError(rand));
    assertThat(Math.abs(mean(information))).isLessThan(3 * standardError(information));
  }

  @Test
  void leavesMissingLabelsOut() {
    int[] clusters = {0, 0, 1, -1, -1};
    int[] labels = {0, 0, 1, 1, -1};
    assertThat(Contingency.of(clusters, labels, Contingency.Noise.A_CLASS).total()).isEqualTo(4);
    Contingency without = Contingency.of(clusters, labels, Contingency.Noise.LEFT_OUT);
    assertThat(without.total()).isEqualTo(3);
    assertThat(without.adjustedRand()).isEqualTo(1);
  }

  @Test
  void isUndefinedWithoutRows() {
    Contingency table = Contingency.of(new int[] {-1}, new int[] {0}, Contingency.Noise.LEFT_OUT);
    assertThat(table.adjustedRand()).isNaN();
    assertThat(table.adjustedMutualInformation()).isNaN();
    assertThat(table.purity()).isNaN();
  }

  private static int[] random(int seed, int n, int groups) {
    int[] labels = new int[n];
    Arrays.setAll(labels, i -> (int) (SeededStream.uniform(seed, i) * groups));
    return labels;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double standardError(double[] values) {
    double mean = mean(values);
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / (values.length - 1) / values.length);
  }

  /** All partitions of n rows, as growth strings. */
  private static List<int[]> partitions(int n) {
    List<int[]> all = List.of(new int[0]);
    for (int i = 0; i < n; i++) {
      List<int[]> longer = new ArrayList<>();
      for (int[] partition : all) {
        int groups = Arrays.stream(partition).max().orElse(-1) + 1;
        for (int g = 0; g <= groups; g++) {
          int[] grown = Arrays.copyOf(partition, i + 1);
          grown[i] = g;
          longer.add(grown);
        }
      }
      all = longer;
    }
    return all;
  }

  /** The definitions, row by row and permutation by permutation. */
  private static final class BruteForce {
    static double adjustedRand(int[] a, int[] b) {
      double both = 0;
      double inA = 0;
      double inB = 0;
      double all = 0;
      for (int i = 0; i < a.length; i++) {
        for (int j = 0; j < i; j++) {
          both += a[i] == a[j] && b[i] == b[j] ? 1 : 0;
          inA += a[i] == a[j] ? 1 : 0;
          inB += b[i] == b[j] ? 1 : 0;
          all++;
        }
      }
      double expected = inA * inB / all;
      double greatest = (inA + inB) / 2;
      return greatest == expected ? 1 : (both - expected) / (greatest - expected);
    }

    static double adjustedMutualInformation(int[] a, int[] b) {
      List<int[]> permutations = new ArrayList<>();
      permute(b.clone(), 0, permutations);
      double expected =
          permutations.stream().mapToDouble(p -> information(a, p)).average().orElseThrow();
      double mean = (information(a, a) + information(b, b)) / 2;
      double numerator = information(a, b) - expected;
      // Where permutations change nothing, groupings are equal or one of them says nothing.
      if (Math.abs(mean - expected) < 1e-13) {
        return Math.abs(numerator) < 1e-13 ? 1 : 0;
      }
      return numerator / (mean - expected);
    }

    static double bCubed(int[] clusters, int[] labels) {
      double sum = 0;
      for (int i = 0; i < clusters.length; i++) {
        double same = 0;
        double all = 0;
        for (int j = 0; j < clusters.length; j++) {
          all += clusters[i] == clusters[j] ? 1 : 0;
          same += clusters[i] == clusters[j] && labels[i] == labels[j] ? 1 : 0;
        }
        sum += same / all;
      }
      return sum / clusters.length;
    }

    private static double information(int[] a, int[] b) {
      double n = a.length;
      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        double inA = 0;
        double inB = 0;
        double inBoth = 0;
        for (int j = 0; j < a.length; j++) {
          inA += a[i] == a[j] ? 1 : 0;
          inB += b[i] == b[j] ? 1 : 0;
          inBoth += a[i] == a[j] && b[i] == b[j] ? 1 : 0;
        }
        sum += Math.log(n * inBoth / (inA * inB)) / n;
      }
      return sum;
    }

    private static void permute(int[] values, int from, List<int[]> into) {
      if (from == values.length) {
        into.add(values.clone());
        return;
      }
      for (int i = from; i < values.length; i++) {
        swap(values, from, i);
        permute(values, from + 1, into);
        swap(values, from, i);
      }
    }

    private static void swap(int[] values, int i, int j) {
      int kept = values[i];
      values[i] = values[j];
      values[j] = kept;
    }
  }
}
