package io.geodesy.spectral;

import io.geodesy.kernel.Workers;
import io.geodesy.table.Kept;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * A diffusion operator whose rows live on the executors; a product broadcasts the block of vectors
 * and collects its image.
 *
 * <p>Cost of a product: {@code 8 n width} bytes to every executor and as many back, one Spark job.
 * Driver memory: three blocks. The values have the same bits as in the driver (class D0).
 */
public final class BroadcastOperator implements SymmetricOperator, AutoCloseable {
  private final DiffusionOperator operator;
  private final JavaSparkContext spark;
  private final JavaRDD<RowBlock> blocks;
  private final int count;
  private final Kept kept = new Kept();

  /**
   * Sends the rows to the executors.
   *
   * @param session whose executors hold them
   * @param operator to multiply
   * @param count of row blocks
   */
  public BroadcastOperator(SparkSession session, DiffusionOperator operator, int count) {
    this.operator = operator;
    this.count = count;
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.blocks = RowBlocks.onExecutors(spark, operator, count, new long[operator.rows()], kept);
  }

  @Override
  public int rows() {
    return operator.rows();
  }

  @Override
  public void multiply(double[] x, double[] y, int width, Workers workers) {
    int n = rows();
    double[] scaled = new double[n * width];
    workers.forRanges(
        n,
        4096,
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            for (int at = i * width; at < (i + 1) * width; at++) {
              scaled[at] = operator.scale(i) * x[at];
            }
          }
        });
    Broadcast<double[]> sent = spark.broadcast(scaled);
    try {
      List<double[]> parts =
          blocks.map(block -> block.product(block.gather(sent.value(), width), width)).collect();
      int at = 0;
      for (int b = 0; b < count; b++) {
        System.arraycopy(parts.get(b), 0, y, at, parts.get(b).length);
        at += parts.get(b).length;
      }
    } finally {
      sent.destroy();
    }
    workers.forRanges(
        n,
        4096,
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            double shift = operator.shift(i);
            for (int at = i * width; at < (i + 1) * width; at++) {
              y[at] = Math.fma(shift, x[at], y[at]);
            }
          }
        });
  }

  @Override
  public void close() {
    kept.close();
  }
}
