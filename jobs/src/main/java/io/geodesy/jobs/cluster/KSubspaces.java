package io.geodesy.jobs.cluster;

import io.geodesy.graph.NeighborLists;
import io.geodesy.kernel.DenseAlgebra;
import io.geodesy.kernel.Distances;
import io.geodesy.kernel.IndexSort;
import io.geodesy.kernel.PanelProduct;
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
  private static final int CHUNK = 4096;
  private static final int MOST_PASSES = 50;
  private static final int MOST_RESEEDS = 10;
  private static final int MOST_POWER_STEPS = 50;

  /** Passes end when one adds less than this share to what the subspaces hold. */
  private static final double PASS_TOLERANCE = 1e-6;

  /** The same for the steps that solve for the last bases. */
  private static final double POWER_TOLERANCE = 1e-7;

  private final float[] values;
  private final int dim;
  private final NeighborLists lists;
  private final int clusters;
  private final int dimension;
  private final Workers workers;

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
    int[] all = new int[n];
    Arrays.setAll(all, i -> i);
    int[] sample = n <= SAMPLE ? all : sample(seed);
    State best = null;
    for (int s = 0; s < starts; s++) {
      State state = new State(sample, start(sample, SeededStream.bits(seed, s)));
      state.run();
      best = best == null || state.held > best.held ? state : best;
    }
    State whole = sample == all ? best : new State(all, best.bases);
    if (whole != best) {
      whole.run();
    }
    whole.settle();
    double[] residuals = new double[n];
    for (int i = 0; i < n; i++) {
      residuals[i] =
          whole.norms[i] > 0 ? Math.min(1, Math.max(0, 1 - whole.fits[i] / whole.norms[i])) : 0;
    }
    double total = Arrays.stream(whole.norms).sum();
    return new Found(
        whole.cluster,
        residuals,
        total > 0 ? Math.min(1, whole.held / total) : Double.NaN,
        whole.passes,
        whole.bases);
  }

  private int[] sample(long seed) {
    long[] hashes = new long[lists.rows()];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = lists.ids().hash(seed, i);
    }
    int[] order = IndexSort.sorted(hashes.length, (a, b) -> Long.compare(hashes[a], hashes[b]));
    int[] chosen = Arrays.copyOf(order, SAMPLE);
    Arrays.sort(chosen);
    return chosen;
  }

  /** Bases at rows drawn by how little the earlier ones hold of them. */
  private double[] start(int[] sample, long seed) {
    double[] bases = new double[clusters * dimension * dim];
    double[] left = new double[sample.length];
    for (int i = 0; i < left.length; i++) {
      left[i] = Distances.squaredNorm(values, sample[i] * dim, dim);
    }
    for (int c = 0; c < clusters; c++) {
      double target = SeededStream.uniform(seed, c) * Arrays.stream(left).sum();
      int chosen = 0;
      for (double sum = left[0]; sum < target && chosen < left.length - 1; sum += left[chosen]) {
        chosen++;
      }
      localBasis(sample[chosen], bases, c);
      float[] products = products(sample, bases, c, c + 1);
      for (int i = 0; i < left.length; i++) {
        double norm = Distances.squaredNorm(values, sample[i] * dim, dim);
        left[i] = Math.max(0, Math.min(left[i], norm - held(products, i, dimension, 0)));
      }
    }
    return bases;
  }

  /** The leading directions of a row and its neighbours. */
  private void localBasis(int row, double[] bases, int cluster) {
    int near = Math.min(lists.degree(row), Math.max(2 * dimension, dimension + 2));
    int[] rows = new int[near + 1];
    rows[0] = row;
    System.arraycopy(lists.neighbors(), lists.offsets()[row], rows, 1, near);
    double[] matrix = new double[rows.length * dim];
    for (int i = 0; i < rows.length; i++) {
      for (int c = 0; c < dim; c++) {
        matrix[i * dim + c] = values[rows[i] * dim + c];
      }
    }
    double[] right = DenseAlgebra.svd(matrix, rows.length, dim).rightTransposed();
    double[] basis = new double[dim * dimension];
    for (int j = 0; j < dimension; j++) {
      for (int c = 0; c < dim; c++) {
        basis[c * dimension + j] =
            (j + 1) * dim <= right.length ? right[j * dim + c] : c == j ? 1 : 0;
      }
    }
    putOrthonormal(basis, bases, cluster);
  }

  /** Makes the columns of {@code dim x d} orthonormal and puts them as rows of a cluster. */
  private void putOrthonormal(double[] columns, double[] bases, int cluster) {
    double[] q = DenseAlgebra.qr(columns, dim, dimension).q();
    for (int j = 0; j < dimension; j++) {
      for (int c = 0; c < dim; c++) {
        bases[(cluster * dimension + j) * dim + c] = q[c * dimension + j];
      }
    }
  }

  /** The coordinates of rows in the bases {@code from <= cluster < to}. */
  private float[] products(int[] rows, double[] bases, int from, int to) {
    float[] chosen = values;
    if (rows.length < lists.rows()) {
      chosen = new float[rows.length * dim];
      for (int i = 0; i < rows.length; i++) {
        System.arraycopy(values, rows[i] * dim, chosen, i * dim, dim);
      }
    }
    int columns = (to - from) * dimension;
    float[] narrow = new float[columns * dim];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) bases[from * dimension * dim + i];
    }
    float[] products = new float[Math.multiplyExact(rows.length, columns)];
    PanelProduct.multiply(chosen, narrow, dim, products, workers);
    return products;
  }

  private double held(float[] products, int row, int width, int cluster) {
    double sum = 0;
    for (int j = 0; j < dimension; j++) {
      double product = products[row * width + cluster * dimension + j];
      sum += product * product;
    }
    return sum;
  }

  /** Rows, their clusters and the bases. */
  private final class State {
    private final int[] rows;
    private final double[] norms;
    private final double[] fits;
    private final double[] bases;
    private int[] cluster;
    private float[] products;
    private double held = -1;
    private int passes;
    private int reseeds;

    State(int[] rows, double[] bases) {
      this.rows = rows;
      this.bases = bases.clone();
      this.norms = new double[rows.length];
      this.fits = new double[rows.length];
      this.cluster = new int[0];
      for (int i = 0; i < rows.length; i++) {
        norms[i] = Distances.squaredNorm(values, rows[i] * dim, dim);
      }
    }

    void run() {
      while (passes < MOST_PASSES) {
        double before = held;
        boolean hasChanged = assign();
        if (!hasChanged || held - before <= PASS_TOLERANCE * held) {
          break;
        }
        update();
      }
    }

    /** Solves for the bases of the clusters found, and assigns once more. */
    void settle() {
      for (int step = 0; step < MOST_POWER_STEPS; step++) {
        double before = heldByOwn();
        update();
        products = products(rows, bases, 0, clusters);
        if (heldByOwn() - before <= POWER_TOLERANCE * before) {
          break;
        }
      }
      assign();
    }

    private double heldByOwn() {
      double sum = 0;
      for (int i = 0; i < rows.length; i++) {
        sum += held(products, i, clusters * dimension, cluster[i]);
      }
      return sum;
    }

    /** Gives every row to the subspace that holds most of it; returns whether any moved. */
    private boolean assign() {
      passes++;
      products = products(rows, bases, 0, clusters);
      int width = clusters * dimension;
      int[] chosen = new int[rows.length];
      workers.forRanges(
          rows.length,
          CHUNK,
          (worker, from, to) -> {
            for (int i = from; i < to; i++) {
              fits[i] = held(products, i, width, 0);
              for (int c = 1; c < clusters; c++) {
                double fit = held(products, i, width, c);
                if (fit > fits[i]) {
                  fits[i] = fit;
                  chosen[i] = c;
                }
              }
            }
          });
      boolean hasChanged = !Arrays.equals(chosen, cluster);
      cluster = chosen;
      held = Arrays.stream(fits).sum();
      return hasChanged;
    }

    private void update() {
      int block = dim * dimension;
      int chunks = (rows.length + CHUNK - 1) / CHUNK;
      double[] sums = new double[clusters * block];
      int[] sizes = new int[clusters];
      // As many chunks at a time as there are threads: their sums are what takes memory.
      for (int first = 0; first < chunks; first += workers.threads()) {
        int start = first;
        int count = Math.min(workers.threads(), chunks - first);
        double[][] partial = new double[count][];
        workers.forRanges(
            count,
            1,
            (worker, from, to) -> {
              partial[from] = new double[clusters * block];
              addChunk(start + from, partial[from]);
            });
        for (double[] part : partial) {
          for (int i = 0; i < sums.length; i++) {
            sums[i] += part[i];
          }
        }
      }
      for (int c : cluster) {
        sizes[c]++;
      }
      for (int c = 0; c < clusters; c++) {
        if (sizes[c] > 0) {
          putOrthonormal(Arrays.copyOfRange(sums, c * block, (c + 1) * block), bases, c);
        } else if (reseeds < MOST_RESEEDS) {
          reseeds++;
          localBasis(rows[worst()], bases, c);
        }
      }
    }

    private void addChunk(int chunk, double[] sums) {
      int width = clusters * dimension;
      int end = Math.min(rows.length, (chunk + 1) * CHUNK);
      for (int i = chunk * CHUNK; i < end; i++) {
        int own = cluster[i];
        int at = own * dim * dimension;
        for (int c = 0; c < dim; c++) {
          double value = values[rows[i] * dim + c];
          for (int j = 0; value != 0 && j < dimension; j++) {
            sums[at + c * dimension + j] += value * products[i * width + own * dimension + j];
          }
        }
      }
    }

    private int worst() {
      int worst = 0;
      for (int i = 1; i < rows.length; i++) {
        worst = norms[i] - fits[i] > norms[worst] - fits[worst] ? i : worst;
      }
      return worst;
    }
  }
}
