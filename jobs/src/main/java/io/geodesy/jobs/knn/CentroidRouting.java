package io.geodesy.jobs.knn;

import io.geodesy.kernel.BlockJoin;
import io.geodesy.kernel.Distances;
import io.geodesy.kernel.NeighborKey;
import io.geodesy.kernel.PanelBlock;
import io.geodesy.kernel.PanelKernel;
import io.geodesy.kernel.RunningLists;
import io.geodesy.kernel.Workers;
import java.util.Arrays;

/**
 * The leaves in which rows ask for the largest inner products: those whose centroids are nearest to
 * {@code (x M/|x|, 0)}, by (distance, leaf). A leaf spread wide has its centroid deep inside the
 * sphere, which brings it nearer to all who ask.
 *
 * <p>Cost: {@code 2 m L d} operations for m rows and L leaves. Determinism class D0.
 */
final class CentroidRouting {
  private static final int QUERIES = 128;
  private static final int LEAVES = 512;

  private final SearchRows search;
  private final Workers workers;
  private final PanelBlock[] corpus;

  /**
   * Prepares it.
   *
   * @param search rows under inner product
   * @param points the same on the sphere, a column more
   * @param leaves of the points
   */
  CentroidRouting(SearchRows search, SearchRows points, Leaves leaves, Workers workers) {
    this.search = search;
    this.workers = workers;
    int dim = search.dim();
    float[] centroids = new float[Math.multiplyExact(leaves.count(), dim)];
    float[] norms = new float[leaves.count()];
    workers.forRanges(
        leaves.count(),
        1,
        (worker, leaf, end) -> {
          double[] mean = mean(points, leaves, leaf);
          double squared = 0;
          for (double value : mean) {
            squared += value * value;
          }
          norms[leaf] = (float) squared;
          for (int t = 0; t < dim; t++) {
            centroids[leaf * dim + t] = (float) mean[t];
          }
        });
    this.corpus = new PanelBlock[(leaves.count() + LEAVES - 1) / LEAVES];
    for (int b = 0; b < corpus.length; b++) {
      int from = b * LEAVES;
      int to = Math.min(leaves.count(), from + LEAVES);
      corpus[b] = new PanelBlock(search.kernel(), to - from, dim);
      corpus[b].packRange(centroids, norms, from, to);
    }
  }

  private static double[] mean(SearchRows points, Leaves leaves, int leaf) {
    int dim = points.dim();
    int from = leaves.offsets()[leaf];
    int to = leaves.offsets()[leaf + 1];
    double[] mean = new double[dim];
    for (int i = from; i < to; i++) {
      int at = leaves.rows()[i] * dim;
      for (int t = 0; t < dim; t++) {
        mean[t] += points.values()[at + t];
      }
    }
    for (int t = 0; t < dim; t++) {
      mean[t] /= to - from;
    }
    return mean;
  }

  /**
   * Returns {@code m x spread} leaves, nearest first.
   *
   * @param spread at most the number of leaves
   */
  int[] route(int spread) {
    PanelKernel kernel = search.kernel();
    int dim = search.dim();
    int threads = workers.threads();
    float[][] asking = new float[threads][QUERIES * dim];
    float[][] norms = new float[threads][QUERIES];
    PanelBlock[] queries = new PanelBlock[threads];
    RunningLists[] lists = new RunningLists[threads];
    BlockJoin[] joins = new BlockJoin[threads];
    Arrays.setAll(queries, w -> new PanelBlock(kernel, QUERIES, dim));
    Arrays.setAll(lists, w -> new RunningLists(kernel, QUERIES, spread));
    Arrays.setAll(joins, w -> new BlockJoin(kernel, LEAVES));
    int[] routed = new int[Math.multiplyExact(search.rows(), spread)];
    workers.forRanges(
        search.rows(),
        QUERIES,
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            norms[worker][i - from] = ask(i, asking[worker], (i - from) * dim);
          }
          queries[worker].packRange(asking[worker], norms[worker], 0, to - from);
          lists[worker].begin(queries[worker]);
          for (PanelBlock part : corpus) {
            joins[worker].joinTo(queries[worker], lists[worker], part);
          }
          for (int i = from; i < to; i++) {
            lists[worker].sort(i - from);
            for (int f = 0; f < spread; f++) {
              routed[i * spread + f] = NeighborKey.index(lists[worker].key(i - from, f));
            }
          }
        });
    return routed;
  }

  /** Writes a row at the length M and returns its squared norm, which is that of the others too. */
  private float ask(int row, float[] asking, int to) {
    int dim = search.dim();
    double squared = Distances.squaredNorm(search.values(), row * dim, dim);
    double factor = squared > 0 ? Math.sqrt(search.norms()[row] / squared) : 0;
    for (int t = 0; t < dim; t++) {
      asking[to + t] = (float) (search.values()[row * dim + t] * factor);
    }
    return search.norms()[row];
  }
}
