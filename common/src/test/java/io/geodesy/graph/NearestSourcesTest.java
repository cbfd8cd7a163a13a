package io.geodesy.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.kernel.SeededStream;
import java.util.Arrays;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class NearestSourcesTest {
  private static final int ROWS = 300;

  /** A sparse random graph with rows apart, as adjacency. */
  private static SparseRows graph(long seed) {
    TreeSet<Long> entries = new TreeSet<>();
    for (int e = 0; e < 330; e++) {
      long a = (long) (ROWS * SeededStream.uniform(seed, 2L * e));
      long b = (long) (ROWS * SeededStream.uniform(seed, 2L * e + 1));
      if (a != b) {
        entries.add(a << 32 | b);
        entries.add(b << 32 | a);
      }
    }
    int[] offsets = new int[ROWS + 1];
    int[] columns = new int[entries.size()];
    int at = 0;
    for (long entry : entries) {
      offsets[(int) (entry >>> 32) + 1]++;
      columns[at++] = (int) entry;
    }
    Arrays.parallelPrefix(offsets, Integer::sum);
    float[] weights = new float[columns.length];
    Arrays.fill(weights, 1);
    return new SparseRows(offsets, columns, weights);
  }

  /** Rounds over all entries, until nothing changes. */
  private static long[] byRounds(SparseRows graph, int[] sources) {
    int[] links = new int[ROWS];
    int[] source = new int[ROWS];
    Arrays.fill(links, Integer.MAX_VALUE);
    for (int s = 0; s < sources.length; s++) {
      links[sources[s]] = 0;
      source[sources[s]] = s;
    }
    for (int round = 0; round < ROWS; round++) {
      for (int i = 0; i < ROWS; i++) {
        for (int e = graph.offset(i); e < graph.offset(i + 1); e++) {
          int j = graph.column(e);
          boolean isReached = links[j] == round;
          if (isReached
              && (links[i] > round + 1 || (links[i] == round + 1 && source[j] < source[i]))) {
            links[i] = round + 1;
            source[i] = source[j];
          }
        }
      }
    }
    long[] states = new long[ROWS];
    Arrays.setAll(
        states,
        i ->
            links[i] == Integer.MAX_VALUE
                ? NearestSources.NONE
                : (long) links[i] << 32 | source[i]);
    return states;
  }

  @Test
  void findsTheFirstOfTheNearestSources() {
    for (long seed = 0; seed < 20; seed++) {
      SparseRows graph = graph(seed);
      int[] sources = {170, 3, 299, 42, 0};
      SparseBlock whole = SparseBlock.cut(graph, new int[] {0, ROWS}).get(0);
      long[] found = NearestSources.of(whole, sources);
      assertThat(found).as("seed %d", seed).isEqualTo(byRounds(graph, sources));
      assertThat(found).contains(NearestSources.NONE);
      assertThat(NearestSources.source(found[299])).isEqualTo(2);
      assertThat(NearestSources.links(found[299])).isZero();
    }
  }
}
