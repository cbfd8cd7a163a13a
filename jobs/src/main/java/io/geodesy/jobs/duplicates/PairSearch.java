package io.geodesy.jobs.duplicates;

/** Where pairs within the threshold are looked for. */
public enum PairSearch {
  /** Among all pairs while that takes seconds, else in the graph. */
  AUTO,
  /** Among all pairs of different vectors: none is missed, in time quadratic in them. */
  EXACT,
  /** In the neighbour lists, and among all rows for those whose list ends within the threshold. */
  GRAPH
}
