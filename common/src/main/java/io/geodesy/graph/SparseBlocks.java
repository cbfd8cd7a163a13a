package io.geodesy.graph;

import io.geodesy.table.ByIndex;
import io.geodesy.table.Kept;
import io.geodesy.table.PartitionItems;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * A symmetric sparse matrix spread over the executors in the blocks of a neighbour graph, for
 * matrices that the driver cannot hold.
 *
 * <p>Cost: one shuffle of 16 bytes a listed pair of two blocks. Executors keep the blocks, on disk
 * where memory is short. Entries have the bits of {@link SparseRows#symmetrize}, in its order.
 * Determinism class D0.
 */
public final class SparseBlocks {
  private final JavaRDD<SparseBlock> blocks;
  private final int rows;

  private SparseBlocks(JavaRDD<SparseBlock> blocks, int rows) {
    this.blocks = blocks;
    this.rows = rows;
  }

  /**
   * Makes directed weights symmetric.
   *
   * @param lists the graph
   * @param directed of every block, the weight of each listed neighbour; 0 where it is as if it was
   *     not listed
   * @param rule for the two weights of a pair
   * @param diagonal the weight of every row with itself
   * @param kept keeps the blocks
   */
  public static SparseBlocks symmetrize(
      NeighborBlocks lists,
      JavaRDD<double[]> directed,
      Symmetrization rule,
      double diagonal,
      Kept kept) {
    JavaRDD<ListedPairs> told =
        JavaPairRDD.fromJavaRDD(
                lists
                    .blocks()
                    .zipPartitions(
                        directed,
                        (block, weights) -> {
                          NeighborBlock own = block.next();
                          double[] given = weights.next();
                          return ListedPairs.byOwner(own, given, e -> given[e] != 0).stream()
                              .filter(pairs -> pairs._1() != own.index())
                              .iterator();
                        }))
            .partitionBy(new ByIndex(lists.blocks().getNumPartitions()))
            .values();
    JavaRDD<SparseBlock> blocks =
        lists
            .blocks()
            .zipPartitions(
                directed,
                (block, weights) -> PartitionItems.one(new Tuple2<>(block.next(), weights.next())))
            .zipPartitions(
                told,
                (here, others) -> {
                  Tuple2<NeighborBlock, double[]> own = here.next();
                  return PartitionItems.one(
                      SparseBlock.symmetrize(
                          own._1(), own._2(), PartitionItems.list(others), rule, diagonal));
                });
    return new SparseBlocks(kept.keep(blocks), lists.rows());
  }

  /** Returns the number of rows. */
  public int rows() {
    return rows;
  }

  /** Returns the blocks, one a partition. */
  public JavaRDD<SparseBlock> blocks() {
    return blocks;
  }

  /** Returns what every block shares with others. */
  public JavaRDD<Halo> halos() {
    return blocks.map(SparseBlock::halo);
  }
}
