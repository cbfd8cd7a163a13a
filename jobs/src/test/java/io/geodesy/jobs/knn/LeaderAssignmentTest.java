package io.geodesy.jobs.knn;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.kernel.Kernels;
import io.geodesy.kernel.NeighborKey;
import io.geodesy.kernel.Workers;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LeaderAssignmentTest {
  private static final int DIM = 12;
  private static final int FANOUT = 7;

  @Test
  void findsTheNearestOfFewLeaders() {
    SearchRows search = TestTables.search(TestTables.mixture(3000, DIM, 10, 1));
    int[] leaders = every(6, 500);
    assertThat(shareFound(search, leaders, assign(search, leaders, 2))).isEqualTo(1);
  }

  @Test
  void findsNearlyAllTheNearestOfManyLeadersInGroups() {
    SearchRows search = TestTables.search(TestTables.normals(12_000, DIM, 1));
    int[] leaders = every(3, 4000);
    assertThat(shareFound(search, leaders, assign(search, leaders, 2))).isBetween(0.9, 0.99999);
  }

  @Test
  void groupsDoNotDependOnThreads() {
    SearchRows search = TestTables.search(TestTables.mixture(12_000, DIM, 40, 1));
    int[] leaders = every(3, 4000);
    assertThat(assign(search, leaders, 2)).isEqualTo(assign(search, leaders, 1));
  }

  @Test
  void fillsTheListsOfRowsThatStandOnOnePlace() {
    SearchRows search = new SearchRows(new float[5000 * 3], new float[5000], 3, 1);
    int[] leaders = every(2, 2500);
    int[] assigned = assign(search, leaders, 2);
    assertThat(Arrays.copyOf(assigned, FANOUT)).containsExactly(0, 1, 2, 3, 4, 5, 6);
    assertThat(Arrays.stream(assigned).max()).hasValue(FANOUT - 1);
  }

  private static int[] every(int step, int count) {
    int[] chosen = new int[count];
    Arrays.setAll(chosen, l -> l * step);
    return chosen;
  }

  private static int[] assign(SearchRows search, int[] leaders, int threads) {
    int[] rows = every(1, search.rows());
    try (Workers workers = new Workers(threads)) {
      return new LeaderAssignment(search, workers).nearest(rows, leaders, FANOUT);
    }
  }

  /** Of every 50th row's nearest leaders by all distances. */
  private static double shareFound(SearchRows search, int[] leaders, int[] assigned) {
    int found = 0;
    int sought = 0;
    for (int row = 0; row < search.rows(); row += 50) {
      long[] keys = new long[leaders.length];
      for (int l = 0; l < leaders.length; l++) {
        double squared =
            Kernels.pair()
                .squared(search.values(), row * DIM, search.values(), leaders[l] * DIM, DIM);
        keys[l] = NeighborKey.of((float) squared, l);
      }
      Arrays.sort(keys);
      Set<Integer> listed = new HashSet<>();
      for (int f = 0; f < FANOUT; f++) {
        listed.add(assigned[row * FANOUT + f]);
      }
      for (int f = 0; f < FANOUT; f++) {
        found += listed.contains(NeighborKey.index(keys[f])) ? 1 : 0;
        sought++;
      }
    }
    return (double) found / sought;
  }
}
