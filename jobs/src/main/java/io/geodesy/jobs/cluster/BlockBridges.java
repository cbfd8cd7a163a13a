package io.geodesy.jobs.cluster;

import io.geodesy.graph.MinimumSpanningForest;
import io.geodesy.graph.RangeVectors;
import io.geodesy.graph.RowDistances;
import io.geodesy.kernel.IndexSort;
import io.geodesy.kernel.UnionFind;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Joins the components of a spanning forest by the exact shortest edges between them, as {@link
 * ComponentBridges}, where the vectors are on the executors.
 *
 * <p>In a round every component but the largest searches all rows outside it: first from its
 * densest rows, which bounds its edge, then from those whose core distance does not exceed the
 * bound. Rows that search are broadcast in batches of {@value #BATCH_BYTES} bytes; each batch is
 * one pass over the vectors. Cost: as of {@link ComponentBridges}, spread over the executors;
 * {@code 8 n} bytes broadcast a round. Determinism class D0: the same edges to the bit.
 */
final class BlockBridges {
  private static final int BATCH_BYTES = 1 << 26;

  /** Rows of a component that bound its edge. */
  private static final int PILOTS = 16;

  private final JavaSparkContext spark;
  private final RangeVectors vectors;
  private final String metric;
  private final float[] cores;

  /**
   * Bridges among rows.
   *
   * @param vectors of all rows
   * @param metric of the graph
   * @param cores the core distance of every row
   */
  BlockBridges(JavaSparkContext spark, RangeVectors vectors, String metric, float[] cores) {
    this.spark = spark;
    this.vectors = vectors;
    this.metric = metric;
    this.cores = cores;
  }

  /** Returns the edges that join the components of a forest to one tree. */
  MinimumSpanningForest between(MinimumSpanningForest forest) {
    UnionFind sets = new UnionFind(forest.vertices());
    for (int e = 0; e < forest.edges(); e++) {
      sets.union(forest.from()[e], forest.to()[e]);
    }
    MinimumSpanningForest.Collected bridges =
        new MinimumSpanningForest.Collected(forest.vertices());
    Broadcast<float[]> allCores = spark.broadcast(cores);
    try {
      while (sets.sets() > 1) {
        for (Edge edge : shortest(sets, allCores)) {
          if (edge != null && !sets.isJoined(edge.from, edge.to)) {
            sets.union(edge.from, edge.to);
            bridges.add(edge.from, edge.to, edge.weight);
          }
        }
      }
    } finally {
      allCores.destroy();
    }
    return bridges.toForest();
  }

  /** Returns the shortest edge of every component; null for the largest. */
  private Edge[] shortest(UnionFind sets, Broadcast<float[]> allCores) {
    int[] component = sets.labels();
    Edge[] best = new Edge[sets.sets()];
    int largest = largest(component, best.length);
    // Ascending by core distance: the densest rows of a component come first.
    int[] searching =
        IntStream.range(0, component.length).filter(i -> component[i] != largest).toArray();
    int[] byCore =
        IndexSort.sorted(
            searching.length, (a, b) -> Float.compare(cores[searching[a]], cores[searching[b]]));
    Broadcast<int[]> components = spark.broadcast(component);
    try {
      int[] taken = new int[best.length];
      int[] pilots =
          Arrays.stream(byCore)
              .map(i -> searching[i])
              .filter(row -> taken[component[row]]++ < PILOTS)
              .toArray();
      search(pilots, component, best, components, allCores);
      Arrays.fill(taken, 0);
      int[] others =
          Arrays.stream(byCore)
              .map(i -> searching[i])
              .filter(row -> taken[component[row]]++ >= PILOTS)
              .toArray();
      search(others, component, best, components, allCores);
      return best;
    } finally {
      components.destroy();
    }
  }

  private static int largest(int[] component, int count) {
    int[] sizes = new int[count];
    for (int c : component) {
      sizes[c]++;
    }
    int largest = 0;
    for (int c = 1; c < count; c++) {
      largest = sizes[c] > sizes[largest] ? c : largest;
    }
    return largest;
  }

  /** Improves the edges of components by what their rows find, in batches. */
  private void search(
      int[] rows,
      int[] component,
      Edge[] best,
      Broadcast<int[]> components,
      Broadcast<float[]> allCores) {
    int most = (int) Math.max(1, BATCH_BYTES / (4L * vectors.dim()));
    int at = 0;
    while (at < rows.length) {
      int[] batch = new int[Math.min(most, rows.length - at)];
      int count = 0;
      for (; at < rows.length && count < batch.length; at++) {
        if (cores[rows[at]] <= weight(best[component[rows[at]]])) {
          batch[count++] = rows[at];
        }
      }
      if (count > 0) {
        int[] chosen = Arrays.copyOf(batch, count);
        Arrays.sort(chosen);
        search(chosen, best, components, allCores);
      }
    }
  }

  private void search(
      int[] rows, Edge[] best, Broadcast<int[]> components, Broadcast<float[]> allCores) {
    Broadcast<Batch> batch =
        spark.broadcast(new Batch(rows, vectors.collect(rows), vectors.dim(), metric, best));
    try {
      List<Edge[]> found =
          vectors
              .ranges()
              .map(range -> batch.value().search(range, components.value(), allCores.value()))
              .collect();
      for (Edge[] edges : found) {
        for (int c = 0; c < best.length; c++) {
          if (edges[c] != null && edges[c].isBefore(best[c])) {
            best[c] = edges[c];
          }
        }
      }
    } finally {
      batch.destroy();
    }
  }

  private static double weight(Edge edge) {
    return edge == null ? Double.POSITIVE_INFINITY : edge.weight;
  }

  /**
   * Rows that search, and the best edge of every component so far.
   *
   * @param rows their numbers
   * @param values row-major
   * @param dim columns
   * @param metric of the graph
   * @param bounds null where there is none
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Batch(int[] rows, float[] values, int dim, String metric, Edge[] bounds)
      implements Serializable {

    /** Returns what the rows of a range improve. */
    Edge[] search(RangeVectors.Range range, int[] component, float[] cores) {
      RowDistances own = new RowDistances(values, dim, metric);
      RowDistances others = new RowDistances(range.values(), dim, metric);
      Edge[] best = bounds.clone();
      for (int q = 0; q < rows.length; q++) {
        int row = rows[q];
        int c = component[row];
        for (int j = 0; j < range.rows() && cores[row] <= weight(best[c]); j++) {
          int other = range.first() + j;
          if (component[other] != c && cores[other] <= weight(best[c])) {
            Edge edge =
                Edge.of(
                    row,
                    other,
                    MutualReachability.between(
                        own.between(q, others, j), cores[row], cores[other]));
            best[c] = edge.isBefore(best[c]) ? edge : best[c];
          }
        }
      }
      return best;
    }
  }

  /** An edge, the lower row first. */
  private record Edge(int from, int to, double weight) implements Serializable {
    static Edge of(int a, int b, double weight) {
      return new Edge(Math.min(a, b), Math.max(a, b), weight);
    }

    boolean isBefore(Edge other) {
      if (other == null || weight != other.weight) {
        return other == null || weight < other.weight;
      }
      return from != other.from ? from < other.from : to < other.to;
    }
  }
}
