package io.geodesy.jobs.dimension;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The listed distances of one group, counted in 64ths of octaves and by jackknife bucket, and the
 * two dimensions read off them all together.
 *
 * <ul>
 *   <li>Correlation dimension: the slope of ln C(r), C the number of pairs within r, between the
 *       radius of a quarter of the pairs and the radius R up to which lists are complete: all but 1
 *       % of the lists reach it. Dense regions weigh more than in any other estimate here, since
 *       they have the short distances.
 *   <li>Bandwidth slope: twice the largest slope of ln S over ln eps, {@code S(eps) = n + sum of
 *       exp(-r^2 / (4 eps))}, eps four values an octave. Biased low, since lists end.
 * </ul>
 *
 * <p>Counts are integers: determinism class D0. Cost: one logarithm a distance; 80 exponentials a
 * group and 64th of an octave that holds a distance.
 *
 * <p>Papers: P. Grassberger, I. Procaccia, Measuring the strangeness of strange attractors, Physica
 * D 9, 1983; R. Coifman, Y. Shkolnisky, F. Sigworth, A. Singer, Graph Laplacian tomography, IEEE
 * Trans. Image Processing 17, 2008; T. Berry, J. Harlim, Variable bandwidth diffusion kernels, ACHA
 * 40, 2016. Differs from the papers: pairs are those of the lists.
 */
final class DistanceHistogram {
  private static final int PER_OCTAVE = 64;
  private static final int OCTAVES = 64;
  private static final int BINS = PER_OCTAVE * OCTAVES;
  private static final int GRID = 80;
  private static final int GRID_PER_OCTAVE = 4;
  private static final double COMPLETE = 0.01;
  private static final int LEAST_PAIRS = 200;

  private final double unit;
  private final long[][] counts;
  private final long[] rows;
  private final long[] ends = new long[BINS];

  private DistanceHistogram(double unit, int buckets) {
    this.unit = unit;
    counts = new long[buckets][BINS];
    rows = new long[buckets];
  }

  /**
   * Counts the lists of some rows.
   *
   * @param sample with lists
   * @param chosen rows
   * @param buckets of the jackknife
   */
  static DistanceHistogram of(RowSample sample, int[] chosen, int buckets) {
    float largest = 0;
    for (int row : chosen) {
      int length = sample.length(row);
      largest =
          length == 0
              ? largest
              : Math.max(largest, sample.distances()[sample.from(row) + length - 1]);
    }
    DistanceHistogram histogram = new DistanceHistogram(largest, buckets);
    for (int row : chosen) {
      int bucket = sample.bucket(row, buckets);
      int last = -1;
      for (int e = sample.from(row); e < sample.from(row) + sample.length(row); e++) {
        if (sample.distances()[e] > 0) {
          last = histogram.bin(sample.distances()[e]);
          histogram.counts[bucket][last]++;
        }
      }
      histogram.rows[bucket]++;
      if (last >= 0) {
        histogram.ends[last]++;
      }
    }
    return histogram;
  }

  /** Bin b holds r / unit in (2^(-(b+1)/64), 2^(-b/64)]. */
  private int bin(float r) {
    return Math.min(BINS - 1, (int) (-PER_OCTAVE * Math.log(r / unit) / Math.log(2)));
  }

  private static double edge(int bin) {
    return Math.pow(2, -(double) bin / PER_OCTAVE);
  }

  /** Returns the correlation dimension with jackknife, undefined below 200 pairs. */
  Fit correlation() {
    int complete = completeBin();
    long[] within = within(complete);
    long all = Arrays.stream(within).sum();
    if (all < LEAST_PAIRS) {
      return Fit.UNDEFINED;
    }
    int inner = complete;
    long[] nearer = within;
    while (inner < BINS - 1 && Arrays.stream(nearer).sum() > all / 4) {
      nearer = within(++inner);
    }
    long few = Arrays.stream(nearer).sum();
    double span = Math.log(edge(complete) / edge(inner));
    double[] without = new double[counts.length];
    for (int b = 0; b < without.length; b++) {
      without[b] = rows[b] == 0 ? Double.NaN : slope(all - within[b], few - nearer[b], span);
    }
    return Fit.jackknife(slope(all, few, span), Double.NaN, without);
  }

  private static double slope(long all, long few, double span) {
    double slope = Math.log((double) all / few) / span;
    return slope > 0 && slope < Double.POSITIVE_INFINITY ? slope : Double.NaN;
  }

  /** Returns R of the correlation dimension, in the metric's unit, NaN without a distance. */
  double completeRadius() {
    return unit > 0 ? unit * edge(completeBin()) : Double.NaN;
  }

  /** Returns the number of rows that list a positive distance. */
  long listing() {
    return Arrays.stream(ends).sum();
  }

  /** The first bin whose upper edge all but 1 % of the lists reach. */
  private int completeBin() {
    long total = listing();
    long shorter = 0;
    for (int b = BINS - 1; b >= 0; b--) {
      shorter += ends[b];
      if (shorter > COMPLETE * total) {
        return b + 1;
      }
    }
    return BINS - 1;
  }

  private long[] within(int bin) {
    long[] sums = new long[counts.length];
    for (int b = 0; b < sums.length; b++) {
      for (int i = bin; i < BINS; i++) {
        sums[b] += counts[b][i];
      }
    }
    return sums;
  }

  /** Returns the bandwidth slope with jackknife, undefined where all distances are zero. */
  Fit bandwidth() {
    double[][] sums = new double[counts.length][GRID];
    double[][] slopes = new double[counts.length][GRID];
    double center = medianBin();
    if (Double.isNaN(center)) {
      return Fit.UNDEFINED;
    }
    int[] filled =
        IntStream.range(0, BINS)
            .filter(i -> Arrays.stream(counts).anyMatch(c -> c[i] > 0))
            .toArray();
    for (int i : filled) {
      double r = edge(i) * Math.pow(2, -0.5 / PER_OCTAVE);
      for (int g = 0; g < GRID; g++) {
        double eps = center * center / 4 * Math.pow(2, (g - GRID / 2.0) / GRID_PER_OCTAVE);
        double x = r * r / (4 * eps);
        double weight = Math.exp(-x);
        for (int b = 0; weight > 1e-300 && b < counts.length; b++) {
          sums[b][g] += counts[b][i] * weight;
          slopes[b][g] += counts[b][i] * weight * x;
        }
      }
    }
    double[] without = new double[counts.length];
    for (int b = 0; b < without.length; b++) {
      without[b] = rows[b] == 0 ? Double.NaN : steepest(sums, slopes, b);
    }
    return Fit.jackknife(steepest(sums, slopes, -1), Double.NaN, without);
  }

  private double steepest(double[][] sums, double[][] slopes, int without) {
    double best = 0;
    for (int g = 0; g < GRID; g++) {
      double sum = 0;
      double slope = 0;
      for (int b = 0; b < sums.length; b++) {
        sum += b == without ? 0 : rows[b] + sums[b][g];
        slope += b == without ? 0 : slopes[b][g];
      }
      best = Math.max(best, 2 * slope / sum);
    }
    return best > 0 ? best : Double.NaN;
  }

  private double medianBin() {
    long total = 0;
    for (long[] bucket : counts) {
      total += Arrays.stream(bucket).sum();
    }
    long seen = 0;
    for (int i = 0; i < BINS && total > 0; i++) {
      for (long[] bucket : counts) {
        seen += bucket[i];
      }
      if (2 * seen >= total) {
        return edge(i);
      }
    }
    return Double.NaN;
  }
}
