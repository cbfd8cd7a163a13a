package io.geodesy.jobs.relative;

/** How anchors are chosen among the rows that all spaces have. */
public enum AnchorPolicy {
  /** Those with the least hash of their id: the same in every space without communication. */
  UNIFORM,
  /** By hash within every label, as many as its share of the rows. */
  STRATIFIED,
  /** Each the farthest, by angle in the first space, from those chosen before. */
  FARTHEST_POINT,
  /** Those that a column of the first space marks as true. */
  COLUMN
}
