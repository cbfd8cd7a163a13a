package io.geodesy.jobs.knn;

import static org.assertj.core.api.Assertions.assertThat;

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
    KnownPairs known = new KnownPairs(lists(), 3);
    assertThat(known.among(new int[] {4, 0, 5}, 3)).containsExactly(0b010, 0b101, 0);
  }

  @Test
  void forgetsTheRowsOfAnEarlierCall() {
    KnownPairs known = new KnownPairs(lists(), 3);
    known.among(new int[] {4, 0, 5}, 3);
    assertThat(known.among(new int[] {0, 1}, 2)).startsWith(0, 0);
  }
}
