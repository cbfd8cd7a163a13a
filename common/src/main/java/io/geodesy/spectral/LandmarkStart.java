package io.geodesy.spectral;

import io.geodesy.graph.Halo;
import io.geodesy.kernel.SeededStream;
import io.geodesy.table.Kept;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/**
 * Columns near the leading eigenvectors of an operator across blocks: those of its {@link
 * CoarseOperator}, prolonged, so that filtered iteration is spared the rounds in which it would
 * tell smooth vectors from noise.
 *
 * <p>A little of a random column is added to every prolonged one but the first, which is the
 * stationary vector: so no eigenvector is out of reach, for instance one that lives inside an
 * aggregate. Where aggregates are fewer than columns, the others are random.
 *
 * <p>Cost: two jobs and one exchange of 12 bytes a ghost row. Driver memory: that of the coarse
 * operator, and {@code 8 width} bytes an aggregate. Determinism class D0 for a given number of
 * blocks.
 */
final class LandmarkStart {
  /**
   * Length of what is added to a prolonged column of length 1. On 70 000 images 0.1 takes as many
   * products as nothing, 0.3 half as many again.
   */
  private static final double NOISE = 0.1;

  /** An aggregate and the two halves of a float64. */
  private static final int INTS = 3;

  private LandmarkStart() {}

  /** Returns the bytes that the driver holds at most. */
  static long driverBytes(long rows, long entries, int width) {
    long aggregates = Math.min(Landmarks.MOST, rows / Landmarks.ROWS + 1);
    return 24 * Math.min(entries, aggregates * aggregates) + 16L * width * aggregates;
  }

  /**
   * Returns the columns, which are computed whenever they are read.
   *
   * @param blocks of rows, one a partition, kept
   * @param rows of all blocks
   * @param width columns
   */
  static JavaRDD<double[]> of(JavaRDD<RowBlock> blocks, int rows, int width) {
    double share = Landmarks.share(rows);
    try (Kept kept = new Kept()) {
      JavaRDD<Landmarks> landmarks = kept.keep(blocks.map(block -> Landmarks.of(block, share)));
      // One number a block.
      int[] firsts = firsts(landmarks.map(Landmarks::count).collect());
      int total = firsts[firsts.length - 1];
      JavaRDD<int[]> shared =
          Halo.exchange(
              blocks.map(block -> block.matrix().halo()),
              blocks.zip(landmarks).map(own -> shared(own._1(), own._2(), firsts)),
              INTS);
      // As many numbers as there are pairs of aggregates that an entry joins.
      List<CoarseRows> parts =
          blocks
              .zip(landmarks.zip(shared))
              .map(all -> coarseRows(all._1(), all._2()._1(), all._2()._2(), total))
              .collect();
      int found = Math.min(width, total);
      Eigenpairs coarse = CoarseOperator.of(parts).largest(found);
      List<double[]> slices = new ArrayList<>();
      for (int b = 0; b + 1 < firsts.length; b++) {
        slices.add(Arrays.copyOfRange(coarse.vectors(), firsts[b] * found, firsts[b + 1] * found));
      }
      return blocks
          .zip(landmarks.zip(spark(blocks).parallelize(slices, slices.size())))
          .map(all -> prolonged(all._1(), all._2(), rows, width, found));
    }
  }

  private static JavaSparkContext spark(JavaRDD<?> items) {
    return JavaSparkContext.fromSparkContext(items.context());
  }

  private static int[] firsts(List<Integer> counts) {
    int[] firsts = new int[counts.size() + 1];
    for (int b = 0; b < counts.size(); b++) {
      firsts[b + 1] = firsts[b] + counts.get(b);
    }
    return firsts;
  }

  /** Returns what blocks tell each other of their rows: their aggregates and weights. */
  private static int[] shared(RowBlock block, Landmarks landmarks, int[] firsts) {
    int[] shared = new int[INTS * block.rows()];
    for (int i = 0; i < block.rows(); i++) {
      shared[INTS * i] = firsts[block.index()] + landmarks.aggregates()[i];
      Halo.pack(block.scale()[i] * landmarks.prolongation(block, i), shared, INTS * i + 1);
    }
    return shared;
  }

  private static CoarseRows coarseRows(
      RowBlock block, Landmarks landmarks, int[] shared, int total) {
    int[] numbers = new int[shared.length / INTS];
    double[] weights = new double[numbers.length];
    for (int v = 0; v < numbers.length; v++) {
      numbers[v] = shared[INTS * v];
      weights[v] = Halo.unpack(shared, INTS * v + 1);
    }
    return CoarseRows.of(block, landmarks, numbers, weights, total);
  }

  private static double[] prolonged(
      RowBlock block, Tuple2<Landmarks, double[]> coarse, int rows, int width, int found) {
    // A random column has about unit length too.
    double unit = 1 / Math.sqrt(rows);
    double[] x = new double[block.rows() * width];
    for (int i = 0; i < block.rows(); i++) {
      double entry = coarse._1().prolongation(block, i);
      int row = coarse._1().aggregates()[i] * found;
      for (int c = 0; c < width; c++) {
        double smooth = c < found ? entry * coarse._2()[row + c] : 0;
        double share = c == 0 ? 0 : c < found ? NOISE : 1;
        x[i * width + c] =
            share == 0 ? smooth : smooth + share * unit * SeededStream.normal(block.keys()[i], c);
      }
    }
    return x;
  }
}
