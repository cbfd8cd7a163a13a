package io.geodesy.jobs.heat;

import io.geodesy.graph.NearestSources;
import io.geodesy.graph.SparseBlock;
import io.geodesy.graph.SparseRows;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * The rows from which heat starts.
 *
 * <p>They lie in the largest component and in others of at least 50 rows. Farthest-point sampling
 * counts links, so that it follows the shape of the graph and not the unit of the distances. It
 * goes over candidates, the first {@value #SAMPLE} times as many rows by hash: every row belongs to
 * the candidate it reaches by the fewest links, and two candidates are as far from each other as
 * the shortest path through an entry that joins rows of both. So one search over the graph serves
 * all landmarks, and blocks need not be told of every one. Where all rows are candidates these are
 * the links between them. Ties go to the smaller hash. Class D0.
 *
 * <p>T. Gonzalez, Clustering to minimize the maximum intercluster distance, Theoretical Computer
 * Science 38 (1985). Differs from the paper: among candidates, or all landmarks would be outliers.
 */
final class Landmarks {
  private static final int LEAST_COMPONENT = 50;
  private static final int SAMPLE = 10;

  private Landmarks() {}

  /** Tells whether rows of a component may be landmarks. */
  static boolean isEligible(int component, int size) {
    return component == 0 || size >= LEAST_COMPONENT;
  }

  /** Returns how many rows are drawn by hash for landmarks to be chosen from. */
  static int candidates(LandmarkRule rule, int count) {
    return rule == LandmarkRule.HASHED ? count : SAMPLE * count;
  }

  /**
   * Chooses among candidates of a graph in the driver.
   *
   * @param graph the weights
   * @param candidates rows in the order of their hashes
   * @param count at most
   * @return rows, ascending
   */
  static int[] farthest(SparseRows graph, int[] candidates, int count) {
    SparseBlock whole = SparseBlock.cut(graph, new int[] {0, graph.rows()}).get(0);
    return farthest(
        List.of(between(whole, NearestSources.of(whole, candidates))), candidates, count);
  }

  /**
   * The fewest links between candidates through the entries of some rows.
   *
   * @param pairs {@code from 2^32 + to}, by their places among the candidates
   * @param links one a pair
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Between(long[] pairs, int[] links) implements Serializable {}

  /**
   * Measures candidates by the entries of a block.
   *
   * @param block of the graph
   * @param states of its vertices, see {@link NearestSources}
   */
  static Between between(SparseBlock block, long[] states) {
    Map<Long, Integer> fewest = new HashMap<>();
    for (int i = 0; i < block.rows(); i++) {
      long own = states[block.halo().own()[i]];
      for (int e = block.offsets()[i]; e < block.offsets()[i + 1]; e++) {
        long other = states[block.columns()[e]];
        // An entry joins rows of one component, so that a source reaches both or neither.
        if (own != NearestSources.NONE
            && NearestSources.source(own) != NearestSources.source(other)) {
          long pair = (long) NearestSources.source(own) << 32 | NearestSources.source(other);
          int links = NearestSources.links(own) + 1 + NearestSources.links(other);
          fewest.merge(pair, links, Math::min);
        }
      }
    }
    long[] pairs = fewest.keySet().stream().mapToLong(pair -> pair).sorted().toArray();
    return new Between(pairs, Arrays.stream(pairs).mapToInt(fewest::get).toArray());
  }

  /**
   * Chooses among candidates by what blocks say of them.
   *
   * @param parts of all blocks
   * @param candidates rows in the order of their hashes
   * @param count at most
   * @return rows, ascending
   */
  static int[] farthest(List<Between> parts, int[] candidates, int count) {
    List<Map<Integer, Integer>> near =
        IntStream.range(0, candidates.length)
            .<Map<Integer, Integer>>mapToObj(c -> new HashMap<>())
            .toList();
    for (Between part : parts) {
      for (int p = 0; p < part.pairs.length; p++) {
        near.get((int) (part.pairs[p] >>> 32)).merge((int) part.pairs[p], part.links[p], Math::min);
      }
    }
    int[] links = new int[candidates.length];
    Arrays.fill(links, Integer.MAX_VALUE);
    int[] chosen = new int[Math.min(count, candidates.length)];
    for (int c = 0; c < chosen.length; c++) {
      int best = 0;
      for (int other = 1; other < links.length; other++) {
        best = links[other] > links[best] ? other : best;
      }
      if (links[best] == 0) {
        return Arrays.stream(chosen, 0, c).sorted().toArray();
      }
      chosen[c] = candidates[best];
      reach(near, best, links);
    }
    Arrays.sort(chosen);
    return chosen;
  }

  /** Lowers the links of candidates to those from one of them; ends where others are nearer. */
  private static void reach(List<Map<Integer, Integer>> near, int source, int[] links) {
    // Links in the upper half, so that the nearest comes first.
    PriorityQueue<Long> queue = new PriorityQueue<>();
    links[source] = 0;
    queue.add((long) source);
    while (!queue.isEmpty()) {
      long next = queue.remove();
      int from = (int) next;
      int there = (int) (next >>> 32);
      if (there == links[from]) {
        near.get(from)
            .forEach(
                (to, step) -> {
                  if (there + step < links[to]) {
                    links[to] = there + step;
                    queue.add((long) (there + step) << 32 | to);
                  }
                });
      }
    }
  }
}
