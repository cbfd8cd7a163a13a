package io.geodesy.graph;

import io.geodesy.graph.CompleteTree.PairWeights;
import io.geodesy.kernel.UnionFind;
import io.geodesy.kernel.Workers;
import java.util.Arrays;

/**
 * The minimum spanning tree of all pairs of rows from neighbour lists that hold a few pairs each,
 * with a proof for every edge or a search where there is none: Boruvka's rounds in which a
 * component is joined along its shortest listed edge only when nothing unlisted can be shorter.
 *
 * <p>A row lists every other row nearer than its reach. A row with a listed neighbour outside its
 * component therefore knows its nearest outside; a row without one is blind below its reach. A
 * component's edge is proven when it is shorter than the reach of all its blind rows. When no
 * component has a proof, every one but the largest searches all rows outside for its blind rows
 * whose reach is below its best edge: the widening of the list, as far as it can matter.
 *
 * <p>Cost: at most log2 n rounds over the lists; the search compares (blind rows of all but the
 * largest component) x n pairs a round. {@code 60 n} bytes. Determinism class D0: ties by (weight,
 * lower row, higher row) make the tree unique.
 *
 * <p>Paper: Boruvka 1926, as {@link MinimumSpanningForest} has it. Differs from the paper: the
 * proofs and the search.
 *
 * @param tree the edges, ascending
 * @param isExact whether each is proven to be in the tree of all pairs
 * @param searched pairs compared beyond the lists
 */
@SuppressWarnings("ArrayRecordComponent")
public record CertifiedTree(MinimumSpanningForest tree, boolean[] isExact, long searched) {

  /**
   * Neighbour lists and how far they can be trusted.
   *
   * @param offsets {@code n + 1}; the list of row i is {@code [offsets[i], offsets[i+1])}
   * @param neighbors row indices, ascending by (distance, index)
   * @param distances of the neighbours
   * @param reach one a row: every other row nearer than this is listed, and no row beyond
   */
  public record Lists(int[] offsets, int[] neighbors, float[] distances, float[] reach) {
    /** Returns the number of rows. */
    public int rows() {
      return reach.length;
    }
  }

  /** Returns the number of edges that are not proven. */
  public int uncertified() {
    int count = 0;
    for (boolean exact : isExact) {
      count += exact ? 0 : 1;
    }
    return count;
  }

  /** A tree found by comparing all pairs, every edge of which is exact. */
  public static CertifiedTree ofAllPairs(MinimumSpanningForest tree) {
    boolean[] exact = new boolean[tree.edges()];
    Arrays.fill(exact, true);
    return new CertifiedTree(tree, exact, (long) tree.vertices() * (tree.vertices() - 1) / 2);
  }

  /**
   * Finds the tree; every edge is exact.
   *
   * @param lists exact ones
   * @param pairs weights of all pairs, with the bits that the lists have
   * @param workers share the rows of a search
   */
  public static CertifiedTree of(Lists lists, PairWeights pairs, Workers workers) {
    Rounds rounds = new Rounds(lists, pairs, workers, lists.reach());
    MinimumSpanningForest tree = rounds.toTree();
    boolean[] exact = new boolean[tree.edges()];
    Arrays.fill(exact, true);
    return new CertifiedTree(tree, exact, rounds.searched);
  }

  /**
   * Finds a tree from lists that may lack near rows: the forest of the lists, whose edges are not
   * proven, and the exact shortest edges between its components.
   *
   * @param lists any; reach is not read
   * @param pairs weights of all pairs, with the bits that the lists have
   * @param workers share the rows of a search
   */
  public static CertifiedTree ofApproximate(Lists lists, PairWeights pairs, Workers workers) {
    double[] weights = new double[lists.distances().length];
    Arrays.setAll(weights, e -> lists.distances()[e]);
    MinimumSpanningForest forest =
        MinimumSpanningForest.boruvka(lists.offsets(), lists.neighbors(), weights);
    Rounds rounds = new Rounds(lists, pairs, workers, new float[lists.rows()]);
    rounds.start(forest);
    MinimumSpanningForest tree = rounds.toTree();
    UnionFind sets = new UnionFind(lists.rows());
    boolean[] exact = new boolean[tree.edges()];
    for (int e = 0; e < forest.edges(); e++) {
      sets.union(forest.from()[e], forest.to()[e]);
    }
    for (int e = 0; e < tree.edges(); e++) {
      exact[e] = !sets.isJoined(tree.from()[e], tree.to()[e]);
    }
    return new CertifiedTree(tree, exact, rounds.searched);
  }

  /** The state between rounds. */
  private static final class Rounds {
    private static final int ROWS_PER_STEP = 64;

    private final Lists lists;
    private final PairWeights pairs;
    private final Workers workers;
    private final float[] reach;
    private final UnionFind sets;
    private final MinimumSpanningForest.Collected found;
    private long searched;

    Rounds(Lists lists, PairWeights pairs, Workers workers, float[] reach) {
      this.lists = lists;
      this.pairs = pairs;
      this.workers = workers;
      this.reach = reach;
      this.sets = new UnionFind(lists.rows());
      this.found = new MinimumSpanningForest.Collected(lists.rows());
    }

    void start(MinimumSpanningForest forest) {
      for (int e = 0; e < forest.edges(); e++) {
        join(new Edge(forest.from()[e], forest.to()[e], forest.weights()[e]));
      }
    }

    MinimumSpanningForest toTree() {
      while (sets.sets() > 1) {
        int[] component = sets.labels();
        int count = sets.sets();
        Edge[] best = new Edge[count];
        Arrays.fill(best, Edge.NONE);
        float[] blind = new float[count];
        Arrays.fill(blind, Float.POSITIVE_INFINITY);
        boolean[] isBlind = offer(component, best, blind);
        boolean hasJoined = false;
        for (int c = 0; c < count; c++) {
          if (best[c].weight < blind[c]) {
            hasJoined |= join(best[c]);
          }
        }
        if (!hasJoined) {
          search(component, count, best, isBlind);
        }
      }
      return found.toForest();
    }

    /** Finds every component's shortest listed edge, and the rows that list none that leaves it. */
    private boolean[] offer(int[] component, Edge[] best, float[] blind) {
      boolean[] isBlind = new boolean[component.length];
      for (int i = 0; i < component.length; i++) {
        int own = component[i];
        int e = lists.offsets()[i];
        int end = lists.offsets()[i + 1];
        while (e < end && component[lists.neighbors()[e]] == own) {
          e++;
        }
        // A list may hold rows beyond the reach it is trusted for.
        if (e < end && lists.distances()[e] <= reach[i]) {
          Edge edge = Edge.of(i, lists.neighbors()[e], lists.distances()[e]);
          best[own] = edge.isBefore(best[own]) ? edge : best[own];
        } else {
          isBlind[i] = true;
          blind[own] = Math.min(blind[own], reach[i]);
        }
      }
      return isBlind;
    }

    private void search(int[] component, int count, Edge[] best, boolean[] isBlind) {
      int[] sizes = new int[count];
      for (int c : component) {
        sizes[c]++;
      }
      int largest = 0;
      for (int c = 1; c < count; c++) {
        largest = sizes[c] > sizes[largest] ? c : largest;
      }
      int[][] blindRows = new int[count][];
      int[] filled = new int[count];
      for (int c = 0; c < count; c++) {
        blindRows[c] = new int[c == largest ? 0 : sizes[c]];
      }
      for (int i = 0; i < component.length; i++) {
        if (isBlind[i] && component[i] != largest) {
          blindRows[component[i]][filled[component[i]]++] = i;
        }
      }
      for (int c = 0; c < count; c++) {
        if (c != largest) {
          join(shortest(Arrays.copyOf(blindRows[c], filled[c]), component, c, best[c]));
        }
      }
    }

    private Edge shortest(int[] rows, int[] component, int own, Edge listed) {
      Edge[] nearest = new Edge[ROWS_PER_STEP];
      Edge best = listed;
      for (int start = 0; start < rows.length; start += ROWS_PER_STEP) {
        int first = start;
        Edge bound = best;
        int count = Math.min(ROWS_PER_STEP, rows.length - start);
        workers.forRanges(
            count,
            1,
            (worker, from, to) -> {
              for (int i = from; i < to; i++) {
                int row = rows[first + i];
                nearest[i] =
                    reach[row] <= bound.weight ? shortest(row, component, own, bound) : bound;
              }
            });
        for (int i = 0; i < count; i++) {
          searched += reach[rows[first + i]] <= bound.weight ? component.length : 0;
          best = nearest[i].isBefore(best) ? nearest[i] : best;
        }
      }
      return best;
    }

    private Edge shortest(int row, int[] component, int own, Edge bound) {
      Edge best = bound;
      for (int other = 0; other < component.length; other++) {
        if (component[other] != own) {
          double weight = pairs.between(row, other);
          if (weight <= best.weight) {
            Edge edge = Edge.of(row, other, weight);
            best = edge.isBefore(best) ? edge : best;
          }
        }
      }
      return best;
    }

    private boolean join(Edge edge) {
      if (sets.isJoined(edge.from, edge.to)) {
        return false;
      }
      sets.union(edge.from, edge.to);
      found.add(edge.from, edge.to, edge.weight);
      return true;
    }
  }

  private record Edge(int from, int to, double weight) {
    private static final Edge NONE =
        new Edge(Integer.MAX_VALUE, Integer.MAX_VALUE, Double.POSITIVE_INFINITY);

    static Edge of(int a, int b, double weight) {
      return new Edge(Math.min(a, b), Math.max(a, b), weight);
    }

    boolean isBefore(Edge other) {
      if (weight != other.weight) {
        return weight < other.weight;
      }
      return from != other.from ? from < other.from : to < other.to;
    }
  }
}
