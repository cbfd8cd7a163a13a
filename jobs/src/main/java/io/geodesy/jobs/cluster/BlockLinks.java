package io.geodesy.jobs.cluster;

import io.geodesy.graph.ListedPairs;
import io.geodesy.graph.NeighborBlock;
import io.geodesy.graph.NeighborBlocks;
import io.geodesy.graph.SparseBlocks;
import io.geodesy.graph.Symmetrization;
import io.geodesy.table.ByIndex;
import io.geodesy.table.Kept;
import io.geodesy.table.PartitionItems;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * The {@link RowLinks} of lists that are on the executors: links of the {@link
 * SharedNeighborGraph}, without the graph; and where a method needs it, the graph.
 *
 * <p>Blocks learn the lists of their ghosts and weigh what their own rows list. A pair that only
 * one side lists is made known to the other. Cost: {@code 4 k} bytes a ghost, 16 bytes a pair that
 * one side lists, {@code 4 n} bytes broadcast; the driver gets 32 bytes a row. Determinism class
 * D0: the same bits as in the driver.
 */
final class BlockLinks {
  private final NeighborBlocks blocks;

  BlockLinks(NeighborBlocks blocks) {
    this.blocks = blocks;
  }

  /**
   * Measures rows.
   *
   * @param cluster one a row
   */
  RowLinks of(int[] cluster) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(blocks.blocks().context());
    Broadcast<int[]> clusters = spark.broadcast(cluster);
    JavaRDD<Weighed> weighed = weighed().persist(StorageLevel.MEMORY_AND_DISK());
    try {
      RowLinks all = RowLinks.empty(cluster.length);
      for (NeighborBlocks.Said<RowLinks> said : blocks.collect(links(weighed, clusters))) {
        RowLinks some = said.values();
        for (int i = 0; i < said.numbers().length; i++) {
          int row = said.numbers()[i];
          all.degrees()[row] = some.degrees()[i];
          all.inside()[row] = some.inside()[i];
          all.same()[row] = some.same()[i];
          all.listed()[row] = some.listed()[i];
          all.distances()[row] = some.distances()[i];
        }
      }
      return all;
    } finally {
      weighed.unpersist();
      clusters.destroy();
    }
  }

  private JavaRDD<Weighed> weighed() {
    int width = width();
    return onLists(width, (block, known) -> Weighed.of(block, known, width));
  }

  /**
   * Makes the {@link SharedNeighborGraph}.
   *
   * @param kept keeps it
   */
  SparseBlocks graph(Kept kept) {
    int width = width();
    JavaRDD<double[]> directed =
        onLists(width, (block, known) -> Weighed.similarities(block, known, width).weights);
    return SparseBlocks.symmetrize(blocks, directed, Symmetrization.MEAN, 0, kept);
  }

  /** Returns the numbers that a list takes: its length stands before it. */
  private int width() {
    return 1
        + blocks.blocks().map(NeighborBlock::maxDegree).collect().stream()
            .mapToInt(l -> l)
            .max()
            .orElse(0);
  }

  /** Does something with the blocks and the lists of all their vertices. */
  private <T> JavaRDD<T> onLists(int width, Function2<NeighborBlock, int[], T> work) {
    JavaRDD<int[]> lists =
        blocks.exchange(blocks.blocks().map(block -> packed(block, width)), width);
    return blocks
        .blocks()
        .zipPartitions(
            lists, (block, known) -> PartitionItems.one(work.call(block.next(), known.next())));
  }

  private JavaRDD<RowLinks> links(JavaRDD<Weighed> weighed, Broadcast<int[]> clusters) {
    JavaRDD<ListedPairs> told =
        JavaPairRDD.fromJavaRDD(weighed.flatMap(w -> w.oneSided.iterator()))
            .partitionBy(new ByIndex(blocks.blocks().getNumPartitions()))
            .values();
    return weighed.zipPartitions(
        told, (own, others) -> PartitionItems.one(own.next().links(others, clusters.value())));
  }

  /** Every row's list as numbers, ascending, behind its length. */
  private static int[] packed(NeighborBlock block, int width) {
    int[] packed = new int[block.rows() * width];
    for (int i = 0; i < block.rows(); i++) {
      int from = block.offsets()[i];
      int length = block.offsets()[i + 1] - from;
      packed[i * width] = length;
      for (int j = 0; j < length; j++) {
        packed[i * width + 1 + j] = block.vertices()[block.neighbors()[from + j]];
      }
      Arrays.sort(packed, i * width + 1, i * width + 1 + length);
    }
    return packed;
  }

  /**
   * A block whose listed pairs are weighed.
   *
   * @param weights one a listed neighbour
   * @param oneSided by the block that is to know
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Weighed(
      NeighborBlock block, float[] weights, List<Tuple2<Integer, ListedPairs>> oneSided)
      implements Serializable {

    static Weighed of(NeighborBlock block, int[] lists, int width) {
      Similarities found = similarities(block, lists, width);
      float[] weights = new float[found.weights.length];
      double[] told = new double[weights.length];
      for (int e = 0; e < weights.length; e++) {
        double weight = found.weights[e];
        weights[e] = (float) Symmetrization.MEAN.combine(weight, found.isMutual[e] ? weight : 0);
        told[e] = weights[e];
      }
      return new Weighed(block, weights, ListedPairs.byOwner(block, told, e -> !found.isMutual[e]));
    }

    /** Of every listed pair, the similarity of the lists and whether both list each other. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Similarities(double[] weights, boolean[] isMutual) {}

    private static Similarities similarities(NeighborBlock block, int[] lists, int width) {
      double[] weights = new double[block.neighbors().length];
      boolean[] isMutual = new boolean[weights.length];
      for (int i = 0; i < block.rows(); i++) {
        int own = block.own()[i];
        for (int e = block.offsets()[i]; e < block.offsets()[i + 1]; e++) {
          int at = block.neighbors()[e] * width;
          isMutual[e] =
              Arrays.binarySearch(lists, at + 1, at + 1 + lists[at], block.vertices()[own]) >= 0;
          weights[e] = similarity(lists, own * width, at, isMutual[e]);
        }
      }
      return new Similarities(weights, isMutual);
    }

    /** The Jaccard similarity of two lists, each row counted into its own. */
    private static double similarity(int[] lists, int a, int b, boolean isMutual) {
      // The row of b is in the list of a; that of a is in the list of b if the pair is mutual.
      int shared = isMutual ? 2 : 1;
      int i = a + 1;
      int j = b + 1;
      int endA = i + lists[a];
      int endB = j + lists[b];
      while (i < endA && j < endB) {
        shared += lists[i] == lists[j] ? 1 : 0;
        int step = Integer.compare(lists[i], lists[j]);
        i += step <= 0 ? 1 : 0;
        j += step >= 0 ? 1 : 0;
      }
      int union = lists[a] + 1 + lists[b] + 1 - shared;
      return (double) shared / union;
    }

    RowLinks links(Iterator<ListedPairs> told, int[] cluster) {
      List<ListedPairs> all = PartitionItems.list(told);
      int[] starts = new int[block.rows() + 1];
      for (int i = 0; i < block.rows(); i++) {
        starts[i + 1] = block.offsets()[i + 1] - block.offsets()[i];
      }
      for (ListedPairs some : all) {
        for (int row : some.rows()) {
          starts[block.row(row) + 1]++;
        }
      }
      for (int i = 0; i < block.rows(); i++) {
        starts[i + 1] += starts[i];
      }
      // A link is its column above the bits of its weight, so that sorting orders by column.
      long[] links = new long[starts[block.rows()]];
      int[] filled = starts.clone();
      for (int i = 0; i < block.rows(); i++) {
        for (int e = block.offsets()[i]; e < block.offsets()[i + 1]; e++) {
          links[filled[i]++] = link(block.vertices()[block.neighbors()[e]], weights[e]);
        }
      }
      for (ListedPairs some : all) {
        for (int p = 0; p < some.count(); p++) {
          links[filled[block.row(some.rows()[p])]++] =
              link(some.listers()[p], (float) some.weights()[p]);
        }
      }
      return measured(links, starts, cluster);
    }

    private RowLinks measured(long[] links, int[] starts, int[] cluster) {
      RowLinks found = RowLinks.empty(block.rows());
      for (int i = 0; i < block.rows(); i++) {
        int own = cluster[block.number(i)];
        Arrays.sort(links, starts[i], starts[i + 1]);
        for (int l = starts[i]; l < starts[i + 1]; l++) {
          float weight = Float.intBitsToFloat((int) links[l]);
          found.degrees()[i] += weight;
          found.inside()[i] += cluster[(int) (links[l] >>> 32)] == own ? weight : 0;
        }
        for (int e = block.offsets()[i]; e < block.offsets()[i + 1]; e++) {
          boolean isSame = cluster[block.vertices()[block.neighbors()[e]]] == own;
          found.same()[i] += isSame ? 1 : 0;
          found.listed()[i]++;
          found.distances()[i] += block.distances()[e];
        }
      }
      return found;
    }

    private static long link(int column, float weight) {
      return (long) column << 32 | Float.floatToRawIntBits(weight);
    }
  }
}
