package io.geodesy.jobs.cluster;

/** Prototypes fitted to rows: centres of k-means, flats of k-subspaces. */
interface Prototypes {
  /**
   * Fits anew, to more prototypes than in the call before.
   *
   * @param count of them
   * @return {@code m x count} squared distances of the rows to them
   */
  double[] squaredDistances(int count);
}
