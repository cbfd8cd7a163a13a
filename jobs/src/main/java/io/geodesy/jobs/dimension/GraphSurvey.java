package io.geodesy.jobs.dimension;

import io.geodesy.error.DataException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;

/**
 * What one pass over the neighbour table says before anything is estimated: rows, list lengths,
 * largest distance, copies. Counts and maxima only, so any merge order gives the same: class D0.
 */
final class GraphSurvey implements Serializable {
  private long rows;
  private long rowsWithCopies;
  private int longest;
  private float largest;
  private final CopyThreshold copies = new CopyThreshold();

  /**
   * Reads the table.
   *
   * @param table rows of {@code (id, neighbor_ids, distances, group)}
   */
  static GraphSurvey of(JavaRDD<InternalRow> table) {
    GraphSurvey whole = new GraphSurvey();
    table.mapPartitions(GraphSurvey::ofPartition).collect().forEach(whole::merge);
    return whole;
  }

  private static Iterator<GraphSurvey> ofPartition(Iterator<InternalRow> rows) {
    GraphSurvey survey = new GraphSurvey();
    double[] distances = new double[0];
    while (rows.hasNext()) {
      ArrayData lengths = rows.next().getArray(2);
      int k = lengths.numElements();
      if (distances.length < k) {
        distances = new double[k];
      }
      for (int j = 0; j < k; j++) {
        distances[j] = lengths.getFloat(j);
      }
      survey.add(distances, k);
    }
    return List.of(survey).iterator();
  }

  private void add(double[] distances, int k) {
    rows++;
    longest = Math.max(longest, k);
    if (k == 0) {
      return;
    }
    for (int j = 1; j < k; j++) {
      if (distances[j] < distances[j - 1]) {
        throw new DataException(
            "Table neighbors holds a list whose distances %s, %s do not ascend. Compute the graph again."
                .formatted(distances[j - 1], distances[j]));
      }
    }
    largest = Math.max(largest, (float) distances[k - 1]);
    rowsWithCopies += distances[0] == 0 ? 1 : 0;
    copies.add(distances, k);
  }

  private void merge(GraphSurvey other) {
    rows += other.rows;
    rowsWithCopies += other.rowsWithCopies;
    longest = Math.max(longest, other.longest);
    largest = Math.max(largest, other.largest);
    copies.merge(other.copies);
  }

  /** Returns the number of rows. */
  long rows() {
    return rows;
  }

  /** Whether some row has an exact copy. */
  boolean hasExactCopies() {
    return rowsWithCopies > 0;
  }

  /** Returns the length of the longest list. */
  int longest() {
    return longest;
  }

  /** Returns the largest distance. */
  float largest() {
    return largest;
  }

  /** Returns what it knows of near copies. */
  CopyThreshold copies() {
    return copies;
  }
}
