package io.geodesy.jobs.entropy;

/**
 * The entropy of one distribution.
 *
 * @param bits between 0 and log2 n
 * @param traceSum {@code sum |mu|^t}; for variants without eigenvalues the sum of what was
 *     distributed
 * @param standardError in bits; 0 where the value is exact
 * @param rankUsed eigenvalues taken exactly; 0 for variants without any
 */
record Entropy(double bits, double traceSum, double standardError, int rankUsed) {
  private static final double LN2 = Math.log(2);

  /** Returns a logarithm in bits. */
  static double log2(double x) {
    return Math.log(x) / LN2;
  }
}
