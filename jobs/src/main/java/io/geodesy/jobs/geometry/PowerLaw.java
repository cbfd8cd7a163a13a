package io.geodesy.jobs.geometry;

/**
 * The decay of a spectrum {@code l_i ~ i^-alpha}, by weighted least squares of {@code ln l_i} on
 * {@code ln i} over a range of ranks.
 *
 * <p>Papers: K. Agrawal, A. Mondal, A. Ghosh, B. Richards, alpha-ReQ, NeurIPS 2022; C. Stringer and
 * others, High-dimensional geometry of population responses in visual cortex, Nature 571, 2019.
 * Differs from the papers: range and weights, which differ between them, are arguments.
 *
 * @param alpha minus the slope; NaN where fewer than {@value #FEWEST} ranks are usable
 * @param squaredCorrelation of the same weighted fit; NaN where alpha is
 * @param low first rank used, counted from 1
 * @param high last rank used; below {@code low} where there is none
 */
record PowerLaw(double alpha, double squaredCorrelation, int low, int high) {
  /** A line through fewer points says nothing of a decay. */
  static final int FEWEST = 5;

  /** Eigenvalues below this share of the largest are rounding. */
  static final double USABLE = 1e-12;

  /**
   * Fits.
   *
   * @param eigenvalues descending, at least 0
   * @param low first rank, from 1
   * @param high last rank, shortened to the usable ones
   */
  static PowerLaw fit(double[] eigenvalues, int low, int high, FitWeights weights) {
    int last = Math.min(high, usable(eigenvalues));
    if (last - low + 1 < FEWEST) {
      return new PowerLaw(Double.NaN, Double.NaN, low, last);
    }
    double sum = 0;
    double meanX = 0;
    double meanY = 0;
    for (int i = low; i <= last; i++) {
      double weight = weights.of(i);
      sum += weight;
      meanX += weight * Math.log(i);
      meanY += weight * Math.log(eigenvalues[i - 1]);
    }
    meanX /= sum;
    meanY /= sum;
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (int i = low; i <= last; i++) {
      double x = Math.log(i) - meanX;
      double y = Math.log(eigenvalues[i - 1]) - meanY;
      xx += weights.of(i) * x * x;
      xy += weights.of(i) * x * y;
      yy += weights.of(i) * y * y;
    }
    double correlation = yy == 0 ? Double.NaN : xy * xy / (xx * yy);
    return new PowerLaw(-xy / xx, correlation, low, last);
  }

  /** Returns the number of eigenvalues that are more than rounding. */
  static int usable(double[] eigenvalues) {
    int usable = 0;
    while (usable < eigenvalues.length && eigenvalues[usable] > USABLE * eigenvalues[0]) {
      usable++;
    }
    return usable;
  }
}
