package io.geodesy.graph;

import io.geodesy.error.DataException;
import io.geodesy.table.Handover;
import io.geodesy.table.RowIds;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * The published neighbour table in the memory of one process, as compressed rows over row indices
 * (the order of the ids).
 *
 * <p>Memory: {@code 8 n k} bytes and the ids. Determinism class D0.
 *
 * @param ids the row ids, ascending
 * @param offsets {@code n + 1}; the list of row i is {@code [offsets[i], offsets[i+1])}
 * @param neighbors row indices, nearest first
 * @param distances in the metric's unit, ascending within a row
 * @param cells locality, one a row
 */
public record NeighborLists(
    RowIds ids, int[] offsets, int[] neighbors, float[] distances, int[] cells)
    implements RowLists, Serializable {

  /**
   * Returns the lists of some of the rows, without the neighbours that are none of them: what is
   * left of a list of the nearest is the nearest among these rows.
   *
   * @param kept row indices, ascending
   */
  public NeighborLists restrictedTo(int[] kept) {
    int[] place = new int[rows()];
    Arrays.fill(place, -1);
    for (int i = 0; i < kept.length; i++) {
      place[kept[i]] = i;
    }
    int[] newOffsets = new int[kept.length + 1];
    int[] newNeighbors = new int[neighbors.length];
    float[] newDistances = new float[neighbors.length];
    int at = 0;
    for (int i = 0; i < kept.length; i++) {
      for (int e = offsets[kept[i]]; e < offsets[kept[i] + 1]; e++) {
        if (place[neighbors[e]] >= 0) {
          newNeighbors[at] = place[neighbors[e]];
          newDistances[at++] = distances[e];
        }
      }
      newOffsets[i + 1] = at;
    }
    return new NeighborLists(
        ids.select(kept),
        newOffsets,
        Arrays.copyOf(newNeighbors, at),
        Arrays.copyOf(newDistances, at),
        Arrays.stream(kept).map(i -> cells[i]).toArray());
  }

  /**
   * Fails unless these are the lists of the rows of an embedding table.
   *
   * @param vectors ids of its rows
   * @throws DataException if there are other rows
   */
  public void requireRowsOf(RowIds vectors) {
    boolean isSame = vectors.size() == rows();
    for (int i = 0; isSame && i < rows(); i++) {
      isSame = vectors.get(i).equals(ids.get(i));
    }
    if (!isSame) {
      throw new DataException(
          "Table neighbors has %d rows, table vectors %d, or their ids differ: the graph belongs to another table. Compute the graph again."
              .formatted(rows(), vectors.size()));
    }
  }

  /**
   * Brings a neighbour table into the driver.
   *
   * @param table as {@link io.geodesy.table.StandardTables#NEIGHBORS}
   * @throws DataException if a list names a row that the table lacks
   */
  public static NeighborLists collect(Dataset<Row> table) {
    Dataset<Row> columns = table.select("id", "neighbor_ids", "distances", "cell");
    boolean isNumbered = columns.schema().apply("id").dataType().equals(DataTypes.LongType);
    List<NeighborChunk> chunks =
        Handover.collect(
            columns
                .queryExecution()
                .toRdd()
                .toJavaRDD()
                .mapPartitions(rows -> NeighborChunk.read(rows, isNumbered)));
    RowIds ids = NeighborChunk.rowIds(chunks, isNumbered);
    NeighborChunk.Lists lists = NeighborChunk.Lists.of(chunks, ids, ids);
    for (NeighborChunk chunk : chunks) {
      for (int i = 0; i < chunk.rows(); i++) {
        int row = ids.indexOf(chunk.id(i));
        for (int e = lists.offsets()[row]; e < lists.offsets()[row + 1]; e++) {
          if (lists.neighbors()[e] < 0) {
            int listed = chunk.offset(i) + e - lists.offsets()[row];
            throw stranger(chunk.id(i), chunk.neighbor(listed));
          }
        }
      }
    }
    return new NeighborLists(
        ids,
        lists.offsets(),
        lists.neighbors(),
        lists.distances(),
        NeighborChunk.cells(chunks, ids));
  }

  /** Returns the failure of a table whose row lists a neighbour that is no row of it. */
  static DataException stranger(Object id, Object neighbor) {
    return new DataException(
        "Table neighbors: row %s lists neighbour %s, which has no row of its own. Compute the graph again."
            .formatted(id, neighbor));
  }
}
