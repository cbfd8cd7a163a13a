package io.geodesy.jobs.cluster;

import io.geodesy.kernel.Distances;
import io.geodesy.kernel.Workers;
import java.util.Arrays;

/**
 * The alternation of {@link KSubspaces} on some rows from one start: rows to the subspace that
 * holds most of them, subspaces to the rows. Determinism class D0: sums are folded in chunks of
 * fixed length.
 */
final class SubspaceFit {
  private static final int CHUNK = 4096;
  private static final int MOST_PASSES = 50;
  private static final int MOST_RESEEDS = 10;
  private static final int MOST_POWER_STEPS = 50;

  /** Passes end when one adds less than this share to what the subspaces hold. */
  private static final double PASS_TOLERANCE = 1e-6;

  /** The same for the steps that solve for the last bases. */
  private static final double POWER_TOLERANCE = 1e-7;

  private final SubspaceBases space;
  private final int[] rows;
  private final float[] values;
  private final int clusters;
  private final Workers workers;
  private final double[] norms;
  private final double[] fits;
  private final double[] bases;
  private int[] cluster;
  private float[] products;
  private double held = -1;
  private int passes;
  private int reseeds;

  /**
   * Begins.
   *
   * @param space of the whole table
   * @param rows numbers of these rows in it
   * @param values {@code m x dim}, these rows
   * @param clusters K
   * @param bases {@code K d x dim} to begin from, copied
   */
  SubspaceFit(
      SubspaceBases space,
      int[] rows,
      float[] values,
      int clusters,
      double[] bases,
      Workers workers) {
    this.space = space;
    this.rows = rows;
    this.values = values;
    this.clusters = clusters;
    this.workers = workers;
    this.bases = bases.clone();
    this.norms = new double[rows.length];
    this.fits = new double[rows.length];
    this.cluster = new int[0];
    for (int i = 0; i < rows.length; i++) {
      norms[i] = Distances.squaredNorm(values, i * space.dim(), space.dim());
    }
  }

  /** Alternates until no row moves, passes add next to nothing, or there were many. */
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
      products = space.products(values, bases, 0, clusters);
      if (heldByOwn() - before <= POWER_TOLERANCE * before) {
        break;
      }
    }
    assign();
  }

  private double heldByOwn() {
    double sum = 0;
    for (int i = 0; i < rows.length; i++) {
      sum += space.held(products, i, clusters * space.dimension(), cluster[i]);
    }
    return sum;
  }

  /** Gives every row to the subspace that holds most of it; returns whether any moved. */
  private boolean assign() {
    passes++;
    products = space.products(values, bases, 0, clusters);
    int width = clusters * space.dimension();
    int[] chosen = new int[rows.length];
    workers.forRanges(
        rows.length,
        CHUNK,
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            fits[i] = space.held(products, i, width, 0);
            for (int c = 1; c < clusters; c++) {
              double fit = space.held(products, i, width, c);
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
    int block = space.dim() * space.dimension();
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
        space.putOrthonormal(Arrays.copyOfRange(sums, c * block, (c + 1) * block), bases, c);
      } else if (reseeds < MOST_RESEEDS) {
        reseeds++;
        space.localBasis(rows[worst()], bases, c);
      }
    }
  }

  private void addChunk(int chunk, double[] sums) {
    int dim = space.dim();
    int dimension = space.dimension();
    int width = clusters * dimension;
    int end = Math.min(rows.length, (chunk + 1) * CHUNK);
    for (int i = chunk * CHUNK; i < end; i++) {
      int own = cluster[i];
      int at = own * dim * dimension;
      for (int c = 0; c < dim; c++) {
        double value = values[i * dim + c];
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

  /** Returns the cluster of every row. */
  int[] cluster() {
    return cluster;
  }

  /** Returns the bases, {@code K d x dim}. */
  double[] bases() {
    return bases;
  }

  /** Returns the squared length that the subspaces hold of the rows. */
  double held() {
    return held;
  }

  /** Returns the squared length of the rows. */
  double total() {
    return Arrays.stream(norms).sum();
  }

  /** Returns the share of a row's squared length outside its subspace; 0 for a row of zeros. */
  double residual(int row) {
    return norms[row] > 0 ? Math.min(1, Math.max(0, 1 - fits[row] / norms[row])) : 0;
  }

  /** Returns the squared distances, {@code m x K}, of the rows to the subspaces. */
  double[] squaredDistances() {
    double[] squared = new double[rows.length * clusters];
    for (int i = 0; i < rows.length; i++) {
      for (int c = 0; c < clusters; c++) {
        double outside = norms[i] - space.held(products, i, clusters * space.dimension(), c);
        squared[i * clusters + c] = Math.max(0, outside);
      }
    }
    return squared;
  }

  /** Returns the passes over the rows. */
  int passes() {
    return passes;
  }
}
