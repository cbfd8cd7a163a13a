package io.geodesy.spectral;

/** How the one eps of a kernel that has one is chosen where it is not given. */
public enum BandwidthRule {
  /** Where the sum of the kernel grows fastest; see {@link LogSlope}. */
  LOG_SLOPE,
  /**
   * A quarter of the squared median distance to the bandwidth-k-th neighbour, so that a pair at
   * that distance weighs 1/e.
   */
  NEIGHBOR
}
