package io.geodesy.graph;

import io.geodesy.table.ByIndex;
import io.geodesy.table.PartitionItems;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * What a block of rows shares with others: its vertices are its own rows and its ghosts, the rows
 * of other blocks that it reads; and it knows which of its rows are ghosts elsewhere. Two blocks
 * list what they share in the same order, so that a message is values without names.
 *
 * @param index of the block
 * @param vertices how many there are
 * @param own vertices that are own rows: the rows of the block in their order
 * @param ghosts of every block: the vertices that are its rows, in the order of these
 * @param sent to every block: the own rows that are its ghosts, ascending
 */
@SuppressWarnings("ArrayRecordComponent")
public record Halo(int index, int vertices, int[] own, int[][] ghosts, int[][] sent)
    implements Serializable {

  /** Returns the vertices of every other block, from the block of every vertex. */
  static int[][] ghosts(int index, int blocks, int[] owners) {
    int[] counts = new int[blocks];
    for (int owner : owners) {
      counts[owner] += owner == index ? 0 : 1;
    }
    int[][] ghosts = new int[blocks][];
    Arrays.setAll(ghosts, b -> new int[counts[b]]);
    Arrays.fill(counts, 0);
    for (int v = 0; v < owners.length; v++) {
      if (owners[v] != index) {
        ghosts[owners[v]][counts[owners[v]]++] = v;
      }
    }
    return ghosts;
  }

  /** Returns the number of own rows. */
  public int rows() {
    return own.length;
  }

  /** Returns how many blocks there are. */
  public int blocks() {
    return ghosts.length;
  }

  /** Returns the number of ghosts. */
  public int ghostCount() {
    return vertices - own.length;
  }

  /** Returns the block of every vertex. */
  public int[] owners() {
    int[] owners = new int[vertices];
    Arrays.fill(owners, index);
    for (int b = 0; b < ghosts.length; b++) {
      for (int ghost : ghosts[b]) {
        owners[ghost] = b;
      }
    }
    return owners;
  }

  /**
   * Returns the ghosts that are needed, by the block that has them and in its order.
   *
   * @param isNeeded one a vertex
   * @param places of vertices among the rows that their block keeps
   */
  int[] ghostsInOrder(boolean[] isNeeded, int[] places) {
    return Arrays.stream(ghosts)
        .flatMapToInt(
            some ->
                Arrays.stream(some)
                    .filter(v -> isNeeded[v])
                    .mapToLong(v -> (long) places[v] << 32 | v)
                    .sorted()
                    .mapToInt(key -> (int) key))
        .toArray();
  }

  /**
   * Returns what is left when every block keeps some rows, in an order of its own: own rows come
   * first, then {@link #ghostsInOrder}.
   *
   * @param rows how many own rows are kept
   * @param isNeeded one a vertex; two blocks that share a row say the same of it
   * @param places of vertices among the rows that their block keeps, negative for others
   */
  Halo among(int rows, boolean[] isNeeded, int[] places) {
    int[][] keptGhosts = new int[blocks()][];
    int next = rows;
    for (int b = 0; b < blocks(); b++) {
      int count = (int) Arrays.stream(ghosts[b]).filter(v -> isNeeded[v]).count();
      keptGhosts[b] = IntStream.range(next, next + count).toArray();
      next += count;
    }
    return new Halo(
        index,
        next,
        IntStream.range(0, rows).toArray(),
        keptGhosts,
        Arrays.stream(sent)
            .map(
                some ->
                    Arrays.stream(some)
                        .map(i -> places[own[i]])
                        .filter(place -> place >= 0)
                        .sorted()
                        .toArray())
            .toArray(int[][]::new));
  }

  /**
   * Returns values of the vertices of every block, of which each gives those of its own rows: one
   * shuffle of {@code 4 width} bytes a ghost.
   *
   * @param halos one a partition
   * @param values of every block, {@code rows x width}
   * @param width values a row
   */
  public static JavaRDD<int[]> exchange(JavaRDD<Halo> halos, JavaRDD<int[]> values, int width) {
    JavaRDD<Message> messages =
        JavaPairRDD.fromJavaRDD(
                halos.zipPartitions(
                    values, (halo, own) -> halo.next().messages(own.next(), width).iterator()))
            .partitionBy(new ByIndex(halos.getNumPartitions()))
            .values();
    return halos
        .zipPartitions(
            values, (halo, own) -> PartitionItems.one(new Tuple2<>(halo.next(), own.next())))
        .zipPartitions(
            messages,
            (pair, received) -> {
              Tuple2<Halo, int[]> here = pair.next();
              int[] extended = here._1().extended(here._2(), width);
              received.forEachRemaining(m -> here._1().receive(m, extended, width));
              return PartitionItems.one(extended);
            });
  }

  /** As {@link #exchange(JavaRDD, JavaRDD, int)} for one float64 a row, to the bit. */
  public static JavaRDD<double[]> exchange(JavaRDD<Halo> halos, JavaRDD<double[]> values) {
    return exchange(halos, values.map(Halo::packed), 2).map(Halo::unpacked);
  }

  private static int[] packed(double[] values) {
    int[] packed = new int[2 * values.length];
    for (int i = 0; i < values.length; i++) {
      pack(values[i], packed, 2 * i);
    }
    return packed;
  }

  private static double[] unpacked(int[] packed) {
    double[] values = new double[packed.length / 2];
    Arrays.setAll(values, i -> unpack(packed, 2 * i));
    return values;
  }

  /** Writes a float64 as two of the values that {@link #exchange} moves, to the bit. */
  public static void pack(double value, int[] into, int at) {
    long bits = Double.doubleToRawLongBits(value);
    into[at] = (int) (bits >>> Integer.SIZE);
    into[at + 1] = (int) bits;
  }

  /** Reads what {@link #pack} wrote. */
  public static double unpack(int[] from, int at) {
    return Double.longBitsToDouble(
        ((long) from[at] << Integer.SIZE) | Integer.toUnsignedLong(from[at + 1]));
  }

  private List<Tuple2<Integer, Message>> messages(int[] values, int width) {
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
  private int[] extended(int[] values, int width) {
    int[] all = new int[vertices * width];
    for (int i = 0; i < own.length; i++) {
      System.arraycopy(values, i * width, all, own[i] * width, width);
    }
    return all;
  }

  private void receive(Message message, int[] extended, int width) {
    int[] places = ghosts[message.source];
    for (int g = 0; g < places.length; g++) {
      System.arraycopy(message.values, g * width, extended, places[g] * width, width);
    }
  }

  /** Numbers for another block, in an order that both know. */
  @SuppressWarnings("ArrayRecordComponent")
  record Message(int source, int[] values) implements Serializable {}
}
