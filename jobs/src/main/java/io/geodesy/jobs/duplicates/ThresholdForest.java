package io.geodesy.jobs.duplicates;

import io.geodesy.kernel.UnionFind;
import java.util.Arrays;

/**
 * A minimum spanning forest of pairs that arrive in any order and number: pairs are gathered, and
 * whenever there are many, Kruskal's algorithm keeps those that join something. Which pairs it
 * keeps may depend on their order, but which rows are connected by pairs up to any distance does
 * not.
 *
 * <p>Cost: a sort for every {@code max(4 n, 2^20)} pairs; 16 bytes for each of them. Not safe for
 * several threads. Determinism class D0 of the components.
 */
final class ThresholdForest {
  private static final int FEWEST = 1 << 20;

  private final int rows;
  private int[] from;
  private int[] to;
  private float[] distances;
  private int count;
  private boolean isForest = true;

  /**
   * No pairs yet.
   *
   * @param rows of the table
   */
  ThresholdForest(int rows) {
    this.rows = rows;
    from = new int[1024];
    to = new int[1024];
    distances = new float[1024];
  }

  /** Adds a pair. */
  void add(int a, int b, float distance) {
    if (count >= Math.max(4 * rows, FEWEST)) {
      reduce();
    }
    if (count == from.length) {
      from = Arrays.copyOf(from, 2 * count);
      to = Arrays.copyOf(to, 2 * count);
      distances = Arrays.copyOf(distances, 2 * count);
    }
    from[count] = a;
    to[count] = b;
    distances[count++] = distance;
    isForest = false;
  }

  /** Returns the rows connected by pairs up to a distance. */
  UnionFind joined(float radius) {
    if (!isForest) {
      reduce();
    }
    UnionFind sets = new UnionFind(rows);
    for (int e = 0; e < count && distances[e] <= radius; e++) {
      sets.union(from[e], to[e]);
    }
    return sets;
  }

  private void reduce() {
    long[] order = new long[count];
    for (int e = 0; e < count; e++) {
      // Floats that are not negative are ordered as their bits.
      order[e] = (long) Float.floatToIntBits(distances[e]) << Integer.SIZE | e;
    }
    Arrays.sort(order);
    UnionFind sets = new UnionFind(rows);
    int[] keptFrom = new int[Math.max(1, rows)];
    int[] keptTo = new int[Math.max(1, rows)];
    float[] keptDistances = new float[Math.max(1, rows)];
    int kept = 0;
    for (long entry : order) {
      int e = (int) entry;
      if (!sets.isJoined(from[e], to[e])) {
        sets.union(from[e], to[e]);
        keptFrom[kept] = from[e];
        keptTo[kept] = to[e];
        keptDistances[kept++] = distances[e];
      }
    }
    System.arraycopy(keptFrom, 0, from, 0, kept);
    System.arraycopy(keptTo, 0, to, 0, kept);
    System.arraycopy(keptDistances, 0, distances, 0, kept);
    count = kept;
    isForest = true;
  }
}
