package io.geodesy.graph;

import io.geodesy.table.IdRanges;
import io.geodesy.table.RowIds;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import scala.Tuple2;

/**
 * The part of the directory of a table that holds one range of its ids: which numbers they have and
 * which blocks their rows are in. Memory: 12 bytes a row and the ids.
 *
 * @param index of the range
 * @param first number of its first id; the others follow in order
 * @param ids ascending
 * @param blocks of each id
 */
@SuppressWarnings("ArrayRecordComponent")
public record IdRange(int index, int first, RowIds ids, int[] blocks) implements Serializable {

  /** Rows of one block. */
  record Rows(int block, RowIds ids) implements Serializable {
    /** Cuts ascending ids of a block into ranges; those that hold none are left out. */
    static List<Tuple2<Integer, Rows>> cut(int block, RowIds ids, IdRanges ranges) {
      int[] cuts = ranges.cuts(ids);
      List<Tuple2<Integer, Rows>> parts = new ArrayList<>();
      for (int r = 0; r < ranges.count(); r++) {
        if (cuts[r] < cuts[r + 1]) {
          parts.add(new Tuple2<>(r, new Rows(block, ids.slice(cuts[r], cuts[r + 1]))));
        }
      }
      return parts;
    }
  }

  /**
   * What the directory knows of ids that a block asked for, in their order; -1 where it lacks one.
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Answer(int range, int[] numbers, int[] blocks) implements Serializable {}

  /** Puts together what the blocks have of a range. */
  static IdRange of(int index, List<Rows> parts) {
    RowIds ids = RowIds.disjointUnion(parts.stream().map(Rows::ids).toList());
    int[] blocks = new int[ids.size()];
    for (Rows part : parts) {
      for (int i = 0; i < part.ids.size(); i++) {
        blocks[ids.indexOf(part.ids.internal(i))] = part.block;
      }
    }
    return new IdRange(index, 0, ids, blocks);
  }

  /** Returns this range with its place among all. */
  IdRange startingAt(int number) {
    return new IdRange(index, number, ids, blocks);
  }

  /** Returns the number of rows. */
  public int rows() {
    return ids.size();
  }

  Tuple2<Integer, Answer> answer(Rows asked) {
    int[] numbers = new int[asked.ids.size()];
    int[] owners = new int[numbers.length];
    Arrays.fill(numbers, -1);
    for (int i = 0; i < numbers.length; i++) {
      int at = ids.indexOf(asked.ids.internal(i));
      if (at >= 0) {
        numbers[i] = first + at;
        owners[i] = blocks[at];
      }
    }
    return new Tuple2<>(asked.block, new Answer(index, numbers, owners));
  }
}
