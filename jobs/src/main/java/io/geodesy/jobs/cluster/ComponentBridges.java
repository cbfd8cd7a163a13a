package io.geodesy.jobs.cluster;

import io.geodesy.graph.MinimumSpanningForest;
import io.geodesy.graph.RowDistances;
import io.geodesy.kernel.UnionFind;
import io.geodesy.kernel.Workers;

/**
 * Joins the components of a spanning forest by the exact shortest edges between them under mutual
 * reachability: Boruvka's rounds, in which every component but the largest searches all rows
 * outside it.
 *
 * <p>An edge so found is exact: nothing shorter leaves the component. Cost: a round takes at most
 * (rows outside the largest component) x n distances, less what core distances rule out; at most
 * log2 of the components rounds. Determinism class D0: ties by (weight, lower row, higher row).
 */
final class ComponentBridges {
  private static final int ROWS_PER_STEP = 64;

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
    int n = forest.vertices();
    UnionFind sets = new UnionFind(n);
    for (int e = 0; e < forest.edges(); e++) {
      sets.union(forest.from()[e], forest.to()[e]);
    }
    MinimumSpanningForest.Collected bridges = new MinimumSpanningForest.Collected(n);
    while (sets.sets() > 1) {
      MinimumSpanningForest round = round(sets);
      for (int e = 0; e < round.edges(); e++) {
        if (!sets.isJoined(round.from()[e], round.to()[e])) {
          sets.union(round.from()[e], round.to()[e]);
          bridges.add(round.from()[e], round.to()[e], round.weights()[e]);
        }
      }
    }
    return bridges.toForest();
  }

  private MinimumSpanningForest round(UnionFind sets) {
    int[] component = sets.labels();
    int[][] members = members(component, sets.sets());
    int largest = 0;
    for (int c = 1; c < members.length; c++) {
      largest = members[c].length > members[largest].length ? c : largest;
    }
    MinimumSpanningForest.Collected shortest =
        new MinimumSpanningForest.Collected(members.length + 1);
    for (int c = 0; c < members.length; c++) {
      if (c != largest) {
        Edge edge = shortest(members[c], component, c);
        shortest.add(edge.from, edge.to, edge.weight);
      }
    }
    return shortest.toForest();
  }

  private Edge shortest(int[] rows, int[] component, int own) {
    Edge[] found = new Edge[ROWS_PER_STEP];
    Edge best = new Edge(-1, -1, Double.POSITIVE_INFINITY);
    for (int start = 0; start < rows.length; start += ROWS_PER_STEP) {
      int first = start;
      Edge bound = best;
      int count = Math.min(ROWS_PER_STEP, rows.length - start);
      workers.forRanges(
          count,
          1,
          (worker, from, to) -> {
            for (int i = from; i < to; i++) {
              found[i] = shortest(rows[first + i], component, own, bound);
            }
          });
      for (int i = 0; i < count; i++) {
        best = found[i].isBefore(best) ? found[i] : best;
      }
    }
    return best;
  }

  private Edge shortest(int row, int[] component, int own, Edge bound) {
    Edge best = bound;
    float[] cores = reachability.cores();
    for (int other = 0; other < component.length && cores[row] <= best.weight; other++) {
      if (component[other] != own && cores[other] <= best.weight) {
        double weight = reachability.between(row, other, distances.between(row, other));
        if (weight <= best.weight) {
          Edge edge = new Edge(Math.min(row, other), Math.max(row, other), weight);
          best = edge.isBefore(best) ? edge : best;
        }
      }
    }
    return best;
  }

  private static int[][] members(int[] component, int count) {
    int[] sizes = new int[count];
    for (int c : component) {
      sizes[c]++;
    }
    int[][] members = new int[count][];
    for (int c = 0; c < count; c++) {
      members[c] = new int[sizes[c]];
      sizes[c] = 0;
    }
    for (int i = 0; i < component.length; i++) {
      members[component[i]][sizes[component[i]]++] = i;
    }
    return members;
  }

  private record Edge(int from, int to, double weight) {
    boolean isBefore(Edge other) {
      if (weight != other.weight) {
        return weight < other.weight;
      }
      return from != other.from ? from < other.from : to < other.to;
    }
  }
}
