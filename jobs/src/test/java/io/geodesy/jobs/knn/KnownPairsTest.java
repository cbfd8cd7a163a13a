package io.geodesy.jobs.knn;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.kernel.ListedPairs;
import io.geodesy.kernel.NearestLists;
import io.geodesy.kernel.NeighborKey;
import org.junit.jupiter.api.Test;

class KnownPairsTest {
  private static NearestLists lists() {
    NearestLists lists = new NearestLists(6, 2);
    long[] scratch = new long[2];
    lists.merge(0, new long[] {NeighborKey.of(1, 4), NeighborKey.of(2, 5)}, 0, 2, scratch);
    lists.merge(4, new long[] {NeighborKey.of(1, 0)}, 0, 1, scratch);
    return lists;
  }

  @Test
  void marksThePositionsThatAListHolds() {
    ListedPairs known = new KnownPairs(lists(), 3).among(new int[] {9, 4, 0, 5}, 1, 4);
    int[][] holds = {{0, 1, 0}, {1, 0, 1}, {0, 0, 0}};
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        assertThat(known.holds(i, j)).as(i + " holds " + j).isEqualTo(holds[i][j] == 1);
      }
    }
  }

  @Test
  void forgetsTheRowsOfAnEarlierCall() {
    KnownPairs known = new KnownPairs(lists(), 3);
    known.among(new int[] {4, 0, 5}, 0, 3);
    ListedPairs next = known.among(new int[] {0, 1}, 0, 2);
    assertThat(next.holds(0, 1)).isFalse();
    assertThat(next.holds(1, 0)).isFalse();
  }
}
