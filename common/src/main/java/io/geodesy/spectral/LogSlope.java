package io.geodesy.spectral;

import io.geodesy.error.DataException;
import io.geodesy.kernel.Workers;
import java.util.Arrays;
import java.util.List;

/**
 * The bandwidth eps of a fixed Gaussian kernel by the log-slope rule, and the dimension it implies.
 *
 * <p>{@code S(eps) = n + sum over listed pairs of exp(-d^2 / (4 eps))}, the unit diagonal included,
 * grows like {@code eps^(m/2)} on an m-dimensional set in the range where eps resolves it; eps is
 * taken where {@code d ln S / d ln eps} is largest on a grid of 80 values, four an octave, about a
 * quarter of the median squared distance. The implied dimension, twice that slope, is biased low,
 * since lists end at the k-th neighbour.
 *
 * <p>One pass over the pairs, 4 exponentials and 76 squarings each; sums in fixed chunks, class D0.
 * Coifman, Shkolnisky, Sigworth, Singer, Graph Laplacian tomography from unknown random
 * projections, IEEE Trans. Image Processing 17 (2008). Differs from the paper: the slope is the
 * exact derivative, not a difference.
 *
 * @param eps in the squared unit of the distances
 * @param slope at eps; 0 where every distance is zero
 */
public record LogSlope(double eps, double slope) {
  private static final int GRID = 80;
  private static final int PER_OCTAVE = 4;
  private static final int BELOW = 40;
  private static final int CHUNK = 8192;

  /** Where every distance is zero, all weights are 1 whatever eps is. */
  static final LogSlope OF_EQUALS = new LogSlope(1, 0);

  /**
   * Chooses eps.
   *
   * @param distances of all listed pairs
   * @param rows n
   * @param workers share the pairs
   * @throws DataException if the slope is largest at an end of the grid
   */
  public static LogSlope choose(float[] distances, int rows, Workers workers) {
    double median = medianPositive(distances);
    if (median == 0) {
      return OF_EQUALS;
    }
    int chunks = (distances.length + CHUNK - 1) / CHUNK;
    double[][] partial = new double[chunks][];
    workers.forRanges(
        chunks,
        1,
        (worker, from, to) -> {
          for (int c = from; c < to; c++) {
            int end = Math.min(distances.length, (c + 1) * CHUNK);
            partial[c] = sums(distances, c * CHUNK, end, median);
          }
        });
    return of(median, List.of(partial), rows);
  }

  /**
   * Chooses eps from sums over parts of the pairs.
   *
   * @param median of the positive distances
   * @param parts as {@link #sums}
   * @param rows n
   */
  static LogSlope of(double median, List<double[]> parts, int rows) {
    double[] sums = new double[2 * GRID];
    for (double[] part : parts) {
      for (int g = 0; g < sums.length; g++) {
        sums[g] += part[g];
      }
    }
    int best = 0;
    double[] slopes = new double[GRID];
    for (int g = 0; g < GRID; g++) {
      slopes[g] = sums[GRID + g] / (rows + sums[g]);
      best = slopes[g] > slopes[best] ? g : best;
    }
    double unit = unit(median);
    if (best == 0 || best == GRID - 1) {
      throw new DataException(
          "No bandwidth stands out: between eps = %.3g and %.3g the kernel sum grows fastest at the %s end of the range. Give eps, or use a kernel that follows the density (kernel = decay)."
              .formatted(unit * factor(0), unit * factor(GRID - 1), best == 0 ? "lower" : "upper"));
    }
    return new LogSlope(unit * factor(best), slopes[best]);
  }

  private static double unit(double median) {
    return median * median / 4;
  }

  private static double factor(int g) {
    return Math.pow(2, (double) (g - BELOW) / PER_OCTAVE);
  }

  /** Returns S without its diagonal, and behind it dS / d ln eps, at every grid value. */
  static double[] sums(float[] distances, int from, int to, double median) {
    double[] sums = new double[2 * GRID];
    double unit = unit(median);
    for (int e = from; e < to; e++) {
      add(distances[e] * (double) distances[e] / (4 * unit), sums);
    }
    return sums;
  }

  /** Halving eps squares the weight. */
  private static void add(double exponent, double[] sums) {
    for (int phase = 0; phase < PER_OCTAVE; phase++) {
      int g = GRID - 1 - phase;
      double x = exponent / factor(g);
      double weight = Math.exp(-x);
      for (; g >= 0 && weight > 1e-300; g -= PER_OCTAVE) {
        sums[g] += weight;
        sums[GRID + g] += weight * x;
        weight *= weight;
        x *= 2;
      }
    }
  }

  private static double medianPositive(float[] distances) {
    float[] sorted = distances.clone();
    Arrays.sort(sorted);
    int first = 0;
    while (first < sorted.length && sorted[first] <= 0) {
      first++;
    }
    return first == sorted.length ? 0 : sorted[first + (sorted.length - first) / 2];
  }
}
