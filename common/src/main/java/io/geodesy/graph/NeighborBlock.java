package io.geodesy.graph;

import io.geodesy.table.RowIds;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import scala.Tuple2;

/**
 * The neighbour lists of some rows as one executor holds them, and what it exchanges with the
 * holders of the others.
 *
 * <p>A row's number is its place among all ids in ascending order, as in {@link NeighborLists}. A
 * block knows its own rows and its ghosts, the rows of other blocks that its lists name: together
 * its vertices. Memory: 8 bytes a neighbour, 20 a row and its id, 8 a ghost.
 *
 * @param halo what it shares with other blocks
 * @param ids of own rows, ascending
 * @param cells of own rows
 * @param vertices numbers of own rows and ghosts, ascending
 * @param offsets {@code rows + 1}; the list of own row i is {@code [offsets[i], offsets[i + 1])}
 * @param neighbors vertices, nearest first
 * @param distances in the metric's unit, ascending within a row
 */
@SuppressWarnings("ArrayRecordComponent")
public record NeighborBlock(
    Halo halo,
    RowIds ids,
    int[] cells,
    int[] vertices,
    int[] offsets,
    int[] neighbors,
    float[] distances)
    implements RowLists, Serializable {

  /** Returns the number of the block. */
  public int index() {
    return halo.index();
  }

  /** Returns the vertices that are own rows, ascending. */
  public int[] own() {
    return halo.own();
  }

  /** Returns the number of an own row among those of the table. */
  public int number(int row) {
    return vertices[own()[row]];
  }

  /** Returns the numbers of the own rows, ascending. */
  public int[] numbers() {
    int[] numbers = new int[rows()];
    Arrays.setAll(numbers, this::number);
    return numbers;
  }

  /** Returns the own row with a number, negative if there is none. */
  public int row(int number) {
    int vertex = Arrays.binarySearch(vertices, number);
    return vertex < 0 ? vertex : Arrays.binarySearch(own(), vertex);
  }

  /**
   * Returns the forest of the listed edges, between the rows by their numbers.
   *
   * @param weights one a listed neighbour, not NaN
   */
  public ForestPart forest(double[] weights) {
    int[] own = own();
    int[] offsetOf = new int[vertices.length + 1];
    int row = 0;
    for (int v = 0; v < vertices.length; v++) {
      boolean isOwn = row < own.length && own[row] == v;
      offsetOf[v + 1] = offsetOf[v] + (isOwn ? degree(row) : 0);
      row += isOwn ? 1 : 0;
    }
    return ForestPart.among(vertices, MinimumSpanningForest.boruvka(offsetOf, neighbors, weights));
  }

  /** Returns the numbers of the ghosts, by the block whose rows they are. */
  List<Tuple2<Integer, Halo.Message>> needs() {
    List<Tuple2<Integer, Halo.Message>> needs = new ArrayList<>();
    int[][] ghosts = halo.ghosts();
    for (int owner = 0; owner < ghosts.length; owner++) {
      if (ghosts[owner].length > 0) {
        int[] numbers = Arrays.stream(ghosts[owner]).map(v -> vertices[v]).toArray();
        needs.add(new Tuple2<>(owner, new Halo.Message(index(), numbers)));
      }
    }
    return needs;
  }

  /** Returns this block when it knows what others need of it. */
  NeighborBlock sending(List<Halo.Message> needs) {
    int[][] rows = new int[halo.blocks()][0];
    for (Halo.Message need : needs) {
      rows[need.source()] = Arrays.stream(need.values()).map(this::row).toArray();
    }
    return new NeighborBlock(
        new Halo(index(), vertices.length, own(), halo.ghosts(), rows),
        ids,
        cells,
        vertices,
        offsets,
        neighbors,
        distances);
  }
}
