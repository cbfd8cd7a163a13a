package io.geodesy.jobs.cluster;

/** Which nodes of the condensed tree become clusters. */
public enum ClusterSelection {
  /** Those with the greatest total excess of mass: clusters of different density. */
  EOM,
  /** The leaves: many small, homogeneous clusters. */
  LEAF
}
