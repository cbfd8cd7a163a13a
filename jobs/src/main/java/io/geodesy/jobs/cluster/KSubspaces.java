package io.geodesy.jobs.cluster;

import io.geodesy.graph.NeighborLists;
import io.geodesy.kernel.Distances;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import java.util.Arrays;

/**
 * K-subspaces: every row belongs to the linear subspace through the origin that holds most of its
 * squared length, and every subspace is the one of its dimension that holds most of its rows'
 * squared length. The two steps alternate; neither lowers the sum of what is held.
 *
 * <p>The second step is orthogonal iteration from the last basis: the rows of a cluster times the
 * basis, times the rows again, made orthonormal; it cannot lower the sum either, and is repeated to
 * convergence once no row changes. A start takes rows one after the other, each the more likely the
 * less the earlier subspaces hold of it, with the span of its nearest neighbours. Starts run on at
 * most {@value #SAMPLE} rows chosen by a hash of their ids; the best goes on with all rows. A
 * cluster that loses its rows begins again at the row that fits worst.
 *
 * <p>Cost: a pass is {@code 2 n dim K d} operations in float32 and {@code 2 n dim d} in float64;
 * {@code 4 n K d} bytes. Determinism class D0: sums are folded in chunks of fixed length.
 *
 * <p>Papers: Bradley, Mangasarian, k-plane clustering, Journal of Global Optimization 2000; Tseng,
 * Nearest q-flat to m points, JOTA 2000; Wang et al., Diffusion models learn low-dimensional
 * distributions via subspace clustering, arXiv 2409.02426. Differs from the papers: one step of
 * orthogonal iteration in place of every eigenproblem but the last; starts from neighbours.
 */
final class KSubspaces {
  private static final int SAMPLE = 10_000;

  private final float[] values;
  private final int dim;
  private final NeighborLists lists;
  private final int clusters;
  private final int dimension;
  private final Workers workers;
  private final SubspaceBases space;

  /**
   * Prepares.
   *
   * @param values {@code n x dim} row-major
   * @param dim columns
   * @param lists of the same rows
   * @param clusters K, at most n
   * @param dimension of each subspace, below dim
   */
  KSubspaces(
      float[] values, int dim, NeighborLists lists, int clusters, int dimension, Workers workers) {
    this.values = values;
    this.dim = dim;
    this.lists = lists;
    this.clusters = clusters;
    this.dimension = dimension;
    this.workers = workers;
    this.space = new SubspaceBases(values, dim, lists, dimension, workers);
  }

  /**
   * The best of the starts.
   *
   * @param cluster one a row, below K
   * @param residuals share of each row's squared length outside its subspace
   * @param held share of all squared length inside the subspaces
   * @param passes over all rows
   * @param bases {@code K d x dim}, orthonormal within each cluster
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Found(int[] cluster, double[] residuals, double held, int passes, double[] bases) {}

  /** Finds the subspaces. */
  Found find(int starts, long seed) {
    int n = lists.rows();
    int[] sample = HashedSample.rows(lists.ids(), SAMPLE, seed);
    boolean isWhole = sample.length == n;
    float[] sampled = isWhole ? values : HashedSample.of(values, dim, sample);
    SubspaceFit best = null;
    for (int s = 0; s < starts; s++) {
      SubspaceFit fit = fit(sample, sampled, start(sample, sampled, SeededStream.bits(seed, s)));
      fit.run();
      best = best == null || fit.held() > best.held() ? fit : best;
    }
    SubspaceFit whole = isWhole ? best : fit(HashedSample.all(n), values, best.bases());
    if (!isWhole) {
      whole.run();
    }
    whole.settle();
    double[] residuals = new double[n];
    Arrays.setAll(residuals, whole::residual);
    double total = whole.total();
    return new Found(
        whole.cluster(),
        residuals,
        total > 0 ? Math.min(1, whole.held() / total) : Double.NaN,
        whole.passes(),
        whole.bases());
  }

  /**
   * Returns the squared distances, {@code n x K}, of all rows to subspaces from one start that has
   * not been solved to the end.
   */
  double[] squaredDistances(long seed) {
    int[] all = HashedSample.all(lists.rows());
    SubspaceFit fit = fit(all, values, start(all, values, seed));
    fit.run();
    return fit.squaredDistances();
  }

  private SubspaceFit fit(int[] rows, float[] chosen, double[] bases) {
    return new SubspaceFit(space, rows, chosen, clusters, bases, workers);
  }

  /** Bases at rows drawn by how little the earlier ones hold of them. */
  private double[] start(int[] sample, float[] sampled, long seed) {
    double[] bases = new double[clusters * dimension * dim];
    double[] left = new double[sample.length];
    for (int i = 0; i < left.length; i++) {
      left[i] = Distances.squaredNorm(sampled, i * dim, dim);
    }
    for (int c = 0; c < clusters; c++) {
      double target = SeededStream.uniform(seed, c) * Arrays.stream(left).sum();
      int chosen = 0;
      for (double sum = left[0]; sum < target && chosen < left.length - 1; sum += left[chosen]) {
        chosen++;
      }
      space.localBasis(sample[chosen], bases, c);
      float[] products = space.products(sampled, bases, c, c + 1);
      for (int i = 0; i < left.length; i++) {
        double norm = Distances.squaredNorm(sampled, i * dim, dim);
        left[i] = Math.max(0, Math.min(left[i], norm - space.held(products, i, dimension, 0)));
      }
    }
    return bases;
  }
}
