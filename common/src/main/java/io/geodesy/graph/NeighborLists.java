package io.geodesy.graph;

import io.geodesy.error.DataException;
import io.geodesy.table.Handover;
import io.geodesy.table.RowIds;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

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
    implements Serializable {

  /** Returns the number of rows. */
  public int rows() {
    return ids.size();
  }

  /** Returns the length of a row's list. */
  public int degree(int row) {
    return offsets[row + 1] - offsets[row];
  }

  /** Returns the length of the shortest list: the k up to which every row has neighbours. */
  public int minDegree() {
    int least = Integer.MAX_VALUE;
    for (int i = 0; i < rows(); i++) {
      least = Math.min(least, degree(i));
    }
    return least;
  }

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
    List<Chunk> chunks =
        Handover.collect(
            columns
                .queryExecution()
                .toRdd()
                .toJavaRDD()
                .mapPartitions(rows -> Chunk.read(rows, isNumbered)));
    int n = chunks.stream().mapToInt(c -> c.cells.length).sum();
    RowIds ids = isNumbered ? numberedIds(chunks, n) : textIds(chunks, n);
    int[] offsets = new int[n + 1];
    for (Chunk chunk : chunks) {
      for (int i = 0; i < chunk.cells.length; i++) {
        offsets[ids.indexOf(chunk.id(i)) + 1] = chunk.offsets[i + 1] - chunk.offsets[i];
      }
    }
    for (int i = 0; i < n; i++) {
      offsets[i + 1] = Math.addExact(offsets[i], offsets[i + 1]);
    }
    int[] neighbors = new int[offsets[n]];
    float[] distances = new float[offsets[n]];
    int[] cells = new int[n];
    for (Chunk chunk : chunks) {
      for (int i = 0; i < chunk.cells.length; i++) {
        int row = ids.indexOf(chunk.id(i));
        cells[row] = chunk.cells[i];
        for (int j = chunk.offsets[i], to = offsets[row]; j < chunk.offsets[i + 1]; j++, to++) {
          neighbors[to] = ids.indexOf(chunk.neighbor(j));
          distances[to] = chunk.distances[j];
          if (neighbors[to] < 0) {
            throw new DataException(
                "Table neighbors: row %s lists neighbour %s, which has no row of its own. Compute the graph again."
                    .formatted(chunk.id(i), chunk.neighbor(j)));
          }
        }
      }
    }
    return new NeighborLists(ids, offsets, neighbors, distances, cells);
  }

  private static RowIds numberedIds(List<Chunk> chunks, int n) {
    long[] ids = new long[n];
    int at = 0;
    for (Chunk chunk : chunks) {
      for (int i = 0; i < chunk.cells.length; i++) {
        ids[at++] = chunk.ids[i];
      }
    }
    Arrays.sort(ids);
    return RowIds.ofNumbers(ids);
  }

  private static RowIds textIds(List<Chunk> chunks, int n) {
    UTF8String[] ids = new UTF8String[n];
    int at = 0;
    for (Chunk chunk : chunks) {
      for (int i = 0; i < chunk.cells.length; i++) {
        ids[at++] = UTF8String.fromBytes(chunk.textIds[i]);
      }
    }
    Arrays.sort(ids);
    return RowIds.ofTexts(ids);
  }

  /** The lists of one partition in primitive arrays. */
  private static final class Chunk implements Serializable {
    private final long[] ids;
    private final byte[][] textIds;
    private final int[] offsets;
    private final long[] neighbors;
    private final byte[][] textNeighbors;
    private final float[] distances;
    private final int[] cells;

    private Chunk(List<InternalRow> rows, boolean isNumbered) {
      int n = rows.size();
      cells = new int[n];
      offsets = new int[n + 1];
      for (int i = 0; i < n; i++) {
        cells[i] = rows.get(i).getInt(3);
        offsets[i + 1] = offsets[i] + rows.get(i).getArray(1).numElements();
      }
      ids = isNumbered ? new long[n] : null;
      textIds = isNumbered ? null : new byte[n][];
      neighbors = isNumbered ? new long[offsets[n]] : null;
      textNeighbors = isNumbered ? null : new byte[offsets[n]][];
      distances = new float[offsets[n]];
      for (int i = 0; i < n; i++) {
        InternalRow row = rows.get(i);
        ArrayData list = row.getArray(1);
        ArrayData lengths = row.getArray(2);
        for (int j = 0; j < list.numElements(); j++) {
          distances[offsets[i] + j] = lengths.getFloat(j);
          if (isNumbered) {
            neighbors[offsets[i] + j] = list.getLong(j);
          } else {
            textNeighbors[offsets[i] + j] = list.getUTF8String(j).getBytes();
          }
        }
        if (isNumbered) {
          ids[i] = row.getLong(0);
        } else {
          textIds[i] = row.getUTF8String(0).getBytes();
        }
      }
    }

    Object id(int i) {
      return ids != null ? (Object) ids[i] : UTF8String.fromBytes(textIds[i]);
    }

    Object neighbor(int j) {
      return neighbors != null ? (Object) neighbors[j] : UTF8String.fromBytes(textNeighbors[j]);
    }

    static Iterator<Chunk> read(Iterator<InternalRow> rows, boolean isNumbered) {
      List<InternalRow> all = new ArrayList<>();
      rows.forEachRemaining(row -> all.add(row.copy()));
      return List.of(new Chunk(all, isNumbered)).iterator();
    }
  }
}
