package io.geodesy.jobs.cluster;

/**
 * How clusters come apart, a node an entry; node 0 is all rows, parents have lower numbers than
 * their children.
 *
 * @param parents of each node; -1 for node 0
 * @param lambdas 1 / distance at which each node appears
 * @param sizes rows of each node
 * @param stabilities how firmly each stands, in the unit of its method
 * @param clusters the cluster that each node is; negative for none
 */
@SuppressWarnings("ArrayRecordComponent")
record ClusterTree(
    int[] parents, double[] lambdas, int[] sizes, double[] stabilities, int[] clusters) {

  /** Returns the number of nodes, node 0 counted. */
  int nodes() {
    return parents.length;
  }
}
