package io.geodesy.graph;

import io.geodesy.table.RowIds;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;

/**
 * The rows of a block before they have numbers: as {@link NeighborBlock}, with ids.
 *
 * @param index of the block
 * @param ids of own rows and of all they list, ascending
 * @param own places of the own rows among the ids, ascending
 * @param offsets of the lists
 * @param neighbors places among the ids
 * @param distances of the neighbours
 * @param cells of own rows
 */
@SuppressWarnings("ArrayRecordComponent")
record ListedRows(
    int index,
    RowIds ids,
    int[] own,
    int[] offsets,
    int[] neighbors,
    float[] distances,
    int[] cells)
    implements Serializable {

  static ListedRows of(int index, List<NeighborChunk> chunks, boolean isNumbered) {
    RowIds rows = NeighborChunk.rowIds(chunks, isNumbered);
    RowIds ids = NeighborChunk.allIds(chunks, isNumbered);
    int[] own = new int[rows.size()];
    for (int i = 0; i < own.length; i++) {
      own[i] = ids.indexOf(rows.internal(i));
    }
    NeighborChunk.Lists lists = NeighborChunk.Lists.of(chunks, rows, ids);
    return new ListedRows(
        index,
        ids,
        own,
        lists.offsets(),
        lists.neighbors(),
        lists.distances(),
        NeighborChunk.cells(chunks, rows));
  }

  /** Returns the ids of the own rows. */
  RowIds ownIds() {
    return ids.select(own);
  }

  /**
   * Returns the block under the numbers that the directory gave.
   *
   * @param answers one a range that was asked
   * @param count of blocks
   * @throws io.geodesy.error.DataException if it lacks one
   */
  NeighborBlock numbered(List<IdRange.Answer> answers, int count) {
    int[] vertices = new int[ids.size()];
    int[] owners = new int[ids.size()];
    int at = 0;
    for (IdRange.Answer answer :
        answers.stream().sorted(Comparator.comparingInt(IdRange.Answer::range)).toList()) {
      System.arraycopy(answer.numbers(), 0, vertices, at, answer.numbers().length);
      System.arraycopy(answer.blocks(), 0, owners, at, answer.blocks().length);
      at += answer.numbers().length;
    }
    for (int i = 0; i < own.length; i++) {
      for (int e = offsets[i]; e < offsets[i + 1]; e++) {
        if (vertices[neighbors[e]] < 0) {
          throw NeighborLists.stranger(ids.get(own[i]), ids.get(neighbors[e]));
        }
      }
    }
    return new NeighborBlock(
        new Halo(index, vertices.length, own, Halo.ghosts(index, count, owners), new int[count][0]),
        ownIds(),
        cells,
        vertices,
        offsets,
        neighbors,
        distances);
  }
}
