package io.geodesy.jobs.cluster;

/** Which edges the spanning tree of HDBSCAN* may use. */
public enum SpanningTree {
  /** All pairs while that takes seconds, else the graph. */
  AUTO,
  /** All pairs of rows: the exact tree, in time quadratic in the rows. */
  EXACT,
  /** The edges of the neighbour graph, and exact bridges between its components. */
  GRAPH
}
