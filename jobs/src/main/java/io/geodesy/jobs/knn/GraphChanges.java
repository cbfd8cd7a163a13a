package io.geodesy.jobs.knn;

import io.geodesy.error.DataException;
import io.geodesy.graph.NeighborLists;
import io.geodesy.table.RowIds;
import java.util.Arrays;

/**
 * How the rows of a table differ from those of an earlier graph: added, removed, and of those that
 * kept their id the ones whose vector is another.
 *
 * <p>The earlier vectors are not at hand, but the distances between rows that both have are: a row
 * none of whose distances to kept neighbours, listed or listing, is bit for bit what the graph
 * says, has another vector; so have both ends of a pair that still disagrees then. A row without a
 * kept neighbour cannot be told and counts as changed. What escapes is a vector that changed and
 * kept its distances to the last bit, as that of copies that moved together.
 *
 * <p>Cost: {@code n k} exact distances. Determinism class D0.
 *
 * @param oldOf for every row of the table its row in the graph, or {@link #NONE} where it is added
 *     or changed
 * @param newOf for every row of the graph its row in the table, or {@link #NONE} where it is
 *     removed or changed
 * @param added rows
 * @param removed rows
 * @param changed rows that kept their id only
 */
@SuppressWarnings("ArrayRecordComponent")
record GraphChanges(int[] oldOf, int[] newOf, int added, int removed, int changed) {
  static final int NONE = -1;

  /**
   * Compares.
   *
   * @param ids of the table
   * @param rows of the table
   * @param groups of copies in the table
   * @param graph the earlier one, of the same metric
   */
  static GraphChanges of(RowIds ids, MetricRows rows, DuplicateGroups groups, NeighborLists graph) {
    int[] oldOf = new int[ids.size()];
    int[] newOf = new int[graph.rows()];
    Arrays.fill(newOf, NONE);
    int kept = 0;
    for (int i = 0; i < oldOf.length; i++) {
      oldOf[i] = Math.max(NONE, graph.ids().indexOf(ids.get(i)));
      if (oldOf[i] != NONE) {
        newOf[oldOf[i]] = i;
        kept++;
      }
    }
    boolean[] isChanged = changed(rows, groups, graph, newOf);
    int changed = 0;
    for (int old = 0; old < newOf.length; old++) {
      if (isChanged[old]) {
        oldOf[newOf[old]] = NONE;
        newOf[old] = NONE;
        changed++;
      }
    }
    return new GraphChanges(oldOf, newOf, oldOf.length - kept, newOf.length - kept, changed);
  }

  private static boolean[] changed(
      MetricRows rows, DuplicateGroups groups, NeighborLists graph, int[] newOf) {
    boolean[] agrees = new boolean[graph.neighbors().length];
    boolean[] isConfirmed = new boolean[graph.rows()];
    for (int old = 0; old < graph.rows(); old++) {
      for (int at = graph.offsets()[old]; at < graph.offsets()[old + 1]; at++) {
        int i = newOf[old];
        int j = newOf[graph.neighbors()[at]];
        if (i != NONE && j != NONE) {
          agrees[at] = agrees(rows, groups, i, j, graph.distances()[at]);
          isConfirmed[old] |= agrees[at];
          isConfirmed[graph.neighbors()[at]] |= agrees[at];
        }
      }
    }
    boolean[] isChanged = new boolean[graph.rows()];
    for (int old = 0; old < graph.rows(); old++) {
      isChanged[old] = newOf[old] != NONE && !isConfirmed[old];
    }
    for (int old = 0; old < graph.rows(); old++) {
      for (int at = graph.offsets()[old]; at < graph.offsets()[old + 1]; at++) {
        int other = graph.neighbors()[at];
        boolean areKept = newOf[old] != NONE && newOf[other] != NONE;
        if (areKept && !agrees[at] && isConfirmed[old] && isConfirmed[other]) {
          isChanged[old] = true;
          isChanged[other] = true;
        }
      }
    }
    return isChanged;
  }

  /** A distance was measured between representatives; the rows' own differs in bits at most. */
  private static boolean agrees(
      MetricRows rows, DuplicateGroups groups, int i, int j, float distance) {
    int group = groups.groupOf()[i];
    int other = groups.groupOf()[j];
    int[] representatives = groups.representatives();
    return group == other
        ? distance == 0
        : rows.distance(i, j) == distance
            || rows.distance(representatives[group], representatives[other]) == distance;
  }

  /**
   * Fails if more than half of the rows are added, removed or changed.
   *
   * @throws DataException saying so
   */
  void requireFew(String run) {
    int rows = Math.max(oldOf.length, newOf.length);
    if (2L * (added + removed + changed) > rows) {
      throw new DataException(
          "The table has %d rows and the graph of run %s %d; %d are added, %d removed, and %d kept their id but not their vector, or no neighbour by which to tell: more than half. Build the graph anew: leave --extend out."
              .formatted(oldOf.length, run, newOf.length, added, removed, changed));
    }
  }
}
