package io.geodesy.jobs.dimension;

/**
 * Dimension from how many of a row's neighbours lie within a share q of its largest distance w: of
 * the k - 1 nearer ones each does so with chance {@code q^d}, so {@code d = ln(inner / (k - 1)) /
 * ln q} over all rows together, with variance {@code (q^-d - 1) / (trials ln^2 q)} for independent
 * rows. A neighbour exactly at q w counts as within. Undefined where none or all lie within.
 *
 * <p>Paper: A. Di Noia, I. Macocco, A. Glielmo, A. Laio, A. Mira, Beyond the noise: intrinsic
 * dimension estimation with optimal neighbourhood identification, 2024, and its references. Differs
 * from the paper: one q for all tables, not the optimal one of each.
 */
final class Binomial {
  private Binomial() {}

  /**
   * Returns how many of the first k - 1 distances are at most {@code ratio} times the k-th.
   *
   * @param distances ascending
   * @param k how many
   * @param ratio in (0, 1)
   */
  static int inner(double[] distances, int k, double ratio) {
    int inner = 0;
    while (inner < k - 1 && distances[inner] <= ratio * distances[k - 1]) {
      inner++;
    }
    return inner;
  }

  /**
   * Returns the estimate with jackknife.
   *
   * @param inner neighbours within, one a bucket
   * @param trials nearer neighbours, one a bucket
   * @param ratio in (0, 1)
   */
  static Fit fit(double[] inner, double[] trials, double ratio) {
    double within = 0;
    double all = 0;
    for (int b = 0; b < inner.length; b++) {
      within += inner[b];
      all += trials[b];
    }
    double d = estimate(within, all, ratio);
    double log = Math.log(ratio);
    double error = Math.sqrt((Math.pow(ratio, -d) - 1) / (all * log * log));
    double[] without = new double[inner.length];
    for (int b = 0; b < inner.length; b++) {
      without[b] =
          trials[b] == 0 ? Double.NaN : estimate(within - inner[b], all - trials[b], ratio);
    }
    return Fit.jackknife(d, error, without);
  }

  private static double estimate(double within, double all, double ratio) {
    return within > 0 && within < all ? Math.log(within / all) / Math.log(ratio) : Double.NaN;
  }
}
