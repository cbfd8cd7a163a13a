package io.geodesy.jobs.cluster;

import io.geodesy.graph.ForestPart;
import io.geodesy.graph.MinimumSpanningForest;
import io.geodesy.graph.NeighborBlock;
import io.geodesy.graph.NeighborBlocks;
import io.geodesy.table.PartitionItems;
import java.util.Arrays;
import java.util.Collections;
import org.apache.spark.api.java.JavaRDD;

/**
 * Mutual reachability, as {@link MutualReachability}, of lists that are on the executors.
 *
 * <p>Cost: one exchange of 4 bytes a ghost; the driver gets 4 bytes a row of each array asked for,
 * and the forest. Determinism class D0: the same bits as in the driver.
 */
final class BlockReachability {
  private final NeighborBlocks blocks;
  private final int minPoints;

  /**
   * Reachability on blocks.
   *
   * @param asked neighbour that gives the core distance; fewer in a smaller table
   * @throws io.geodesy.error.ConfigException if the lists are too short
   */
  BlockReachability(NeighborBlocks blocks, int asked) {
    this.blocks = blocks;
    int listed = Collections.min(blocks.blocks().map(NeighborBlock::minDegree).collect());
    this.minPoints = ReachabilityTree.minPoints(asked, blocks.rows(), listed);
  }

  /** Returns the neighbour that gives the core distance. */
  int minPoints() {
    return minPoints;
  }

  /** Returns the minimum spanning forest of the neighbour graph under mutual reachability. */
  MinimumSpanningForest forest() {
    int points = minPoints;
    JavaRDD<int[]> known =
        blocks.exchange(blocks.blocks().map(block -> bits(cores(block, points))), 1);
    return ForestPart.merge(
        blocks
            .blocks()
            .zipPartitions(
                known, (block, cores) -> PartitionItems.one(forest(block.next(), cores.next()))),
        blocks.rows());
  }

  /** Returns the core distance of every row. */
  float[] cores() {
    int points = minPoints;
    return collected(blocks.blocks().map(block -> cores(block, points)));
  }

  /** Returns the distance of every row up to which all rows are in its list. */
  float[] reach() {
    int n = blocks.rows();
    return collected(blocks.blocks().map(block -> reach(block, n)));
  }

  private float[] collected(JavaRDD<float[]> values) {
    float[] all = new float[blocks.rows()];
    for (NeighborBlocks.Said<float[]> said : blocks.collect(values)) {
      for (int i = 0; i < said.numbers().length; i++) {
        all[said.numbers()[i]] = said.values()[i];
      }
    }
    return all;
  }

  private static float[] cores(NeighborBlock block, int minPoints) {
    float[] cores = new float[block.rows()];
    for (int i = 0; minPoints > 0 && i < cores.length; i++) {
      cores[i] = block.distances()[block.offsets()[i] + minPoints - 1];
    }
    return cores;
  }

  private static float[] reach(NeighborBlock block, int n) {
    float[] reach = new float[block.rows()];
    for (int i = 0; i < reach.length; i++) {
      reach[i] =
          MutualReachability.reach(
              block.distances(), block.offsets()[i], block.offsets()[i + 1], n);
    }
    return reach;
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
    return bits;
  }

  private static ForestPart forest(NeighborBlock block, int[] cores) {
    double[] weights = new double[block.neighbors().length];
    for (int i = 0; i < block.rows(); i++) {
      float own = Float.intBitsToFloat(cores[block.own()[i]]);
      for (int e = block.offsets()[i]; e < block.offsets()[i + 1]; e++) {
        float other = Float.intBitsToFloat(cores[block.neighbors()[e]]);
        weights[e] = MutualReachability.between(block.distances()[e], own, other);
      }
    }
    return block.forest(weights);
  }
}
