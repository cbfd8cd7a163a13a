package io.geodesy.jobs.knn;

import io.geodesy.error.DataException;
import io.geodesy.kernel.Workers;
import io.geodesy.table.VectorBlock;
import java.util.Arrays;

/**
 * Two tables in one block, and their distinct rows as positions: first the distinct queries, then
 * the distinct rows of the corpus in the order of their ids. A row of both tables has two
 * positions, at distance zero.
 *
 * <p>Memory: {@code 4 n d} bytes for n rows of both tables. Determinism class D0.
 *
 * @param rows of both tables, the queries first
 * @param queries how many of them are queries
 * @param groups of copies, within and across the tables
 * @param corpusFrom for every group where the rows of the corpus begin among its members
 * @param chosen for every position a row with its vector
 * @param queryPositions how many positions are queries
 * @param positionOf the position of every query
 * @param groupAt the group of every position
 */
@SuppressWarnings("ArrayRecordComponent")
record JoinRows(
    MetricRows rows,
    int queries,
    DuplicateGroups groups,
    int[] corpusFrom,
    int[] chosen,
    int queryPositions,
    int[] positionOf,
    int[] groupAt) {

  /**
   * Puts two tables together.
   *
   * @throws DataException if they have different dimensions or do not fit one block
   */
  static JoinRows of(VectorBlock queries, VectorBlock corpus, Metric metric, Workers workers) {
    if (queries.dim() != corpus.dim()) {
      throw new DataException(
          "Table vectors has %d columns but table corpus has %d: neighbours are looked for in one space. Embed both tables with one model."
              .formatted(queries.dim(), corpus.dim()));
    }
    long size = (long) queries.values().length + corpus.values().length;
    if (size > Integer.MAX_VALUE - 8) {
      throw new DataException(
          "%d rows of vectors and %d of corpus, of %d columns, do not fit one block of %d values in this process. Join parts of the input in turn."
              .formatted(queries.rows(), corpus.rows(), queries.dim(), Integer.MAX_VALUE - 8));
    }
    float[] values = Arrays.copyOf(queries.values(), (int) size);
    System.arraycopy(corpus.values(), 0, values, queries.values().length, corpus.values().length);
    MetricRows rows = MetricRows.of(values, queries.dim(), metric, workers);
    return of(rows, queries.rows(), DuplicateGroups.find(rows, workers));
  }

  private static JoinRows of(MetricRows rows, int queries, DuplicateGroups groups) {
    int[] corpusFrom = new int[groups.groups()];
    for (int g = 0; g < corpusFrom.length; g++) {
      int at =
          Arrays.binarySearch(
              groups.members(), groups.offsets()[g], groups.offsets()[g + 1], queries);
      corpusFrom[g] = at < 0 ? -1 - at : at;
    }
    int[] groupAt = new int[rows.rows()];
    int[] seen = new int[groups.groups()];
    Arrays.fill(seen, -1);
    int[] positionOf = new int[queries];
    int positions = 0;
    for (int query = 0; query < queries; query++) {
      int group = groups.groupOf()[query];
      if (seen[group] < 0) {
        groupAt[positions] = group;
        seen[group] = positions++;
      }
      positionOf[query] = seen[group];
    }
    int queryPositions = positions;
    for (int row = queries; row < rows.rows(); row++) {
      int group = groups.groupOf()[row];
      if (groups.members()[corpusFrom[group]] == row) {
        groupAt[positions++] = group;
      }
    }
    groupAt = Arrays.copyOf(groupAt, positions);
    int[] chosen = Arrays.stream(groupAt).map(group -> groups.representatives()[group]).toArray();
    return new JoinRows(
        rows, queries, groups, corpusFrom, chosen, queryPositions, positionOf, groupAt);
  }

  /** Returns the positions of the queries. */
  int[] queryRange() {
    return range(0, queryPositions);
  }

  /** Returns the positions of the corpus. */
  int[] corpusRange() {
    return range(queryPositions, chosen.length);
  }

  /** Returns how many queries have an exact copy in the corpus. */
  int copiedQueries() {
    int count = 0;
    for (int query = 0; query < queries; query++) {
      int group = groups.groupOf()[query];
      count += corpusFrom[group] < groups.offsets()[group + 1] ? 1 : 0;
    }
    return count;
  }

  private static int[] range(int from, int to) {
    int[] positions = new int[to - from];
    Arrays.setAll(positions, i -> from + i);
    return positions;
  }
}
