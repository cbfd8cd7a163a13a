package io.geodesy.jobs.knn;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RouterTest {
  private static final int DIM = 9;

  @Test
  void routesToTheNearestLeaders() {
    SearchRows rows = places(300, 1);
    Leaders leaders = Leaders.flat(places(40, 2).values(), DIM);
    int[] routed = new Router(leaders, 3).route(rows);
    for (int i = 0; i < 300; i++) {
      int row = i;
      int[] nearest =
          IntStream.range(0, 40)
              .boxed()
              .sorted(
                  (a, b) ->
                      Double.compare(
                          squared(rows, row, leaders, a), squared(rows, row, leaders, b)))
              .limit(3)
              .mapToInt(Integer::intValue)
              .toArray();
      assertThat(Arrays.copyOfRange(routed, 3 * i, 3 * i + 3)).isEqualTo(nearest);
    }
  }

  @Test
  void doesNotDependOnTheBatch() {
    SearchRows rows = places(1000, 1);
    Leaders leaders = Leaders.flat(places(700, 2).values(), DIM);
    int[] together = new Router(leaders, 4).route(rows);
    int[] all = IntStream.range(0, 1000).toArray();
    try (Workers workers = new Workers(3)) {
      assertThat(Router.route(leaders, 4, rows, all, workers)).isEqualTo(together);
    }
    Router alone = new Router(leaders, 4);
    for (int i = 0; i < 1000; i += 97) {
      float[] one = Arrays.copyOfRange(rows.values(), i * DIM, (i + 1) * DIM);
      SearchRows single = new SearchRows(one, new float[] {rows.norms()[i]}, DIM, 1);
      assertThat(alone.route(single)).isEqualTo(Arrays.copyOfRange(together, 4 * i, 4 * i + 4));
    }
  }

  @Test
  void findsNearlyTheSameByWayOfGroups() {
    SearchRows sample = places(4000, 3);
    int[] all = IntStream.range(0, 4000).toArray();
    try (Workers workers = new Workers(2)) {
      LeaderSearch.Choice choice =
          new LeaderSearch(
                  sample, all, (stage, row) -> SeededStream.hash(stage, row), 7, 100, workers)
              .choose(400, 2);
      assertThat(choice.leaders().groups()).isEqualTo(20);
      assertThat(choice.leaders().count()).isBetween(350, 500);
      int[] byGroups = new Router(choice.leaders(), 2).route(sample);
      int[] direct = new Router(Leaders.flat(choice.leaders().values(), DIM), 2).route(sample);
      long same = IntStream.range(0, direct.length).filter(i -> direct[i] == byGroups[i]).count();
      assertThat((double) same / direct.length).isGreaterThan(0.99);
    }
  }

  @Test
  void choosesLeadersThatShareTheRows() {
    SearchRows sample = places(2000, 4);
    int[] all = IntStream.range(0, 2000).toArray();
    try (Workers workers = new Workers(1)) {
      LeaderSearch.Choice choice =
          new LeaderSearch(
                  sample, all, (stage, row) -> SeededStream.hash(stage, row), 7, 4096, workers)
              .choose(20, 3);
      assertThat(Arrays.stream(choice.shares()).sum()).isCloseTo(3, within(1e-9));
      assertThat(Arrays.stream(choice.shares()).max().orElseThrow()).isLessThan(2.0 * 3 / 20);
    }
  }

  private static org.assertj.core.data.Offset<Double> within(double offset) {
    return org.assertj.core.data.Offset.offset(offset);
  }

  private static double squared(SearchRows rows, int i, Leaders leaders, int l) {
    double sum = 0;
    for (int t = 0; t < DIM; t++) {
      double difference = rows.values()[i * DIM + t] - leaders.values()[l * DIM + t];
      sum += difference * difference;
    }
    return sum;
  }

  private static SearchRows places(int rows, long seed) {
    float[] values = new float[rows * DIM];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) SeededStream.normal(seed, i);
    }
    return new SearchRows(values, Router.norms(values, DIM), DIM, 1);
  }
}
