package io.geodesy.graph;

import io.geodesy.table.Kept;
import io.geodesy.table.PartitionItems;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * For every row of a graph the source that it reaches by the fewest links, and how many these are.
 * Of several such sources it is the first.
 *
 * <p>A row's state is one number, {@code links 2^32 + source}, and a link adds {@code 2^32}: what
 * every row has in the end is the least of what its neighbours offer, whatever the order in which
 * they do. Blocks go on inside as far as they can and then tell each other. Cost: a few passes over
 * the entries, and one exchange of 8 bytes a ghost as often as a path from a source to its rows
 * changes from block to block. Class D0.
 */
public final class NearestSources {
  /** The state of a row that no source reaches. */
  public static final long NONE = Long.MAX_VALUE;

  private static final long LINK = 1L << Integer.SIZE;

  private NearestSources() {}

  /** Returns the source of a state. */
  public static int source(long state) {
    return (int) state;
  }

  /** Returns the links of a state. */
  public static int links(long state) {
    return (int) (state >>> Integer.SIZE);
  }

  /**
   * Finds the states of all vertices of every block.
   *
   * @param matrix the graph
   * @param sources numbers of rows, distinct
   * @param kept keeps the states
   */
  public static JavaRDD<long[]> of(SparseBlocks matrix, int[] sources, Kept kept) {
    JavaRDD<long[]> states =
        kept.keep(matrix.blocks().map(block -> spread(block, started(block, sources))));
    while (true) {
      JavaRDD<int[]> known =
          Halo.exchange(
              matrix.halos(),
              matrix.blocks().zip(states).map(own -> packed(own._1().halo(), own._2())),
              2);
      JavaRDD<Moved> moved =
          kept.keep(
              matrix
                  .blocks()
                  .zip(states)
                  .zipPartitions(
                      known, (own, told) -> PartitionItems.one(moved(own.next(), told.next()))));
      boolean isDone = moved.map(Moved::isSame).collect().stream().allMatch(same -> same);
      states = moved.map(Moved::states);
      if (isDone) {
        return states;
      }
    }
  }

  /**
   * Finds the states of all rows of a graph in one block.
   *
   * @param matrix all rows
   * @param sources numbers of rows, distinct
   */
  public static long[] of(SparseBlock matrix, int[] sources) {
    return spread(matrix, started(matrix, sources));
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Moved(long[] states, boolean isSame) implements Serializable {}

  private static long[] started(SparseBlock block, int[] sources) {
    long[] states = new long[block.vertices().length];
    Arrays.fill(states, NONE);
    for (int s = 0; s < sources.length; s++) {
      int vertex = Arrays.binarySearch(block.vertices(), sources[s]);
      if (vertex >= 0) {
        states[vertex] = s;
      }
    }
    return states;
  }

  private static int[] packed(Halo halo, long[] states) {
    int[] packed = new int[2 * halo.rows()];
    for (int i = 0; i < halo.rows(); i++) {
      long state = states[halo.own()[i]];
      packed[2 * i] = (int) (state >>> Integer.SIZE);
      packed[2 * i + 1] = (int) state;
    }
    return packed;
  }

  private static Moved moved(Tuple2<SparseBlock, long[]> own, int[] told) {
    long[] next = own._2().clone();
    boolean isSame = true;
    for (int v = 0; v < next.length; v++) {
      long state = ((long) told[2 * v] << Integer.SIZE) | Integer.toUnsignedLong(told[2 * v + 1]);
      isSame &= state == next[v];
      next[v] = Math.min(next[v], state);
    }
    return new Moved(isSame ? next : spread(own._1(), next), isSame);
  }

  /** Takes what ghosts offer, and goes on until no own row can get a lesser state. */
  private static long[] spread(SparseBlock block, long[] states) {
    int[] own = block.halo().own();
    int[] rows = new int[states.length];
    Arrays.fill(rows, -1);
    ArrayDeque<Integer> queue = new ArrayDeque<>();
    boolean[] isQueued = new boolean[own.length];
    for (int i = 0; i < own.length; i++) {
      rows[own[i]] = i;
    }
    for (int i = 0; i < own.length; i++) {
      boolean isDue = links(states[own[i]]) == 0;
      for (int e = block.offsets()[i]; e < block.offsets()[i + 1]; e++) {
        int vertex = block.columns()[e];
        if (rows[vertex] < 0 && states[vertex] != NONE && states[vertex] + LINK < states[own[i]]) {
          states[own[i]] = states[vertex] + LINK;
          isDue = true;
        }
      }
      if (isDue) {
        queue.add(i);
        isQueued[i] = true;
      }
    }
    while (!queue.isEmpty()) {
      int i = queue.remove();
      isQueued[i] = false;
      long offered = states[own[i]] + LINK;
      for (int e = block.offsets()[i]; e < block.offsets()[i + 1]; e++) {
        int vertex = block.columns()[e];
        if (rows[vertex] >= 0 && offered < states[vertex]) {
          states[vertex] = offered;
          if (!isQueued[rows[vertex]]) {
            isQueued[rows[vertex]] = true;
            queue.add(rows[vertex]);
          }
        }
      }
    }
    return states;
  }
}
