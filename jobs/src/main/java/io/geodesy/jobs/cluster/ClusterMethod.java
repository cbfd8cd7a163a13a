package io.geodesy.jobs.cluster;

/** How rows are grouped. */
public enum ClusterMethod {
  /** Communities of the weighted neighbour graph; finds their number, leaves no row out. */
  LEIDEN,
  /** Dense regions at every scale; finds their number, leaves noise out. */
  HDBSCAN,
  /** Rows that lead to one peak of the density; finds their number, leaves small groups out. */
  DENSITY_PEAKS,
  /**
   * K-means on the leading eigenvectors of the neighbour graph; their number is given or chosen.
   */
  SPECTRAL,
  /** K-means on the vectors; their number is given or chosen. */
  K_MEANS,
  /** K-means of two centres, again and again in the largest part; their number as for K_MEANS. */
  BISECTING,
  /**
   * Linear subspaces through the origin; their number is given or chosen, their dimension given.
   */
  K_SUBSPACES
}
