package io.geodesy.graph;

import io.geodesy.kernel.UnionFind;
import io.geodesy.table.Handover;
import io.geodesy.table.Kept;
import io.geodesy.table.PartitionItems;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The {@link ConnectedComponents} of a matrix that is on the executors, numbered as there.
 *
 * <p>Every block finds the pieces that its own entries join; the driver joins pieces that have a
 * row in common, so that no round of messages goes from row to row, however long a component is.
 * Cost: one exchange of 4 bytes a ghost. Driver memory: about 50 bytes a piece, of which there are
 * few where blocks hold rows that are near each other, and at most one a row. Determinism class D0.
 *
 * @param labels of every block, the component of every own row
 * @param sizes rows of every component, descending
 * @param kept what the executors keep until this is closed
 */
@SuppressWarnings("ArrayRecordComponent")
public record BlockComponents(JavaRDD<int[]> labels, int[] sizes, Kept kept)
    implements AutoCloseable {

  /** Finds the components. */
  public static BlockComponents of(SparseBlocks matrix) {
    return Kept.by(kept -> of(matrix, kept));
  }

  private static BlockComponents of(SparseBlocks matrix, Kept kept) {
    JavaRDD<Pieces> pieces = kept.keep(matrix.blocks().map(Pieces::of));
    List<Summary> summaries = Handover.collect(pieces.map(Pieces::summary));
    int[] firsts = new int[summaries.size() + 1];
    for (int b = 0; b < summaries.size(); b++) {
      firsts[b + 1] = Math.addExact(firsts[b], summaries.get(b).rows.length);
    }
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(pieces.context());
    JavaRDD<int[]> own =
        pieces
            .zip(perBlock(spark, Arrays.stream(firsts, 0, summaries.size()).boxed().toList()))
            .map(pair -> pair._1().ownFrom(pair._2()));
    JavaRDD<int[]> meetings =
        pieces.zipPartitions(
            Halo.exchange(matrix.halos(), own, 1),
            (here, known) -> PartitionItems.one(here.next().meetings(known.next())));
    UnionFind sets = new UnionFind(firsts[summaries.size()]);
    for (int[] pairs : Handover.collect(meetings)) {
      for (int p = 0; p < pairs.length; p += 2) {
        sets.union(pairs[p], pairs[p + 1]);
      }
    }
    return numbered(spark, pieces, summaries, firsts, sets, kept);
  }

  private static BlockComponents numbered(
      JavaSparkContext spark,
      JavaRDD<Pieces> pieces,
      List<Summary> summaries,
      int[] firsts,
      UnionFind sets,
      Kept kept) {
    int all = firsts[summaries.size()];
    int[] rows = new int[all];
    int[] smallest = new int[all];
    Arrays.fill(smallest, Integer.MAX_VALUE);
    for (int b = 0; b < summaries.size(); b++) {
      for (int p = 0; p < summaries.get(b).rows.length; p++) {
        int set = sets.find(firsts[b] + p);
        rows[set] += summaries.get(b).rows[p];
        smallest[set] = Math.min(smallest[set], summaries.get(b).smallest[p]);
      }
    }
    int[] order =
        IntStream.range(0, all)
            .filter(set -> rows[set] > 0)
            .boxed()
            .sorted(
                Comparator.comparingInt((Integer set) -> -rows[set])
                    .thenComparingInt(set -> smallest[set]))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] rank = new int[all];
    for (int r = 0; r < order.length; r++) {
      rank[order[r]] = r;
    }
    List<int[]> labels = new ArrayList<>();
    for (int b = 0; b < summaries.size(); b++) {
      int first = firsts[b];
      labels.add(
          IntStream.range(first, firsts[b + 1]).map(piece -> rank[sets.find(piece)]).toArray());
    }
    JavaRDD<int[]> found =
        kept.keep(pieces.zip(perBlock(spark, labels)).map(pair -> pair._1().labels(pair._2())));
    return new BlockComponents(found, Arrays.stream(order).map(set -> rows[set]).toArray(), kept);
  }

  private static <T> JavaRDD<T> perBlock(JavaSparkContext spark, List<T> values) {
    return spark.parallelize(values, values.size());
  }

  /** Returns the number of components. */
  public int count() {
    return sizes.length;
  }

  @Override
  public void close() {
    kept.close();
  }

  /** Of every piece of a block: its own rows, and the smallest number among them. */
  private record Summary(int[] rows, int[] smallest) implements Serializable {}

  /**
   * The pieces that the entries of a block join.
   *
   * @param own vertices
   * @param piece of every vertex
   */
  private record Pieces(int[] own, int[] piece, Summary summary) implements Serializable {
    static Pieces of(SparseBlock block) {
      UnionFind sets = new UnionFind(block.vertices().length);
      for (int i = 0; i < block.rows(); i++) {
        for (int e = block.offsets()[i]; e < block.offsets()[i + 1]; e++) {
          sets.union(block.halo().own()[i], block.columns()[e]);
        }
      }
      int[] piece = new int[block.vertices().length];
      int[] ofSet = new int[piece.length];
      Arrays.fill(ofSet, -1);
      int count = 0;
      for (int v = 0; v < piece.length; v++) {
        int set = sets.find(v);
        ofSet[set] = ofSet[set] < 0 ? count++ : ofSet[set];
        piece[v] = ofSet[set];
      }
      int[] rows = new int[count];
      int[] smallest = new int[count];
      int[] own = block.halo().own();
      for (int i = own.length - 1; i >= 0; i--) {
        rows[piece[own[i]]]++;
        smallest[piece[own[i]]] = block.number(i);
      }
      return new Pieces(own, piece, new Summary(rows, smallest));
    }

    /** The pieces of own rows, numbered among all. */
    int[] ownFrom(int first) {
      return Arrays.stream(own).map(v -> first + piece[v]).toArray();
    }

    /** Pairs of pieces, numbered among all, that have a row in common: each once. */
    int[] meetings(int[] known) {
      // An own row tells where this block's pieces are numbered from; a block without rows is none.
      int first = own.length == 0 ? 0 : known[own[0]] - piece[own[0]];
      long[] pairs = new long[piece.length];
      int count = 0;
      for (int v = 0; v < piece.length; v++) {
        if (known[v] != first + piece[v]) {
          pairs[count++] = (long) (first + piece[v]) << 32 | known[v];
        }
      }
      return Arrays.stream(pairs, 0, count)
          .sorted()
          .distinct()
          .boxed()
          .flatMapToInt(pair -> IntStream.of((int) (pair >>> 32), pair.intValue()))
          .toArray();
    }

    int[] labels(int[] ofPiece) {
      return Arrays.stream(own).map(v -> ofPiece[piece[v]]).toArray();
    }
  }
}
