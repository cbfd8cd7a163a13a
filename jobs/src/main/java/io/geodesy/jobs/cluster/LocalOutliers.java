package io.geodesy.jobs.cluster;

import io.geodesy.graph.Halo;
import io.geodesy.graph.NeighborBlock;
import io.geodesy.graph.NeighborBlocks;
import io.geodesy.graph.NeighborLists;
import io.geodesy.graph.RowLists;
import io.geodesy.table.PartitionItems;
import java.util.Arrays;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * How much sparser the surroundings of a row are than those of its neighbours, for methods that
 * have no outlier score of their own: {@code 1 - 1 / max(1, q)}, where q is the distance to the
 * last neighbour over the mean of that distance over the neighbours. 0 where a row is as dense as
 * its neighbours, 1/2 where it is twice as far out.
 *
 * <p>Cost: one pass over the lists. Determinism class D0.
 *
 * <p>Papers: Breunig, Kriegel, Ng, Sander, LOF, SIGMOD 2000; Schubert, Zimek, Kriegel, Local
 * outlier detection reconsidered, Data Mining and Knowledge Discovery 2014. Differs from the
 * papers: their simplified factor, brought into [0, 1).
 */
final class LocalOutliers {
  private LocalOutliers() {}

  /** Returns a score a row. */
  static double[] of(NeighborLists lists) {
    double[] last = new double[lists.rows()];
    Arrays.setAll(last, i -> last(lists, i));
    return of(lists, last, last);
  }

  /** Returns a score a row of every block: one exchange of 8 bytes a ghost. */
  static JavaRDD<double[]> of(NeighborBlocks blocks) {
    JavaRDD<double[]> own = blocks.blocks().map(LocalOutliers::last);
    return blocks
        .blocks()
        .zipPartitions(
            own.zip(Halo.exchange(blocks.halos(), own)),
            (block, parts) -> {
              Tuple2<double[], double[]> last = parts.next();
              return PartitionItems.one(of(block.next(), last._1(), last._2()));
            });
  }

  /**
   * Returns a score a row.
   *
   * @param own distance to the last neighbour, one a row
   * @param known the same of all that lists name
   */
  private static double[] of(RowLists lists, double[] own, double[] known) {
    double[] scores = new double[own.length];
    for (int i = 0; i < scores.length; i++) {
      double sum = 0;
      for (int e = lists.offsets()[i]; e < lists.offsets()[i + 1]; e++) {
        sum += known[lists.neighbors()[e]];
      }
      double mean = lists.degree(i) == 0 ? own[i] : sum / lists.degree(i);
      scores[i] = own[i] > mean ? 1 - mean / own[i] : 0;
    }
    return scores;
  }

  private static double[] last(NeighborBlock block) {
    double[] last = new double[block.rows()];
    Arrays.setAll(last, i -> last(block, i));
    return last;
  }

  private static double last(RowLists lists, int row) {
    return lists.degree(row) == 0 ? 0 : lists.distances()[lists.offsets()[row + 1] - 1];
  }
}
