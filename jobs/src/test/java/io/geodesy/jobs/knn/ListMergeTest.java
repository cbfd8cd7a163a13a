package io.geodesy.jobs.knn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ListMergeTest {
  @Test
  void keepsEachNeighborOnceByDistanceThenId() {
    ListChunk.Entry merged =
        ListMerge.merge(
            List.of(
                entry(ListChunk.ELSEWHERE, new long[] {9, 4}, new float[] {1, 2}),
                entry(6, new long[] {3, 4, 8}, new float[] {1, 2, 3})),
            3);
    assertThat(merged.neighbors()).containsExactly(3L, 9L, 4L);
    assertThat(merged.distances()).containsExactly(1, 1, 2);
    assertThat(merged.cell()).isEqualTo(6);
  }

  @Test
  void doesNotDependOnOrderOrGrouping() {
    Random random = new Random(3);
    for (int trial = 0; trial < 200; trial++) {
      List<ListChunk.Entry> lists = new ArrayList<>();
      for (int l = 0; l < 5; l++) {
        long[] ids = random.longs(4, 0, 12).distinct().sorted().toArray();
        float[] distances = new float[ids.length];
        for (int i = 0; i < ids.length; i++) {
          distances[i] = Math.floorDiv(ids[i], 3L);
        }
        lists.add(entry(l == 2 ? 7 : ListChunk.ELSEWHERE, ids, distances));
      }
      ListChunk.Entry together = ListMerge.merge(lists, 4);
      Collections.shuffle(lists, random);
      ListChunk.Entry half = ListMerge.merge(lists.subList(0, 2), 4);
      ListChunk.Entry parts =
          ListMerge.merge(List.of(ListMerge.merge(lists.subList(2, 5), 4), half), 4);
      assertThat(parts.neighbors()).isEqualTo(together.neighbors());
      assertThat(parts.distances()).isEqualTo(together.distances());
      assertThat(parts.cell()).isEqualTo(together.cell());
    }
  }

  private static ListChunk.Entry entry(int cell, long[] ids, float[] distances) {
    Object[] neighbors = new Object[ids.length];
    for (int i = 0; i < ids.length; i++) {
      neighbors[i] = ids[i];
    }
    return new ListChunk.Entry(1L, cell, false, neighbors, distances);
  }
}
