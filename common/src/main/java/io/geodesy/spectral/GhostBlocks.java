package io.geodesy.spectral;

import io.geodesy.kernel.TallBlocks;
import io.geodesy.kernel.Workers;
import io.geodesy.table.ByIndex;
import io.geodesy.table.Kept;
import io.geodesy.table.PartitionItems;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/**
 * Blocks of vectors spread over the executors beside the rows of the operator, one range of rows a
 * partition; a product exchanges the rows that ranges need of each other, and nothing else moves.
 *
 * <p>A product is one shuffle of {@code 4 width} bytes a ghost row, one message a pair of ranges;
 * which rows is decided once. Own rows stay float64, ghost rows are rounded to float32: a residual
 * cannot fall below about 1e-7. Where that is too much, ghost rows are {@link GhostValues#WHOLE},
 * of twice the bytes. A filter is a chain of as many shuffles as its degree, and its result is
 * committed: the only cut of lineage, so that what is lost costs one round and a run that is begun
 * again goes on behind the last one.
 *
 * <p>Executor memory: 8 bytes an entry and {@code 8 width (}{@value #STEPS_PER_JOB}{@code + 4)} a
 * row, older vectors on disk where memory is short. Driver memory: {@code width x width} sums of
 * every block, and those of {@link LandmarkStart}. Class D0 for a given number of ranges, which
 * does not depend on the cluster.
 */
final class GhostBlocks implements BlockSpace<JavaRDD<double[]>> {
  private static final StructType SCHEMA =
      new StructType()
          .add("block", DataTypes.IntegerType, false)
          .add("payload", DataTypes.BinaryType, false);

  /** Members of the recurrence that are kept before the older ones are let go. */
  static final int STEPS_PER_JOB = 4;

  /**
   * Members of a recurrence that depend on each other in one stage. A task is sent with all of them
   * behind it, and some hundreds are deeper than a stack.
   */
  private static final int STEPS_PER_CHAIN = 48;

  private static final double[] NOTHING = {};

  private final SparkSession session;
  private final JavaRDD<RowBlock> blocks;
  private final int rows;
  private final int count;
  private final long ghostRows;
  private final BlockCommit commit;
  private final GhostValues ghosts;
  private int commits;

  /** Blocks of vectors beside blocks of rows; ghost rows are float32. */
  GhostBlocks(SparkSession session, JavaRDD<RowBlock> blocks, BlockCommit commit) {
    this(session, blocks, commit, GhostValues.ROUNDED);
  }

  /**
   * Blocks of vectors beside blocks of rows.
   *
   * @param session whose executors hold them
   * @param blocks of rows, one a partition, kept
   * @param commit cuts the lineage
   * @param values of ghost rows
   */
  GhostBlocks(
      SparkSession session, JavaRDD<RowBlock> blocks, BlockCommit commit, GhostValues values) {
    this.session = session;
    this.blocks = blocks;
    this.count = blocks.getNumPartitions();
    this.commit = commit;
    this.ghosts = values;
    long ghostRows = 0;
    int own = 0;
    for (int[] sizes :
        blocks.map(b -> new int[] {b.rows(), b.matrix().halo().ghostCount()}).collect()) {
      own += sizes[0];
      ghostRows += sizes[1];
    }
    this.rows = own;
    this.ghostRows = ghostRows;
  }

  /** Returns the rows that a product moves, counted for every range that needs them. */
  public long ghostRows() {
    return ghostRows;
  }

  /** Returns the bytes of the rows that a product moves. */
  public long bytes(int width) {
    return ghostRows * ghosts.bytes() * width;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public JavaRDD<double[]> start(int width) {
    return LandmarkStart.of(blocks, rows, width);
  }

  /** Returns T X. */
  public JavaRDD<double[]> product(JavaRDD<double[]> x, int width) {
    GhostValues values = ghosts;
    JavaPairRDD<Integer, byte[]> messages =
        blocks
            .zipPartitions(
                x, (block, own) -> block.next().messages(own.next(), width, values).iterator())
            .mapToPair(message -> message)
            .partitionBy(new ByIndex(count));
    JavaRDD<Tuple2<RowBlock, double[]>> here =
        blocks.zipPartitions(
            x, (block, own) -> PartitionItems.one(new Tuple2<>(block.next(), own.next())));
    return here.zipPartitions(
        messages,
        (pair, received) -> PartitionItems.one(multiply(pair.next(), received, width, values)));
  }

  private static double[] multiply(
      Tuple2<RowBlock, double[]> here,
      Iterator<Tuple2<Integer, byte[]>> received,
      int width,
      GhostValues values) {
    RowBlock block = here._1();
    double[] extended = block.extended(here._2(), width);
    received.forEachRemaining(message -> block.receive(message._2(), extended, width, values));
    double[] y = block.product(extended, width);
    block.addShifted(here._2(), y, width);
    return y;
  }

  @Override
  public JavaRDD<double[]> filter(JavaRDD<double[]> x, int width, ChebyshevFilter filter) {
    double[] steps = filter.steps();
    return iterated(
        x.map(own -> new Step(own, own, NOTHING)),
        width,
        filter.degree(),
        (i, image, before) -> {
          filter.advance(image, before.current, before.earlier, i, steps, 0, image.length);
          return new Step(image, before.current, NOTHING);
        },
        Step::current);
  }

  /** Returns T^steps X, committed. */
  JavaRDD<double[]> power(JavaRDD<double[]> x, int width, int steps) {
    return iterated(
        x.map(own -> new Step(own, NOTHING, NOTHING)),
        width,
        steps,
        (i, image, before) -> new Step(image, NOTHING, NOTHING),
        Step::current);
  }

  /**
   * Returns {@code exp(-t (I - T)) X} by series on the spectrum of {@code -T}, committed.
   *
   * @param coefficients of the series of every time
   * @return one {@code rows x width} block a time, one after the other
   */
  JavaRDD<double[]> heat(JavaRDD<double[]> x, int width, double[][] coefficients) {
    int length = Arrays.stream(coefficients).mapToInt(c -> c.length).max().orElse(1);
    return iterated(
        x.map(own -> new Step(own, NOTHING, scaled(own, coefficients))),
        width,
        length - 1,
        (i, image, before) -> chebyshev(i, image, before, coefficients),
        Step::sum);
  }

  /** The next Chebyshev polynomial of {@code -T}, added to the series that have it. */
  private static Step chebyshev(int i, double[] image, Step before, double[][] coefficients) {
    for (int at = 0; at < image.length; at++) {
      image[at] = i == 0 ? -image[at] : -2 * image[at] - before.earlier[at];
    }
    double[] sum = before.sum.clone();
    for (int t = 0; t < coefficients.length; t++) {
      if (i + 1 < coefficients[t].length) {
        double coefficient = coefficients[t][i + 1];
        int first = t * image.length;
        for (int at = 0; at < image.length; at++) {
          sum[first + at] = Math.fma(coefficient, image[at], sum[first + at]);
        }
      }
    }
    return new Step(image, before.current, sum);
  }

  /** Returns a block as often as there are series, each time by the first coefficient of one. */
  private static double[] scaled(double[] x, double[][] coefficients) {
    double[] scaled = new double[Math.multiplyExact(coefficients.length, x.length)];
    for (int at = 0; at < scaled.length; at++) {
      scaled[at] = coefficients[at / x.length][0] * x[at % x.length];
    }
    return scaled;
  }

  /**
   * Where a recurrence stands. A step that is computed again needs no more than the one before, so
   * that what is lost is computed once.
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Step(double[] current, double[] earlier, double[] sum) implements Serializable {}

  /** Makes a step of a recurrence. */
  @FunctionalInterface
  private interface Advance extends Serializable {
    /**
     * Returns the next step.
     *
     * @param i counted from 0
     * @param image T times the current block, to be overwritten
     * @param before the step to go on from
     */
    Step next(int i, double[] image, Step before);
  }

  /** Goes some steps of a recurrence and commits what is wanted of the last one. */
  private JavaRDD<double[]> iterated(
      JavaRDD<Step> first, int width, int steps, Advance advance, Function<Step, double[]> wanted) {
    // A step is read twice; without being kept it would be computed twice.
    try (Kept kept = new Kept()) {
      return committed(() -> iterated(first, width, steps, advance, kept).map(wanted));
    }
  }

  private JavaRDD<Step> iterated(
      JavaRDD<Step> first, int width, int steps, Advance advance, Kept kept) {
    JavaRDD<Step> last = kept.keep(first);
    for (int i = 0; i < steps; i++) {
      int number = i;
      last =
          kept.keep(
              product(last.map(Step::current), width)
                  .zipPartitions(
                      last,
                      (image, step) ->
                          PartitionItems.one(advance.next(number, image.next(), step.next()))));
      if ((i + 1) % STEPS_PER_CHAIN == 0) {
        last = kept.keep(resent(last));
      }
      if ((i + 1) % STEPS_PER_JOB == 0) {
        last.count();
        kept.dropAllBut(last);
      }
    }
    return last;
  }

  /** Shuffles every item to where it is: what comes after is a stage that begins there. */
  private JavaRDD<Step> resent(JavaRDD<Step> steps) {
    return JavaPairRDD.fromJavaRDD(
            steps.mapPartitionsWithIndex(
                (index, own) -> PartitionItems.one(new Tuple2<>(index, own.next())), true))
        .partitionBy(new ByIndex(count))
        .values();
  }

  private JavaRDD<double[]> committed(Supplier<JavaRDD<double[]>> x) {
    Dataset<Row> read =
        commit.commit(
            "filtered-block-" + ++commits, () -> session.createDataFrame(packed(x.get()), SCHEMA));
    return read.javaRDD()
        .mapToPair(row -> new Tuple2<>(row.getInt(0), (byte[]) row.get(1)))
        .partitionBy(new ByIndex(count))
        .values()
        .map(GhostBlocks::unpack);
  }

  private JavaRDD<Row> packed(JavaRDD<double[]> x) {
    return blocks.zipPartitions(
        x,
        (block, own) ->
            PartitionItems.one(RowFactory.create(block.next().index(), pack(own.next()))));
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
    return PartitionItems.sum(x.map(own -> gram(own, own, width)).collect());
  }

  @Override
  public Grams grams(JavaRDD<double[]> x, int width) {
    try (Kept kept = new Kept()) {
      JavaRDD<double[]> block = kept.keep(x);
      double[] all =
          PartitionItems.sum(
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
    }
  }

  /**
   * Returns the signs by which every column gets its entry of largest magnitude positive, as {@link
   * Eigenpairs} have it: the first of them by number where magnitudes are equal to a millionth.
   */
  double[] signs(JavaRDD<double[]> x, int width) {
    double[] largest = new double[width];
    for (double[] some : x.map(own -> Eigenpairs.largest(own, width)).collect()) {
      Arrays.setAll(largest, c -> Math.max(largest[c], some[c]));
    }
    int[] first = new int[width];
    Arrays.fill(first, Integer.MAX_VALUE);
    double[] signs = new double[width];
    for (Leads leads :
        blocks
            .zipPartitions(
                x,
                (block, own) ->
                    PartitionItems.one(Leads.of(block.next(), own.next(), width, largest)))
            .collect()) {
      for (int c = 0; c < width; c++) {
        if (leads.numbers[c] < first[c]) {
          first[c] = leads.numbers[c];
          signs[c] = leads.signs[c];
        }
      }
    }
    return signs;
  }

  /** Of every column, the first row that decides its sign; the largest number if there is none. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Leads(int[] numbers, double[] signs) implements Serializable {
    static Leads of(RowBlock block, double[] x, int width, double[] largest) {
      Leads leads = new Leads(new int[width], new double[width]);
      Arrays.fill(leads.numbers, Integer.MAX_VALUE);
      for (int i = 0; i < block.rows(); i++) {
        int number = block.matrix().number(i);
        for (int c = 0; c < width; c++) {
          double value = x[i * width + c];
          if (number < leads.numbers[c] && Eigenpairs.isLargest(value, largest[c])) {
            leads.numbers[c] = number;
            leads.signs[c] = value < 0 ? -1 : 1;
          }
        }
      }
      return leads;
    }
  }

  /** Returns the {@link RandomSigns} of the rows. */
  JavaRDD<double[]> randomSigns(int probes) {
    return blocks.map(
        block -> {
          try (Workers alone = new Workers(1)) {
            return RandomSigns.of(block.keys(), probes, alone);
          }
        });
  }

  /** Returns a value below the spectrum as {@link SpectrumBounds#low}. */
  double low() {
    return bounds().low();
  }

  /** Returns bounds of the spectrum: one job a step, and one vector. */
  SpectrumBounds bounds() {
    try (Kept kept = new Kept()) {
      JavaRDD<double[]> start =
          blocks.map(
              block -> {
                double[] x = new double[block.rows()];
                Arrays.setAll(x, i -> SpectrumBounds.start(block.keys()[i]));
                return x;
              });
      double norm =
          Math.sqrt(
              PartitionItems.sum(start.map(own -> new double[] {dot(own, own)}).collect())[0]);
      SpectrumBounds bounds = new SpectrumBounds(rows);
      JavaRDD<double[]> current = kept.keep(start.map(own -> scaled(own, 1 / norm)));
      JavaRDD<double[]> earlier = current;
      while (true) {
        JavaRDD<double[]> image = kept.keep(product(current, 1));
        double[] sums =
            PartitionItems.sum(
                image
                    .zip(current)
                    .map(
                        pair -> new double[] {dot(pair._1(), pair._2()), dot(pair._1(), pair._1())})
                    .collect());
        // The image of a unit vector less its parts along the last two, which are orthonormal.
        double before = bounds.coupling();
        double rest = sums[1] - sums[0] * sums[0] - before * before;
        if (!bounds.add(sums[0], Math.sqrt(Math.max(0, rest)))) {
          return bounds;
        }
        double diagonal = sums[0];
        double after = bounds.coupling();
        JavaRDD<double[]> last = earlier;
        earlier = current;
        current =
            kept.keep(
                image
                    .zip(current.zip(last))
                    .map(
                        all ->
                            next(all._1(), all._2()._1(), all._2()._2(), diagonal, before, after)));
      }
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum = Math.fma(a[i], b[i], sum);
    }
    return sum;
  }

  private static double[] scaled(double[] x, double factor) {
    return Arrays.stream(x).map(v -> factor * v).toArray();
  }

  private static double[] next(
      double[] image,
      double[] current,
      double[] earlier,
      double diagonal,
      double before,
      double after) {
    double[] next = new double[image.length];
    for (int i = 0; i < next.length; i++) {
      next[i] = (image[i] - diagonal * current[i] - before * earlier[i]) / after;
    }
    return next;
  }

  private static double[] gram(double[] x, double[] y, int width) {
    try (Workers alone = new Workers(1)) {
      return TallBlocks.gram(new double[][] {x}, 1, y, x.length / width, width, alone);
    }
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
