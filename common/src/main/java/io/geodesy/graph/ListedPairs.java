package io.geodesy.graph;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import scala.Tuple2;

/**
 * Pairs that rows of one block list, as the block of the listed rows is told of them: 16 bytes a
 * pair.
 *
 * @param source the block whose rows list
 * @param rows numbers of the listed rows
 * @param listers numbers of the rows that list them
 * @param weights of the pairs
 */
@SuppressWarnings("ArrayRecordComponent")
public record ListedPairs(int source, int[] rows, int[] listers, double[] weights)
    implements Serializable {

  /**
   * Returns pairs of a block by the block that is to know them, its own among them.
   *
   * @param block whose rows list
   * @param weights one a listed neighbour
   * @param isTold whether a listed neighbour is to be known
   */
  public static List<Tuple2<Integer, ListedPairs>> byOwner(
      NeighborBlock block, double[] weights, IntPredicate isTold) {
    int[] owners = block.halo().owners();
    int[] counts = new int[block.halo().blocks()];
    for (int e = 0; e < weights.length; e++) {
      counts[owners[block.neighbors()[e]]] += isTold.test(e) ? 1 : 0;
    }
    List<ListedPairs> all = new ArrayList<>();
    for (int count : counts) {
      all.add(new ListedPairs(block.index(), new int[count], new int[count], new double[count]));
    }
    int[] filled = new int[counts.length];
    for (int i = 0; i < block.rows(); i++) {
      for (int e = block.offsets()[i]; e < block.offsets()[i + 1]; e++) {
        if (isTold.test(e)) {
          int owner = owners[block.neighbors()[e]];
          int at = filled[owner]++;
          all.get(owner).rows[at] = block.vertices()[block.neighbors()[e]];
          all.get(owner).listers[at] = block.number(i);
          all.get(owner).weights[at] = weights[e];
        }
      }
    }
    List<Tuple2<Integer, ListedPairs>> told = new ArrayList<>();
    for (int owner = 0; owner < counts.length; owner++) {
      if (counts[owner] > 0) {
        told.add(new Tuple2<>(owner, all.get(owner)));
      }
    }
    return told;
  }

  /** Returns the number of pairs. */
  public int count() {
    return rows.length;
  }
}
