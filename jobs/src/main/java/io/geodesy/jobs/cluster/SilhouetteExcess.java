package io.geodesy.jobs.cluster;

import io.geodesy.analysis.Numbers;
import io.geodesy.kernel.SeededStream;
import java.util.Arrays;
import java.util.function.Function;

/**
 * The number of clusters of k-means and k-subspaces where none is given. For every number of a grid
 * both are fitted to a sample of the rows, and to {@value #REFERENCES} reference samples of one
 * Gaussian cloud with the same second moments. The score is the mean simplified silhouette {@code 1
 * - a / b}, a and b the distances of a row to its own prototype and to the next, less that of the
 * references: what a cloud without clusters would show at this number does not count. The least
 * number is taken whose score is within one standard error of the best.
 *
 * <p>The choice is uncertain where the score is below {@value #CLEAR}, where the rows are no better
 * grouped than rows of one cloud, or where the best number is the last of the grid. Prototypes with
 * fewer than {@value #FEWEST} sampled rows are nobody's next and their rows score 0, so that a few
 * outliers are no cluster. A reference row is a sum of {@value #TERMS} sampled rows drawn by the
 * seed, with random signs, over the root of their number: its second moments are those of the
 * sample, and by the central limit it is near Gaussian.
 *
 * <p>Cost: a fit of every number of the grid on {@code 1 + }{@value #REFERENCES} samples; {@code 12
 * m d} bytes. Determinism class D0.
 *
 * <p>Papers: Rousseeuw, Silhouettes, Journal of Computational and Applied Mathematics 1987;
 * Hruschka, Campello, De Castro, Evolving clusters in gene-expression data, Information Sciences
 * 2006 (simplified silhouette); Tibshirani, Walther, Hastie, Estimating the number of clusters via
 * the gap statistic, JRSS B 2001 (reference and rule of one standard error); Liu et al.,
 * Statistical significance of clustering for high-dimension low-sample size data, JASA 2008 (the
 * Gaussian reference). Differs from the papers: they are combined.
 */
final class SilhouetteExcess {
  /** The last number tried. */
  static final int MOST = 32;

  /**
   * Blob-free tables tried: Gaussian clouds 0.01, a square 0.07, a cube and a sphere up to 0.1;
   * digits 0.18, rings of blobs 0.38, a pair of them 0.24.
   */
  private static final double CLEAR = 0.1;

  private static final int[] GRID = {
    2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 22, 24, 26, 28, 30, MOST
  };
  private static final int REFERENCES = 2;
  private static final int TERMS = 32;
  private static final int FEWEST = 5;

  private final int dim;
  private final long seed;
  private final Function<float[], Prototypes> fitting;

  /**
   * Prepares.
   *
   * @param fitting prepares the fits of one sample
   */
  SilhouetteExcess(int dim, long seed, Function<float[], Prototypes> fitting) {
    this.dim = dim;
    this.seed = seed;
    this.fitting = fitting;
  }

  /**
   * Chooses.
   *
   * @param rows {@code m x dim}
   */
  CountChoice choose(float[] rows) {
    int m = rows.length / dim;
    int[] grid = Arrays.stream(GRID).filter(count -> count * FEWEST <= m).toArray();
    if (grid.length == 0 || isConstant(rows)) {
      return CountChoice.ofOne(
          CountChoice.SILHOUETTE,
          m,
          grid.length == 0 ? "there are only %d rows".formatted(m) : "all rows are equal");
    }
    Curve found = Curve.of(fitting.apply(rows), grid);
    double[] scores = found.means.clone();
    double[] errors = found.variances.clone();
    for (int r = 0; r < REFERENCES; r++) {
      Curve reference = Curve.of(fitting.apply(reference(rows, r)), grid);
      for (int i = 0; i < grid.length; i++) {
        scores[i] -= reference.means[i] / REFERENCES;
        errors[i] += reference.variances[i] / (REFERENCES * REFERENCES);
      }
    }
    return choice(grid, scores, errors, m);
  }

  private static CountChoice choice(int[] grid, double[] scores, double[] errors, int rows) {
    int best = 0;
    for (int i = 1; i < grid.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    double enough = scores[best] - Math.sqrt(errors[best]);
    int low = best;
    int high = best;
    for (int i = 0; i < grid.length; i++) {
      low = scores[i] >= enough ? Math.min(low, i) : low;
      high = scores[i] >= enough ? Math.max(high, i) : high;
    }
    String doubt = null;
    if (scores[low] < CLEAR) {
      doubt =
          "no number groups the rows clearly better than those of one cloud (best excess %s, clear from %s)"
              .formatted(Numbers.decimal(scores[best], 2), Numbers.decimal(CLEAR, 2));
    } else if (grid[high] == MOST) {
      doubt = "%d, the greatest number tried, does as well: there may be more".formatted(MOST);
    }
    return new CountChoice(
        grid[low], CountChoice.SILHOUETTE, grid, scores, grid[low], grid[high], doubt, rows);
  }

  private float[] reference(float[] rows, int number) {
    int m = rows.length / dim;
    long stream = SeededStream.bits(seed, number);
    float[] reference = new float[rows.length];
    float factor = (float) (1 / Math.sqrt(TERMS));
    for (int i = 0; i < m; i++) {
      for (int t = 0; t < TERMS; t++) {
        long bits = SeededStream.bits(stream, (long) i * TERMS + t);
        int from = (int) Long.remainderUnsigned(bits >>> 1, m) * dim;
        float sign = (bits & 1) == 0 ? factor : -factor;
        for (int c = 0; c < dim; c++) {
          reference[i * dim + c] += sign * rows[from + c];
        }
      }
    }
    return reference;
  }

  private boolean isConstant(float[] rows) {
    for (int e = dim; e < rows.length; e++) {
      if (rows[e] != rows[e - dim]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Mean silhouettes.
   *
   * @param means one a number of clusters
   * @param variances of the means
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Curve(double[] means, double[] variances) {
    static Curve of(Prototypes prototypes, int[] grid) {
      Curve curve = new Curve(new double[grid.length], new double[grid.length]);
      for (int i = 0; i < grid.length; i++) {
        curve.put(i, silhouettes(prototypes.squaredDistances(grid[i]), grid[i]));
      }
      return curve;
    }

    private void put(int at, double[] silhouettes) {
      double mean = Arrays.stream(silhouettes).average().orElse(0);
      double squares = Arrays.stream(silhouettes).map(s -> (s - mean) * (s - mean)).sum();
      means[at] = mean;
      variances[at] = squares / silhouettes.length / silhouettes.length;
    }
  }

  /** The simplified silhouette of every row; 0 in clusters of a few. */
  static double[] silhouettes(double[] squared, int count) {
    int[] own = SampleMeans.nearest(squared, count);
    int[] sizes = new int[count];
    for (int c : own) {
      sizes[c]++;
    }
    double[] silhouettes = new double[own.length];
    for (int i = 0; i < own.length; i++) {
      double next = Double.POSITIVE_INFINITY;
      for (int c = 0; c < count; c++) {
        boolean isNext = c != own[i] && sizes[c] >= FEWEST;
        next = isNext ? Math.min(next, squared[i * count + c]) : next;
      }
      boolean isCounted = sizes[own[i]] >= FEWEST && next > 0 && Double.isFinite(next);
      silhouettes[i] = isCounted ? 1 - Math.sqrt(squared[i * count + own[i]] / next) : 0;
    }
    return silhouettes;
  }
}
