package io.geodesy.jobs.cluster;

import io.geodesy.graph.BallTree;
import io.geodesy.graph.MinimumSpanningForest;
import io.geodesy.graph.RangeVectors;
import io.geodesy.graph.RowDistances;
import io.geodesy.kernel.IndexSort;
import io.geodesy.table.PartitionItems;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;

/**
 * Joins the components of a spanning forest by the exact shortest edges between them, as {@link
 * ComponentBridges}, where the vectors are on the executors.
 *
 * <p>Every range of vectors has a ball tree of its own. In a round every component but the largest
 * searches all rows outside it: first from its densest rows, which bounds its edge, then from those
 * whose core distance does not exceed the bound. Rows that search are broadcast in batches of
 * {@value #BATCH_BYTES} bytes; each batch is a search in the trees of all ranges. Cost: as of
 * {@link ComponentBridges}, spread over the executors; {@code 8 n} bytes broadcast a round.
 * Determinism class D0: the same edges to the bit.
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
    Broadcast<float[]> allCores = spark.broadcast(cores);
    String by = metric;
    int dim = vectors.dim();
    JavaRDD<BallTree> trees =
        vectors
            .ranges()
            .map(range -> BallTree.of(new RowDistances(range.values(), dim, by)))
            .persist(StorageLevel.MEMORY_AND_DISK());
    int[] byCore = byCore(ComponentBridges.outsideLargest(forest));
    try {
      return ComponentBridges.rounds(
          forest, (component, best) -> round(byCore, component, best, trees, allCores));
    } finally {
      trees.unpersist();
      allCores.destroy();
    }
  }

  /** Returns rows by core distance: the densest of a component come first. */
  private int[] byCore(int[] rows) {
    int[] order =
        IndexSort.sorted(rows.length, (a, b) -> Float.compare(cores[rows[a]], cores[rows[b]]));
    return Arrays.stream(order).map(i -> rows[i]).toArray();
  }

  private void round(
      int[] byCore,
      int[] component,
      AtomicReferenceArray<Bridge> best,
      JavaRDD<BallTree> trees,
      Broadcast<float[]> allCores) {
    Broadcast<int[]> components = spark.broadcast(component);
    try {
      for (boolean isPilot : new boolean[] {true, false}) {
        int[] taken = new int[best.length()];
        int[] rows =
            Arrays.stream(byCore)
                .filter(row -> taken[component[row]]++ < PILOTS == isPilot)
                .toArray();
        search(rows, component, best, trees, components, allCores);
      }
    } finally {
      components.destroy();
    }
  }

  /** Improves the edges of components by what their rows find, in batches. */
  private void search(
      int[] rows,
      int[] component,
      AtomicReferenceArray<Bridge> best,
      JavaRDD<BallTree> trees,
      Broadcast<int[]> components,
      Broadcast<float[]> allCores) {
    int most = (int) Math.max(1, BATCH_BYTES / (4L * vectors.dim()));
    int at = 0;
    while (at < rows.length) {
      int[] batch = new int[Math.min(most, rows.length - at)];
      int count = 0;
      for (; at < rows.length && count < batch.length; at++) {
        if (cores[rows[at]] <= best.get(component[rows[at]]).weight()) {
          batch[count++] = rows[at];
        }
      }
      if (count > 0) {
        int[] chosen = Arrays.copyOf(batch, count);
        Arrays.sort(chosen);
        search(chosen, best, trees, components, allCores);
      }
    }
  }

  private void search(
      int[] rows,
      AtomicReferenceArray<Bridge> best,
      JavaRDD<BallTree> trees,
      Broadcast<int[]> components,
      Broadcast<float[]> allCores) {
    float[] values = vectors.collect(rows);
    BallTree tree = BallTree.of(new RowDistances(values, vectors.dim(), metric));
    Bridge[] bounds = new Bridge[best.length()];
    Arrays.setAll(bounds, best::get);
    Broadcast<Batch> batch =
        spark.broadcast(new Batch(rows, values, tree, vectors.dim(), metric, bounds));
    try {
      vectors
          .ranges()
          .zipPartitions(
              trees,
              (range, own) ->
                  PartitionItems.one(
                      batch
                          .value()
                          .search(range.next(), own.next(), components.value(), allCores.value())))
          .collect()
          .forEach(
              found -> {
                for (Improved improved : found) {
                  best.accumulateAndGet(improved.component, improved.bridge, Bridge::first);
                }
              });
    } finally {
      batch.destroy();
    }
  }

  /** A shorter edge of a component. */
  private record Improved(int component, Bridge bridge) implements Serializable {}

  /**
   * Rows that search, and the best edge of every component so far.
   *
   * @param rows their numbers
   * @param values row-major
   * @param tree of the rows
   * @param dim columns
   * @param metric of the graph
   * @param bounds one a component
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Batch(
      int[] rows, float[] values, BallTree tree, int dim, String metric, Bridge[] bounds)
      implements Serializable {

    /** Returns what the rows of a range improve. */
    ArrayList<Improved> search(
        RangeVectors.Range range, BallTree others, int[] component, float[] cores) {
      AtomicReferenceArray<Bridge> best = new AtomicReferenceArray<>(bounds);
      BridgeSearch search =
          new BridgeSearch(
              new BridgeSearch.Rows(tree, new RowDistances(values, dim, metric), rows, 0),
              new BridgeSearch.Rows(
                  others, new RowDistances(range.values(), dim, metric), null, range.first()),
              component,
              cores);
      for (int leaf : tree.leaves()) {
        search.search(leaf, best);
      }
      ArrayList<Improved> improved = new ArrayList<>();
      for (int c = 0; c < bounds.length; c++) {
        if (!best.get(c).equals(bounds[c])) {
          improved.add(new Improved(c, best.get(c)));
        }
      }
      return improved;
    }
  }
}
