package io.geodesy.graph;

import io.geodesy.table.RowIds;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/** Lists of some rows of a neighbour table in primitive arrays, as they travel. */
final class NeighborChunk implements Serializable {
  private final long[] ids;
  private final byte[][] textIds;
  private final int[] offsets;
  private final long[] neighbors;
  private final byte[][] textNeighbors;
  private final float[] distances;
  private final int[] cells;

  private NeighborChunk(List<InternalRow> rows, boolean isNumbered) {
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

  /** Lists of rows with the columns id, neighbor_ids, distances and cell. */
  static NeighborChunk of(List<InternalRow> rows, boolean isNumbered) {
    return new NeighborChunk(rows, isNumbered);
  }

  int rows() {
    return cells.length;
  }

  int offset(int i) {
    return offsets[i];
  }

  float distance(int j) {
    return distances[j];
  }

  Object id(int i) {
    return ids != null ? (Object) ids[i] : UTF8String.fromBytes(textIds[i]);
  }

  Object neighbor(int j) {
    return neighbors != null ? (Object) neighbors[j] : UTF8String.fromBytes(textNeighbors[j]);
  }

  static Iterator<NeighborChunk> read(Iterator<InternalRow> rows, boolean isNumbered) {
    List<InternalRow> all = new ArrayList<>();
    rows.forEachRemaining(row -> all.add(row.copy()));
    return List.of(new NeighborChunk(all, isNumbered)).iterator();
  }

  /**
   * Returns the ids of all rows.
   *
   * @throws io.geodesy.error.DataException if an id appears twice
   */
  static RowIds rowIds(List<NeighborChunk> chunks, boolean isNumbered) {
    if (isNumbered) {
      return RowIds.ofNumbers(
          chunks.stream().flatMapToLong(c -> Arrays.stream(c.ids)).sorted().toArray());
    }
    return RowIds.ofTexts(
        chunks.stream()
            .flatMap(c -> Arrays.stream(c.textIds))
            .map(UTF8String::fromBytes)
            .sorted()
            .toArray(UTF8String[]::new));
  }

  /** Returns the ids of all rows and neighbours, each once. */
  static RowIds allIds(List<NeighborChunk> chunks, boolean isNumbered) {
    if (isNumbered) {
      return RowIds.ofDistinct(
          chunks.stream()
              .flatMapToLong(
                  c -> LongStream.concat(Arrays.stream(c.ids), Arrays.stream(c.neighbors)))
              .toArray());
    }
    return RowIds.ofDistinct(
        chunks.stream()
            .flatMap(c -> Stream.concat(Arrays.stream(c.textIds), Arrays.stream(c.textNeighbors)))
            .map(UTF8String::fromBytes)
            .toArray(UTF8String[]::new));
  }

  /** Returns the cells of rows in the order of their ids. */
  static int[] cells(List<NeighborChunk> chunks, RowIds rows) {
    int[] cells = new int[rows.size()];
    for (NeighborChunk chunk : chunks) {
      for (int i = 0; i < chunk.rows(); i++) {
        cells[rows.indexOf(chunk.id(i))] = chunk.cells[i];
      }
    }
    return cells;
  }

  /**
   * The lists of all chunks in compressed rows.
   *
   * @param offsets {@code rows + 1}; the list of row i is {@code [offsets[i], offsets[i + 1])}
   * @param neighbors places among the ids, negative where they lack one
   * @param distances of the neighbours
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Lists(int[] offsets, int[] neighbors, float[] distances) {
    /**
     * Puts lists in the order of their rows.
     *
     * @param rows ids of the rows
     * @param ids among which neighbours have their places
     */
    static Lists of(List<NeighborChunk> chunks, RowIds rows, RowIds ids) {
      int[] offsets = new int[rows.size() + 1];
      for (NeighborChunk chunk : chunks) {
        for (int i = 0; i < chunk.rows(); i++) {
          offsets[rows.indexOf(chunk.id(i)) + 1] = chunk.offset(i + 1) - chunk.offset(i);
        }
      }
      for (int i = 0; i < rows.size(); i++) {
        offsets[i + 1] = Math.addExact(offsets[i], offsets[i + 1]);
      }
      int[] neighbors = new int[offsets[rows.size()]];
      float[] distances = new float[neighbors.length];
      for (NeighborChunk chunk : chunks) {
        for (int i = 0; i < chunk.rows(); i++) {
          int to = offsets[rows.indexOf(chunk.id(i))];
          for (int j = chunk.offset(i); j < chunk.offset(i + 1); j++, to++) {
            neighbors[to] = ids.indexOf(chunk.neighbor(j));
            distances[to] = chunk.distance(j);
          }
        }
      }
      return new Lists(offsets, neighbors, distances);
    }
  }
}
