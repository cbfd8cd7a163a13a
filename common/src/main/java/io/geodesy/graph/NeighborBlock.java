package io.geodesy.graph;

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
 * its vertices. Memory: 8 bytes a neighbour, 16 a row, 8 a ghost.
 *
 * @param index of the block
 * @param vertices numbers of own rows and ghosts, ascending
 * @param own vertices that are own rows, ascending: the rows of the block in their order
 * @param offsets {@code rows + 1}; the list of own row i is {@code [offsets[i], offsets[i + 1])}
 * @param neighbors vertices, nearest first
 * @param distances in the metric's unit, ascending within a row
 * @param ghosts of every block: the vertices that are its rows, ascending
 * @param sent to every block: the own rows that are its ghosts, ascending
 */
@SuppressWarnings("ArrayRecordComponent")
public record NeighborBlock(
    int index,
    int[] vertices,
    int[] own,
    int[] offsets,
    int[] neighbors,
    float[] distances,
    int[][] ghosts,
    int[][] sent)
    implements Serializable {

  /** Returns the number of own rows. */
  public int rows() {
    return own.length;
  }

  /** Returns the number of an own row among those of the table. */
  public int number(int row) {
    return vertices[own[row]];
  }

  /** Returns the numbers of the own rows, ascending. */
  public int[] numbers() {
    int[] numbers = new int[own.length];
    Arrays.setAll(numbers, this::number);
    return numbers;
  }

  /** Returns the own row with a number, negative if there is none. */
  public int row(int number) {
    int vertex = Arrays.binarySearch(vertices, number);
    return vertex < 0 ? vertex : Arrays.binarySearch(own, vertex);
  }

  /**
   * Returns the forest of the listed edges, between the rows by their numbers.
   *
   * @param weights one a listed neighbour, not NaN
   */
  public ForestPart forest(double[] weights) {
    int[] offsetOf = new int[vertices.length + 1];
    int row = 0;
    for (int v = 0; v < vertices.length; v++) {
      boolean isOwn = row < own.length && own[row] == v;
      offsetOf[v + 1] = offsetOf[v] + (isOwn ? offsets[row + 1] - offsets[row] : 0);
      row += isOwn ? 1 : 0;
    }
    return ForestPart.among(vertices, MinimumSpanningForest.boruvka(offsetOf, neighbors, weights));
  }

  /** Returns the numbers of the ghosts, by the block whose rows they are. */
  List<Tuple2<Integer, Message>> needs() {
    List<Tuple2<Integer, Message>> needs = new ArrayList<>();
    for (int owner = 0; owner < ghosts.length; owner++) {
      if (ghosts[owner].length > 0) {
        int[] numbers = Arrays.stream(ghosts[owner]).map(v -> vertices[v]).toArray();
        needs.add(new Tuple2<>(owner, new Message(index, numbers)));
      }
    }
    return needs;
  }

  /** Returns this block when it knows what others need of it. */
  NeighborBlock sending(List<Message> needs) {
    int[][] rows = new int[ghosts.length][0];
    for (Message need : needs) {
      rows[need.source] = Arrays.stream(need.values).map(this::row).toArray();
    }
    return new NeighborBlock(index, vertices, own, offsets, neighbors, distances, ghosts, rows);
  }

  /**
   * Returns the messages by which others learn values of own rows, by the block they go to.
   *
   * @param values {@code rows x width}
   * @param width values a row
   */
  List<Tuple2<Integer, Message>> messages(int[] values, int width) {
    List<Tuple2<Integer, Message>> messages = new ArrayList<>();
    for (int target = 0; target < sent.length; target++) {
      if (sent[target].length > 0) {
        int[] packed = new int[sent[target].length * width];
        for (int i = 0; i < sent[target].length; i++) {
          System.arraycopy(values, sent[target][i] * width, packed, i * width, width);
        }
        messages.add(new Tuple2<>(target, new Message(index, packed)));
      }
    }
    return messages;
  }

  /** Returns the values of own rows at their vertices, with room for those of the ghosts. */
  int[] extended(int[] values, int width) {
    int[] all = new int[vertices.length * width];
    for (int i = 0; i < own.length; i++) {
      System.arraycopy(values, i * width, all, own[i] * width, width);
    }
    return all;
  }

  /** Puts the values of a message where they belong. */
  void receive(Message message, int[] extended, int width) {
    int[] places = ghosts[message.source];
    for (int g = 0; g < places.length; g++) {
      System.arraycopy(message.values, g * width, extended, places[g] * width, width);
    }
  }

  /** Numbers for another block, in an order that both know. */
  @SuppressWarnings("ArrayRecordComponent")
  record Message(int source, int[] values) implements Serializable {}
}
