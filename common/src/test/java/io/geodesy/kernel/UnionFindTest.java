package io.geodesy.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnionFindTest {
  @Test
  void startsWithOneSetAnElement() {
    assertThat(new UnionFind(3).labels()).containsExactly(0, 1, 2);
    assertThat(new UnionFind(3).sets()).isEqualTo(3);
  }

  @Test
  void numbersSetsBySmallestElement() {
    UnionFind sets = new UnionFind(6);
    sets.union(5, 1);
    sets.union(4, 0);
    assertThat(sets.labels()).containsExactly(0, 1, 2, 3, 0, 1);
  }

  @Test
  void countsWhatIsJoinedOnce() {
    UnionFind sets = new UnionFind(4);
    sets.union(0, 1);
    sets.union(1, 2);
    sets.union(2, 0);
    assertThat(sets.sets()).isEqualTo(2);
    assertThat(sets.size(2)).isEqualTo(3);
    assertThat(sets.isJoined(0, 2)).isTrue();
    assertThat(sets.isJoined(0, 3)).isFalse();
  }

  @Test
  void agreesWithRelabellingOnRandomUnions() {
    int n = 200;
    UnionFind sets = new UnionFind(n);
    int[] labels = new UnionFind(n).labels();
    for (int step = 0; step < 150; step++) {
      int a = (int) (SeededStream.uniform(11, 2L * step) * n);
      int b = (int) (SeededStream.uniform(11, 2L * step + 1) * n);
      sets.union(a, b);
      int kept = labels[a];
      int lost = labels[b];
      for (int i = 0; i < n; i++) {
        labels[i] = labels[i] == lost ? kept : labels[i];
      }
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        assertThat(sets.isJoined(i, j)).isEqualTo(labels[i] == labels[j]);
      }
    }
  }
}
