package io.geodesy.jobs.separability;

import io.geodesy.graph.CertifiedTree;
import io.geodesy.graph.NeighborLists;
import io.geodesy.kernel.Distances;
import io.geodesy.table.VectorBlock;
import java.util.Arrays;

/**
 * The rows of one group with what the neighbour lists of the whole table say of them: of each list
 * the neighbours in the group, which are all of them nearer than the list's end.
 *
 * @param name null for the whole table
 * @param rows in the table, ascending
 * @param values {@code n x dim} row-major
 * @param dim columns
 */
@SuppressWarnings("ArrayRecordComponent")
record GroupRows(String name, int[] rows, float[] values, int dim) {

  /** Picks rows out of a block. */
  static GroupRows of(String name, int[] rows, VectorBlock block) {
    int dim = block.dim();
    if (rows.length == block.rows()) {
      return new GroupRows(name, rows, block.values(), dim);
    }
    float[] values = new float[Math.multiplyExact(rows.length, dim)];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(block.values(), rows[i] * dim, values, i * dim, dim);
    }
    return new GroupRows(name, rows, values, dim);
  }

  int size() {
    return rows.length;
  }

  /** Returns what lists of the whole table say of pairs in this group. */
  CertifiedTree.Lists lists(NeighborLists whole) {
    int[] place = new int[whole.rows()];
    Arrays.fill(place, -1);
    for (int i = 0; i < rows.length; i++) {
      place[rows[i]] = i;
    }
    int[] offsets = new int[rows.length + 1];
    float[] reach = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      int end = whole.offsets()[rows[i] + 1];
      int inside = 0;
      for (int e = whole.offsets()[rows[i]]; e < end; e++) {
        inside += place[whole.neighbors()[e]] >= 0 ? 1 : 0;
      }
      offsets[i + 1] = offsets[i] + inside;
      int degree = whole.degree(rows[i]);
      boolean isComplete = degree == whole.rows() - 1;
      reach[i] =
          isComplete ? Float.POSITIVE_INFINITY : degree == 0 ? 0 : whole.distances()[end - 1];
    }
    int[] neighbors = new int[offsets[rows.length]];
    float[] distances = new float[neighbors.length];
    int at = 0;
    for (int row : rows) {
      for (int e = whole.offsets()[row]; e < whole.offsets()[row + 1]; e++) {
        if (place[whole.neighbors()[e]] >= 0) {
          neighbors[at] = place[whole.neighbors()[e]];
          distances[at++] = whole.distances()[e];
        }
      }
    }
    return new CertifiedTree.Lists(offsets, neighbors, distances, reach);
  }

  /** Returns the rows as the metric sees them: under cosine their directions. */
  float[] measured(String metric) {
    if (!metric.equals("cosine")) {
      return values;
    }
    float[] directions = new float[values.length];
    for (int i = 0; i < rows.length; i++) {
      double norm = Math.sqrt(Distances.squaredNorm(values, i * dim, dim));
      for (int j = i * dim; j < (i + 1) * dim; j++) {
        directions[j] = (float) (values[j] / norm);
      }
    }
    return directions;
  }
}
