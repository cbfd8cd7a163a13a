package io.geodesy.jobs.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.graph.NeighborLists;
import io.geodesy.jobs.statistics.LabelErrors.Doubt;
import io.geodesy.kernel.SeededStream;
import io.geodesy.table.CategoryColumn;
import io.geodesy.table.ExactCopies;
import io.geodesy.table.RowIds;
import io.geodesy.table.VectorBlock;
import io.geodesy.testing.ExactNeighbors;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LabelErrorsTest {
  private static LabelErrors of(double[][] points, int k, int[] codes) {
    NeighborLists lists = Graphs.of(ExactNeighbors.of(points, k));
    int labels = Arrays.stream(codes).max().orElse(0) + 1;
    CategoryColumn column =
        new CategoryColumn(IntStream.range(0, labels).mapToObj(c -> "l" + c).toList(), codes);
    return LabelErrors.of(lists, column, k, LabelPurity.of(lists, column, k), copies(points));
  }

  private static ExactCopies copies(double[][] points) {
    int dim = points[0].length;
    float[] values = new float[points.length * dim];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) points[i / dim][i % dim];
    }
    RowIds ids = RowIds.ofNumbers(LongStream.range(0, points.length).toArray());
    return ExactCopies.of(new VectorBlock(ids, values, dim));
  }

  /** Two heaps far apart; the row of code 2 alone is without a label of its own kind. */
  private static double[][] heaps(int n) {
    double[][] points = new double[n][2];
    for (int i = 0; i < n; i++) {
      points[i][0] = SeededStream.normal(3, 2L * i) + (i % 2 == 0 ? 0 : 20);
      points[i][1] = SeededStream.normal(3, 2L * i + 1);
    }
    return points;
  }

  @Test
  void findsExactlyTheFlippedLabelsOfTwoHeaps() {
    int[] codes = IntStream.range(0, 400).map(i -> i % 2).toArray();
    Set<Integer> flipped = new TreeSet<>(Set.of(3, 40, 41, 155, 208, 399));
    flipped.forEach(i -> codes[i] = 1 - codes[i]);
    LabelErrors found = of(heaps(400), 10, codes);
    assertThat(found.doubts().stream().map(Doubt::row).collect(Collectors.toSet()))
        .isEqualTo(flipped);
    assertThat(found.candidates()).isEqualTo(flipped.size());
    assertThat(found.doubts()).allMatch(d -> d.suggested().equals("l" + (1 - codes[d.row()])));
  }

  /**
   * Rows on a line with k = 2, by hand. Row 2 (label 0) stands between 1 (label 0) and 3 (label 1):
   * a tie, which its own label wins. Row 5 (label 0) has the neighbours 4 and 3, both of label 1.
   */
  @Test
  void countsVotesOfLabelledNeighbours() {
    double[][] line = {{0}, {1}, {2.2}, {3.3}, {4.35}, {5.3}};
    LabelErrors found = of(line, 2, new int[] {0, 0, 0, 1, 1, 0});
    assertThat(found.doubts()).hasSize(1);
    Doubt doubt = found.doubts().get(0);
    assertThat(doubt.row()).isEqualTo(5);
    assertThat(doubt.ownShare()).isZero();
    assertThat(doubt.suggestedShare()).isEqualTo(1);
    assertThat(doubt.nearest()).isEqualTo(4);
    assertThat(doubt.distance()).isCloseTo(0.95, within(1e-6));
    assertThat(doubt.isCandidate()).isTrue();
    int missing = CategoryColumn.MISSING;
    assertThat(of(line, 2, new int[] {0, 0, 0, missing, missing, 0}).doubts()).isEmpty();
  }

  /** A label that keeps to itself sets a high bar: two of three votes for it are not enough. */
  @Test
  void asksMoreOfALabelThatKeepsToItself() {
    double[][] points = heaps(60);
    int[] codes = IntStream.range(0, 60).map(i -> i % 2).toArray();
    // Beside heap 1: its neighbours are two rows of label 1 and one of its own.
    double[][] more = Arrays.copyOf(points, 63);
    int[] labels = Arrays.copyOf(codes, 63);
    more[60] = new double[] {60, 0};
    more[61] = new double[] {60.1, 0};
    more[62] = new double[] {60.2, 0};
    labels[60] = 2;
    labels[61] = 2;
    labels[62] = 1;
    LabelErrors found = of(more, 2, labels);
    Doubt doubt = found.doubts().stream().filter(d -> d.row() == 62).findFirst().orElseThrow();
    assertThat(doubt.suggested()).isEqualTo("l2");
    // Purity of label 2 is 1/2 and all of the neighbours carry it.
    assertThat(doubt.isCandidate()).isTrue();
    assertThat(found.doubts()).noneMatch(d -> d.row() == 60);
    labels[61] = 1;
    labels[62] = 0;
    // Now 60 has one neighbour of label 1 and one of label 0: purity of both is nearly 1.
    List<Doubt> other = of(more, 2, labels).doubts();
    assertThat(other.stream().filter(d -> d.row() == 60).findFirst().orElseThrow().isCandidate())
        .isFalse();
  }

  @Test
  void ordersTheMostDoubtfulFirst() {
    int[] codes =
        IntStream.range(0, 400)
            .map(i -> SeededStream.uniform(5, i) < 0.3 ? 1 - i % 2 : i % 2)
            .toArray();
    List<Doubt> doubts = of(heaps(400), 9, codes).doubts();
    assertThat(doubts).hasSizeGreaterThan(80);
    for (int i = 1; i < doubts.size(); i++) {
      Doubt one = doubts.get(i - 1);
      Doubt next = doubts.get(i);
      assertThat(one.isCandidate() || !next.isCandidate()).isTrue();
      if (one.isCandidate() == next.isCandidate()) {
        assertThat(one.margin()).isLessThanOrEqualTo(next.margin());
      }
    }
  }

  @Test
  void scoresEveryLabelledRow() {
    int[] codes = IntStream.range(0, 40).map(i -> i % 2).toArray();
    codes[3] = 0;
    codes[5] = CategoryColumn.MISSING;
    LabelErrors found = of(heaps(40), 5, codes);
    assertThat(found.doubts()).extracting(Doubt::row).containsExactly(3);
    assertThat(found.ownShare(3)).isEqualTo(found.doubts().get(0).ownShare());
    assertThat(List.of(found.label(3), found.predicted(3))).containsExactly("l0", "l1");
    assertThat(found.ownShare(2)).isEqualTo(1);
    assertThat(List.of(found.label(2), found.predicted(2))).containsExactly("l0", "l0");
    assertThat(found.ownShare(5)).isNaN();
    assertThat(found.label(5)).isNull();
    assertThat(found.predicted(5)).isNull();
  }

  @Test
  void countsCopiesThatContradictEachOther() {
    double[][] points = heaps(40);
    points[7] = points[2];
    points[9] = points[2];
    points[11] = points[5];
    int[] codes = new int[40];
    codes[9] = 1;
    codes[7] = CategoryColumn.MISSING;
    assertThat(of(points, 5, codes).contradicted()).isEqualTo(2);
    assertThat(LabelErrors.none(3).contradicted()).isZero();
  }
}
