package io.geodesy.jobs.cluster;

import io.geodesy.kernel.Distances;
import io.geodesy.kernel.PanelProduct;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import java.util.Arrays;

/**
 * K-means of some thousand rows in the memory of one process, for one number of centres after the
 * other: of a start from nothing and one that adds to the centres of the number before, the one of
 * less cost is kept. A start takes rows one after the other, of a few drawn in proportion to their
 * squared distance from the centres so far the one that leaves least cost; Lloyd's steps follow.
 *
 * <p>Cost: {@code 2 m K d} operations a step, at most {@value #MOST_STEPS} steps, and {@code 2 m K
 * (2 + ln K) d} for a start. Determinism class D0: sums are added in the order of the rows.
 *
 * <p>Papers: Lloyd, Least squares quantization in PCM, IEEE Transactions on Information Theory
 * 1982; Arthur, Vassilvitskii, k-means++, SODA 2007 (its greedy form). Differs from the papers: the
 * second start.
 */
final class SampleMeans implements Prototypes {
  /** Rows that suffice to compare numbers of clusters. */
  static final int MOST_ROWS = 2000;

  private static final int MOST_STEPS = 25;

  private final float[] rows;
  private final int dim;
  private final long seed;
  private final Workers workers;
  private final double[] norms;
  private float[] centres = new float[0];

  /**
   * Prepares.
   *
   * @param rows {@code m x dim}; about their mean, so that float32 products keep their digits
   */
  SampleMeans(float[] rows, int dim, long seed, Workers workers) {
    this.rows = rows;
    this.dim = dim;
    this.seed = seed;
    this.workers = workers;
    this.norms = new double[rows.length / dim];
    Arrays.setAll(norms, i -> Distances.squaredNorm(rows, i * dim, dim));
  }

  /** Moves rows to their mean, in place. */
  static void center(float[] rows, int dim) {
    double[] mean = new double[dim];
    for (int e = 0; e < rows.length; e++) {
      mean[e % dim] += rows[e];
    }
    for (int e = 0; e < rows.length; e++) {
      rows[e] = (float) (rows[e] - mean[e % dim] * dim / rows.length);
    }
  }

  @Override
  public double[] squaredDistances(int count) {
    float[] fresh = settle(grow(new float[0], count));
    float[] grown = settle(grow(centres, count));
    double[] toFresh = squared(fresh);
    double[] toGrown = squared(grown);
    boolean isFresh = cost(toFresh, count) <= cost(toGrown, count);
    centres = isFresh ? fresh : grown;
    return isFresh ? toFresh : toGrown;
  }

  private float[] grow(float[] from, int count) {
    int m = norms.length;
    int have = from.length / dim;
    float[] all = Arrays.copyOf(from, count * dim);
    double[] left = new double[m];
    Arrays.fill(left, Double.POSITIVE_INFINITY);
    if (have > 0) {
      lower(left, squared(from), have, 0, have);
    }
    for (int c = have; c < count; c++) {
      int drawn = c == 0 ? 1 : 2 + (int) Math.log(count);
      float[] candidates = new float[drawn * dim];
      for (int t = 0; t < drawn; t++) {
        double at = SeededStream.uniform(seed, ((long) count * count + c) * 64 + t);
        int row = c == 0 ? (int) (at * m) : draw(left, at);
        System.arraycopy(rows, row * dim, candidates, t * dim, dim);
      }
      double[] squared = squared(candidates);
      double[] best = null;
      int chosen = 0;
      double least = Double.POSITIVE_INFINITY;
      for (int t = 0; t < drawn; t++) {
        double[] after = left.clone();
        lower(after, squared, drawn, t, t + 1);
        double cost = Arrays.stream(after).sum();
        if (best == null || cost < least) {
          best = after;
          chosen = t;
          least = cost;
        }
      }
      left = best;
      System.arraycopy(candidates, chosen * dim, all, c * dim, dim);
    }
    return all;
  }

  /** A row drawn in proportion to what is left of it. */
  private static int draw(double[] left, double at) {
    double target = at * Arrays.stream(left).sum();
    int row = 0;
    for (double sum = left[0]; sum < target && row < left.length - 1; sum += left[row]) {
      row++;
    }
    return row;
  }

  private static void lower(double[] left, double[] squared, int width, int from, int to) {
    for (int i = 0; i < left.length; i++) {
      for (int c = from; c < to; c++) {
        left[i] = Math.min(left[i], squared[i * width + c]);
      }
    }
  }

  /** Lloyd's steps; a centre that loses its rows stays where it was. */
  private float[] settle(float[] start) {
    int count = start.length / dim;
    float[] at = start;
    int[] before = new int[0];
    for (int step = 0; step < MOST_STEPS; step++) {
      int[] nearest = nearest(squared(at), count);
      if (Arrays.equals(nearest, before)) {
        break;
      }
      at = means(at, nearest, count);
      before = nearest;
    }
    return at;
  }

  private float[] means(float[] at, int[] nearest, int count) {
    float[] means = at.clone();
    workers.forRanges(
        count,
        1,
        (worker, centre, end) -> {
          double[] sum = new double[dim];
          int size = 0;
          for (int i = 0; i < nearest.length; i++) {
            if (nearest[i] == centre) {
              size++;
              for (int t = 0; t < dim; t++) {
                sum[t] += rows[i * dim + t];
              }
            }
          }
          for (int t = 0; t < dim && size > 0; t++) {
            means[centre * dim + t] = (float) (sum[t] / size);
          }
        });
    return means;
  }

  private double[] squared(float[] to) {
    int count = to.length / dim;
    float[] products = new float[norms.length * count];
    PanelProduct.multiply(rows, to, dim, products, workers);
    double[] squared = new double[products.length];
    for (int c = 0; c < count; c++) {
      double norm = Distances.squaredNorm(to, c * dim, dim);
      for (int i = 0; i < norms.length; i++) {
        int e = i * count + c;
        squared[e] = Math.max(0, norms[i] + norm - 2.0 * products[e]);
      }
    }
    return squared;
  }

  /** Returns the prototype nearest to each row, the first of equals. */
  static int[] nearest(double[] squared, int count) {
    int[] nearest = new int[squared.length / count];
    for (int i = 0; i < nearest.length; i++) {
      for (int c = 1; c < count; c++) {
        nearest[i] = squared[i * count + c] < squared[i * count + nearest[i]] ? c : nearest[i];
      }
    }
    return nearest;
  }

  private static double cost(double[] squared, int count) {
    int[] nearest = nearest(squared, count);
    double sum = 0;
    for (int i = 0; i < nearest.length; i++) {
      sum += squared[i * count + nearest[i]];
    }
    return sum;
  }
}
