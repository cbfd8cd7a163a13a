package io.geodesy.jobs.cluster;

import io.geodesy.graph.BallTree;
import io.geodesy.graph.MinimumSpanningForest;
import io.geodesy.graph.RowDistances;
import io.geodesy.kernel.UnionFind;
import io.geodesy.kernel.Workers;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/**
 * Joins the components of a spanning forest by the exact shortest edges between them under mutual
 * reachability: Boruvka's rounds, in which every component but the one that was largest searches
 * all rows outside it.
 *
 * <p>An edge so found is exact: nothing shorter leaves the component. Cost: a ball tree, and at
 * most log2 of the components searches in it ({@link BridgeSearch}): in few dimensions {@code O(n
 * log n)}, in many up to (rows outside the largest component) x n distances. Determinism class D0:
 * ties by (weight, lower row, higher row).
 */
final class ComponentBridges {
  private final MutualReachability reachability;
  private final RowDistances distances;
  private final Workers workers;

  ComponentBridges(MutualReachability reachability, RowDistances distances, Workers workers) {
    this.reachability = reachability;
    this.distances = distances;
    this.workers = workers;
  }

  /** Returns the edges that join the components of a forest to one tree. */
  MinimumSpanningForest between(MinimumSpanningForest forest) {
    int[] outside = outsideLargest(forest);
    BridgeSearch.Rows all = rows(BallTree.of(distances));
    BridgeSearch.Rows searching = rows(BallTree.of(distances, outside));
    int[] leaves = searching.tree().leaves();
    return rounds(
        forest,
        (component, best) -> {
          BridgeSearch search = new BridgeSearch(searching, all, component, reachability.cores());
          workers.forRanges(
              leaves.length,
              1,
              (worker, from, to) -> {
                for (int i = from; i < to; i++) {
                  search.search(leaves[i], best);
                }
              });
        });
  }

  private BridgeSearch.Rows rows(BallTree tree) {
    return new BridgeSearch.Rows(tree, distances, null, 0);
  }

  /**
   * Joins components until there is one.
   *
   * @param forest whose components are joined
   * @param round given the component of every row, finds the shortest edge that leaves each but the
   *     one whose edge is {@link Bridge#RESTING}: that of the rows which {@link #outsideLargest}
   *     leaves out
   */
  static MinimumSpanningForest rounds(
      MinimumSpanningForest forest, BiConsumer<int[], AtomicReferenceArray<Bridge>> round) {
    UnionFind sets = new UnionFind(forest.vertices());
    for (int e = 0; e < forest.edges(); e++) {
      sets.union(forest.from()[e], forest.to()[e]);
    }
    MinimumSpanningForest.Collected bridges =
        new MinimumSpanningForest.Collected(forest.vertices());
    int resting = largestRow(forest);
    while (sets.sets() > 1) {
      int[] component = sets.labels();
      Bridge[] none = new Bridge[sets.sets()];
      Arrays.fill(none, Bridge.NONE);
      AtomicReferenceArray<Bridge> best = new AtomicReferenceArray<>(none);
      best.set(component[resting], Bridge.RESTING);
      round.accept(component, best);
      for (int c = 0; c < best.length(); c++) {
        Bridge bridge = best.get(c);
        if (Double.isFinite(bridge.weight()) && !sets.isJoined(bridge.from(), bridge.to())) {
          sets.union(bridge.from(), bridge.to());
          bridges.add(bridge.from(), bridge.to(), bridge.weight());
        }
      }
    }
    return bridges.toForest();
  }

  /** Returns the rows outside the component with most rows, the first of several; ascending. */
  static int[] outsideLargest(MinimumSpanningForest forest) {
    int[] component = forest.components();
    int largest = component[largestRow(forest)];
    return IntStream.range(0, component.length).filter(i -> component[i] != largest).toArray();
  }

  /** Returns the first row of the component with most rows. */
  private static int largestRow(MinimumSpanningForest forest) {
    int[] component = forest.components();
    int[] sizes = new int[component.length];
    int[] firsts = new int[component.length];
    int largest = 0;
    for (int i = 0; i < component.length; i++) {
      firsts[component[i]] = sizes[component[i]]++ == 0 ? i : firsts[component[i]];
    }
    for (int c = 1; c < component.length; c++) {
      largest = sizes[c] > sizes[largest] ? c : largest;
    }
    return firsts[largest];
  }
}
