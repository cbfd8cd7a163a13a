package io.geodesy.jobs.knn;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.table.Statistic;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecallByInDegreeTest {
  private static final RecallMeasure PERFECT = new RecallMeasure(1, 1);
  private static final RecallMeasure HALF = new RecallMeasure(0.5, 1.5);

  @Test
  void groupsQueriesByTheListsTheyAreIn() {
    int[] inDegrees = {0, 1, 5, 6, 10, 11, 20, 21, 500};
    List<Statistic> recalls =
        recalls(RecallByInDegree.of("a", Collections.nCopies(9, PERFECT), inDegrees, 10));
    assertThat(recalls)
        .extracting(Statistic::group)
        .containsExactly(
            "in-degree 0",
            "in-degree 1 to 5",
            "in-degree 6 to 10",
            "in-degree 11 to 20",
            "in-degree over 20");
    assertThat(recalls).extracting(Statistic::n).containsExactly(1L, 2L, 2L, 2L, 2L);
  }

  @Test
  void leavesOutGroupsWithoutQueries() {
    List<Statistic> recalls =
        recalls(RecallByInDegree.of("a", List.of(PERFECT, HALF), new int[] {0, 3}, 1));
    assertThat(recalls)
        .extracting(Statistic::group)
        .containsExactly("in-degree 0", "in-degree over 2");
    assertThat(recalls).extracting(Statistic::value).containsExactly(1.0, 0.5);
  }

  @Test
  void givesOneNeighborItsGroupsToo() {
    int[] inDegrees = {0, 1, 2, 3};
    assertThat(recalls(RecallByInDegree.of("a", Collections.nCopies(4, HALF), inDegrees, 1)))
        .extracting(Statistic::group)
        .containsExactly("in-degree 0", "in-degree 1", "in-degree 2", "in-degree over 2");
  }

  @Test
  void saysOfAllQueriesHowManyMissNothingAndHowMuchFurtherTheyReach() {
    List<Statistic> statistics =
        RecallByInDegree.of("a", List.of(PERFECT, HALF, HALF, HALF), new int[4], 10);
    assertThat(statistics.get(0).metric()).isEqualTo("perfect-lists");
    assertThat(statistics.get(0).value()).isEqualTo(0.25);
    assertThat(statistics.get(1).metric()).isEqualTo("distance-ratio");
    assertThat(statistics.get(1).value()).isEqualTo(1.375);
  }

  @Test
  void givesAnIntervalToGroupsOfThirtyOrMore() {
    int[] inDegrees = new int[59];
    Arrays.fill(inDegrees, 0, 29, 7);
    List<Statistic> recalls =
        recalls(RecallByInDegree.of("a", Collections.nCopies(59, HALF), inDegrees, 10));
    assertThat(recalls.get(0).low()).isEqualTo(0.5);
    assertThat(recalls.get(1).low()).isNull();
  }

  @Test
  void measuresErrorsOverQueries() {
    MeanRecall mean = MeanRecall.of(List.of(PERFECT, HALF));
    assertThat(mean.value()).isEqualTo(0.75);
    // Sample variance 0.125 of two queries, over two.
    assertThat(mean.standardError()).isEqualTo(0.25);
  }

  @Test
  void leavesRatiosToZeroOutOfTheMean() {
    RecallMeasure toZero = new RecallMeasure(0.5, Double.POSITIVE_INFINITY);
    assertThat(MeanRecall.of(List.of(toZero, HALF)).distanceRatio()).isEqualTo(1.5);
    assertThat(MeanRecall.of(List.of(toZero)).distanceRatio()).isNaN();
  }

  private static List<Statistic> recalls(List<Statistic> statistics) {
    return statistics.stream().filter(s -> s.metric().equals("recall")).toList();
  }
}
