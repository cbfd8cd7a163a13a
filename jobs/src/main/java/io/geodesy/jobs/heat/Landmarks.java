package io.geodesy.jobs.heat;

import io.geodesy.graph.ConnectedComponents;
import io.geodesy.graph.SparseRows;
import java.util.Arrays;

/**
 * The rows from which heat starts.
 *
 * <p>They lie in the largest component and in others of at least 50 rows. Farthest-point sampling
 * counts steps on the graph, so that it follows its shape and not the unit of the distances; a new
 * landmark's search ends where earlier ones are nearer, so that all of them together cost a few
 * sweeps over the entries. Ties go to the smaller hash. Class D0.
 *
 * <p>T. Gonzalez, Clustering to minimize the maximum intercluster distance, Theoretical Computer
 * Science 38 (1985). Differs from the paper: among a sample of ten times as many rows, or all
 * landmarks would be outliers.
 */
final class Landmarks {
  private static final int LEAST_COMPONENT = 50;
  private static final int SAMPLE = 10;

  private Landmarks() {}

  /**
   * Chooses rows, in ascending order.
   *
   * @param graph the weights
   * @param components of the graph
   * @param rule how
   * @param count at most; all rows where the graph has no more
   * @param byHash all rows in the order of their hashes
   */
  static int[] choose(
      SparseRows graph,
      ConnectedComponents components,
      LandmarkRule rule,
      int count,
      int[] byHash) {
    if (graph.rows() <= count) {
      int[] all = byHash.clone();
      Arrays.sort(all);
      return all;
    }
    int[] candidates =
        Arrays.stream(byHash)
            .filter(i -> components.component(i) == 0 || isLarge(components, i))
            .toArray();
    int[] chosen =
        rule == LandmarkRule.HASHED
            ? Arrays.copyOf(candidates, Math.min(count, candidates.length))
            : farthest(
                graph,
                Arrays.copyOf(candidates, (int) Math.min((long) SAMPLE * count, candidates.length)),
                count);
    Arrays.sort(chosen);
    return chosen;
  }

  private static boolean isLarge(ConnectedComponents components, int row) {
    return components.size(components.component(row)) >= LEAST_COMPONENT;
  }

  private static int[] farthest(SparseRows graph, int[] candidates, int count) {
    int[] steps = new int[graph.rows()];
    Arrays.fill(steps, Integer.MAX_VALUE);
    int[] queue = new int[graph.rows()];
    int[] chosen = new int[Math.min(count, candidates.length)];
    for (int c = 0; c < chosen.length; c++) {
      int best = candidates[0];
      for (int row : candidates) {
        best = steps[row] > steps[best] ? row : best;
      }
      if (steps[best] == 0) {
        return Arrays.copyOf(chosen, c);
      }
      chosen[c] = best;
      spread(graph, best, steps, queue);
    }
    return chosen;
  }

  private static void spread(SparseRows graph, int source, int[] steps, int[] queue) {
    int head = 0;
    int tail = 0;
    steps[source] = 0;
    queue[tail++] = source;
    while (head < tail) {
      int row = queue[head++];
      for (int e = graph.offset(row); e < graph.offset(row + 1); e++) {
        int other = graph.column(e);
        if (steps[row] + 1 < steps[other]) {
          steps[other] = steps[row] + 1;
          queue[tail++] = other;
        }
      }
    }
  }
}
