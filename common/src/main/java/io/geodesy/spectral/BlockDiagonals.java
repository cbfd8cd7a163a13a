package io.geodesy.spectral;

import io.geodesy.graph.Halo;
import io.geodesy.graph.NeighborBlocks;
import io.geodesy.graph.SparseBlock;
import io.geodesy.graph.SparseBlocks;
import io.geodesy.table.Kept;
import io.geodesy.table.PartitionItems;
import java.util.Arrays;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * The {@link OperatorDiagonals} of weights that are on the executors, of the rows of every block:
 * one exchange of 8 bytes a ghost. Determinism class D0: the bits that they have in the driver.
 */
final class BlockDiagonals {
  private BlockDiagonals() {}

  /**
   * Normalises weights.
   *
   * @param lists of the neighbours
   * @param weights of these
   * @param rho of a variable bandwidth, else empty arrays
   * @param dimension of a variable bandwidth
   * @param alpha exponent of the density
   * @param kept keeps the densities
   */
  static JavaRDD<OperatorDiagonals> of(
      NeighborBlocks lists,
      SparseBlocks weights,
      JavaRDD<double[]> rho,
      int dimension,
      double alpha,
      Kept kept) {
    JavaRDD<double[]> density =
        kept.keep(
            weights
                .blocks()
                .zipPartitions(
                    rho,
                    (block, widths) ->
                        PartitionItems.one(
                            OperatorDiagonals.density(
                                rowSums(block.next()), widths.next(), dimension))));
    JavaRDD<double[]> powers = density.map(own -> OperatorDiagonals.powers(own, alpha));
    JavaRDD<double[]> degree =
        weights
            .blocks()
            .zipPartitions(
                Halo.exchange(weights.halos(), powers),
                (block, known) -> PartitionItems.one(degree(block.next(), known.next())));
    return lists
        .blocks()
        .zipPartitions(
            density.zip(degree).zip(rho),
            (block, parts) -> {
              Tuple2<Tuple2<double[], double[]>, double[]> own = parts.next();
              double[] densities = own._1()._1();
              OperatorDiagonals diagonals =
                  OperatorDiagonals.of(
                      densities,
                      own._1()._2(),
                      OperatorDiagonals.powers(densities, alpha),
                      own._2());
              diagonals.requireDegrees(alpha, dimension, block.next().ids()::get);
              return PartitionItems.one(diagonals);
            });
  }

  private static double[] rowSums(SparseBlock block) {
    double[] ones = new double[block.vertices().length];
    Arrays.fill(ones, 1);
    double[] sums = new double[block.rows()];
    block.multiply(ones, sums, 1);
    return sums;
  }

  private static double[] degree(SparseBlock block, double[] powers) {
    double[] sums = new double[block.rows()];
    block.multiply(powers, sums, 1);
    for (int i = 0; i < sums.length; i++) {
      sums[i] *= powers[block.halo().own()[i]];
    }
    return sums;
  }
}
