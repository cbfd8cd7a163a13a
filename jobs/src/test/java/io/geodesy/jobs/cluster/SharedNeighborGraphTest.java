package io.geodesy.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.graph.NeighborLists;
import io.geodesy.graph.SparseRows;
import io.geodesy.kernel.Workers;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SharedNeighborGraphTest {
  @Test
  void weighsByJaccardOfTheLists() {
    NeighborLists lists = Samples.neighbors(Samples.normal(3, 80, 3, 0), 6);
    try (Workers workers = new Workers(2)) {
      SparseRows graph = SharedNeighborGraph.of(lists, workers);
      for (int i = 0; i < 80; i++) {
        for (int e = graph.offset(i); e < graph.offset(i + 1); e++) {
          int j = graph.column(e);
          int listings = (members(lists, i).contains(j) ? 1 : 0);
          listings += members(lists, j).contains(i) ? 1 : 0;
          float expected = (float) (0.5 * listings * jaccard(members(lists, i), members(lists, j)));
          assertThat(graph.weight(e)).as("%d-%d", i, j).isEqualTo(expected);
        }
      }
    }
  }

  private static Set<Integer> members(NeighborLists lists, int row) {
    Set<Integer> members = new HashSet<>(Set.of(row));
    for (int e = lists.offsets()[row]; e < lists.offsets()[row + 1]; e++) {
      members.add(lists.neighbors()[e]);
    }
    return members;
  }

  private static double jaccard(Set<Integer> a, Set<Integer> b) {
    Set<Integer> both = new HashSet<>(a);
    both.retainAll(b);
    Set<Integer> either = new HashSet<>(a);
    either.addAll(b);
    return (double) both.size() / either.size();
  }
}
