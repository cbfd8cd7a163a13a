package io.geodesy.spectral;

import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.TallBlocks;
import io.geodesy.kernel.Workers;
import io.geodesy.table.ByIndex;
import io.geodesy.table.PartitionItems;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Blocks of vectors spread over the executors beside the rows of the operator, one range of rows a
 * partition; a product exchanges the rows that ranges need of each other, and nothing else moves.
 *
 * <p>A product is one shuffle of {@code 4 width} bytes a ghost row, one message a pair of ranges;
 * which rows is decided once. Own rows stay float64, ghost rows are rounded to float32: a residual
 * cannot fall below about 1e-7. A filter is one job of as many chained shuffles as its degree, and
 * its result is committed: the only cut of lineage, so that what is lost costs one round and a run
 * that is begun again goes on behind the last one.
 *
 * <p>Executor memory: 8 bytes an entry and {@code 8 width (degree + 3)} a row, the older ones on
 * disk where memory is short. Driver memory: {@code width x width} sums of every range, until the
 * vectors are collected at the end. Class D0 for a given number of ranges, which does not depend on
 * the cluster.
 */
public final class GhostBlocks implements BlockSpace<JavaRDD<double[]>>, AutoCloseable {
  private static final StructType SCHEMA =
      new StructType()
          .add("block", DataTypes.IntegerType, false)
          .add("payload", DataTypes.BinaryType, false);

  private final SparkSession session;
  private final JavaRDD<RowBlock> blocks;
  private final int rows;
  private final int count;
  private final long ghostRows;
  private final BlockCommit commit;
  private int commits;

  /**
   * Sends the rows to the executors.
   *
   * @param session whose executors hold them
   * @param operator to multiply, its rows in an order in which near ones are neighbours
   * @param count of ranges
   * @param rowKeys a well-mixed key a row
   * @param commit cuts the lineage
   */
  public GhostBlocks(
      SparkSession session,
      DiffusionOperator operator,
      int count,
      long[] rowKeys,
      BlockCommit commit) {
    this.session = session;
    this.rows = operator.rows();
    this.count = count;
    this.commit = commit;
    this.blocks =
        RowBlocks.onExecutors(
            JavaSparkContext.fromSparkContext(session.sparkContext()), operator, count, rowKeys);
    long total = 0;
    for (int ghosts : blocks.map(RowBlock::ghostCount).collect()) {
      total += ghosts;
    }
    this.ghostRows = total;
  }

  /** Returns the rows that a product moves, counted for every range that needs them. */
  public long ghostRows() {
    return ghostRows;
  }

  /** Returns the bytes of the rows that a product moves. */
  public long bytes(int width) {
    return ghostRows * Float.BYTES * width;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public JavaRDD<double[]> random(int width) {
    return blocks.map(
        block -> {
          double[] x = new double[block.rows() * width];
          for (int i = 0; i < block.rows(); i++) {
            for (int c = 0; c < width; c++) {
              x[i * width + c] = SeededStream.normal(block.key(i), c);
            }
          }
          return x;
        });
  }

  /** Returns T X. */
  public JavaRDD<double[]> product(JavaRDD<double[]> x, int width) {
    JavaPairRDD<Integer, byte[]> messages =
        blocks
            .zipPartitions(x, (block, own) -> block.next().messages(own.next(), width).iterator())
            .mapToPair(message -> message)
            .partitionBy(new ByIndex(count));
    JavaRDD<Tuple2<RowBlock, double[]>> here =
        blocks.zipPartitions(
            x, (block, own) -> PartitionItems.one(new Tuple2<>(block.next(), own.next())));
    return here.zipPartitions(
        messages, (pair, received) -> PartitionItems.one(multiply(pair.next(), received, width)));
  }

  private static double[] multiply(
      Tuple2<RowBlock, double[]> here, Iterator<Tuple2<Integer, byte[]>> received, int width) {
    RowBlock block = here._1();
    double[] extended = block.extended(here._2(), width);
    received.forEachRemaining(message -> block.receive(message._2(), extended, width));
    double[] y = block.product(extended, width);
    block.addShifted(here._2(), y, width);
    return y;
  }

  @Override
  public JavaRDD<double[]> filter(JavaRDD<double[]> x, int width, ChebyshevFilter filter) {
    List<JavaRDD<double[]>> kept = new ArrayList<>();
    try {
      double[] steps = filter.steps();
      JavaRDD<double[]> current = keep(x, kept);
      JavaRDD<double[]> earlier = current;
      for (int step = 0; step < filter.degree(); step++) {
        int i = step;
        JavaRDD<Tuple2<double[], double[]>> last =
            current.zipPartitions(
                earlier,
                (now, before) -> PartitionItems.one(new Tuple2<>(now.next(), before.next())));
        JavaRDD<double[]> next =
            product(current, width)
                .zipPartitions(
                    last,
                    (image, pair) -> {
                      double[] values = image.next();
                      Tuple2<double[], double[]> both = pair.next();
                      filter.advance(values, both._1(), both._2(), i, steps, 0, values.length);
                      return PartitionItems.one(values);
                    });
        earlier = current;
        current = keep(next, kept);
      }
      return committed(current);
    } finally {
      kept.forEach(JavaRDD::unpersist);
    }
  }

  /** A step is read twice, by its neighbours in time; without this it would be computed twice. */
  private static JavaRDD<double[]> keep(JavaRDD<double[]> x, List<JavaRDD<double[]>> kept) {
    JavaRDD<double[]> persisted = x.map(v -> v).persist(StorageLevel.MEMORY_AND_DISK());
    kept.add(persisted);
    return persisted;
  }

  private JavaRDD<double[]> committed(JavaRDD<double[]> x) {
    JavaRDD<Row> packed =
        blocks.zipPartitions(
            x,
            (block, own) ->
                PartitionItems.one(RowFactory.create(block.next().index(), pack(own.next()))));
    Dataset<Row> read =
        commit.commit("filtered-block-" + ++commits, session.createDataFrame(packed, SCHEMA));
    return read.javaRDD()
        .mapToPair(row -> new Tuple2<>(row.getInt(0), (byte[]) row.get(1)))
        .partitionBy(new ByIndex(count))
        .values()
        .map(GhostBlocks::unpack);
  }

  @Override
  public JavaRDD<double[]> combine(JavaRDD<double[]> x, int width, double[] matrix) {
    return x.map(
        own -> {
          double[] result = new double[own.length];
          try (Workers alone = new Workers(1)) {
            TallBlocks.addProduct(
                new double[][] {own}, 1, matrix, result, own.length / width, width, alone);
          }
          return result;
        });
  }

  @Override
  public double[] gram(JavaRDD<double[]> x, int width) {
    return folded(x.map(own -> gram(own, own, width)).collect());
  }

  @Override
  public Grams grams(JavaRDD<double[]> x, int width) {
    List<JavaRDD<double[]>> kept = new ArrayList<>();
    try {
      JavaRDD<double[]> block = keep(x, kept);
      double[] all =
          folded(
              block
                  .zipPartitions(
                      product(block, width),
                      (own, image) -> {
                        double[] v = own.next();
                        double[] w = image.next();
                        double[] sums = new double[3 * width * width];
                        System.arraycopy(gram(v, v, width), 0, sums, 0, width * width);
                        System.arraycopy(gram(v, w, width), 0, sums, width * width, width * width);
                        System.arraycopy(
                            gram(w, w, width), 0, sums, 2 * width * width, width * width);
                        return PartitionItems.one(sums);
                      })
                  .collect());
      int square = width * width;
      return new Grams(
          Arrays.copyOfRange(all, 0, square),
          Arrays.copyOfRange(all, square, 2 * square),
          Arrays.copyOfRange(all, 2 * square, 3 * square));
    } finally {
      kept.forEach(JavaRDD::unpersist);
    }
  }

  @Override
  public double[] collect(JavaRDD<double[]> x, int width) {
    double[] all = new double[rows * width];
    int at = 0;
    for (double[] part : x.collect()) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  @Override
  public void close() {
    blocks.unpersist();
  }

  private static double[] gram(double[] x, double[] y, int width) {
    try (Workers alone = new Workers(1)) {
      return TallBlocks.gram(new double[][] {x}, 1, y, x.length / width, width, alone);
    }
  }

  /** Sums in the order of the partitions. */
  private static double[] folded(List<double[]> parts) {
    double[] total = new double[parts.get(0).length];
    for (double[] part : parts) {
      for (int i = 0; i < total.length; i++) {
        total[i] += part[i];
      }
    }
    return total;
  }

  private static byte[] pack(double[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * values.length);
    bytes.asDoubleBuffer().put(values);
    return bytes.array();
  }

  private static double[] unpack(byte[] bytes) {
    double[] values = new double[bytes.length / Double.BYTES];
    ByteBuffer.wrap(bytes).asDoubleBuffer().get(values);
    return values;
  }
}
