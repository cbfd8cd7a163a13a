package io.geodesy.jobs.knn;

import io.geodesy.table.ByIndex;
import io.geodesy.table.StandardTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.Partitioner;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.ShuffledRDD;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.TaskCompletionListener;
import scala.Tuple2;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * One pass over a table in overlapping blocks: every row travels to the blocks of its nearest
 * leaders, every block is searched by one task, and the lists of a row meet in one task that keeps
 * the k nearest.
 *
 * <p>Cost: one shuffle of {@code f n (1 + id + 4 d)} bytes of vectors in packed chunks, one of
 * {@code f n (7 + id + k (4 + id))} bytes of lists; no vector passes through the driver.
 * Determinism class D0: a block is a set of rows that their vectors decide, its search a function
 * of that set, and merging takes lists in any order.
 */
final class BlockPass {
  private static final long MERGED_BYTES = 1 << 24;
  private static final long MOST_WAITING_BYTES = 1 << 26;
  private static final int WAITING_PART = 8;

  private final SparkSession session;
  private final VectorTable vectors;
  private final KnnGraphParameters parameters;
  private final BlockPlan plan;
  private final Machine machine;
  private final CollectionAccumulator<BlockReport> reports;
  private final LongAccumulator written;

  BlockPass(
      SparkSession session,
      VectorTable vectors,
      KnnGraphParameters parameters,
      BlockPlan plan,
      Machine machine) {
    this.session = session;
    this.vectors = vectors;
    this.parameters = parameters.resolved();
    this.plan = plan;
    this.machine = machine;
    this.reports = session.sparkContext().collectionAccumulator();
    this.written = session.sparkContext().longAccumulator();
  }

  /** The columns of a pass: those of neighbors, and whether a row repeats one of smaller id. */
  static StructType schema(boolean isNumbered) {
    return StandardTables.NEIGHBORS
        .schema(isNumbered ? DataTypes.LongType : DataTypes.StringType)
        .add("repeats", DataTypes.BooleanType, false);
  }

  /**
   * Returns the lists of all rows, not yet computed.
   *
   * @param space of leaders and rows
   * @param choice of leaders
   * @param seed of this pass
   * @param earlier lists of the passes before, empty in the first
   */
  Dataset<Row> lists(
      RoutingSpace space, LeaderSearch.Choice choice, long seed, Optional<Dataset<Row>> earlier) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    Broadcast<Leaders> leaders = context.broadcast(choice.leaders());
    int overlap = Math.min(plan.overlap(), choice.leaders().count());
    boolean isNumbered = vectors.isNumbered();
    long budget = Math.min(MOST_WAITING_BYTES, plan.limitBytes() / WAITING_PART);
    LongAccumulator bytes = written;
    JavaPairRDD<Integer, byte[]> routed =
        vectors
            .rows()
            .mapPartitionsToPair(
                rows -> {
                  countWritten(bytes);
                  return new RoutedRows(rows, space, leaders.value(), overlap, isNumbered, budget);
                });
    int targets = targets();
    BlockLists.Settings settings =
        new BlockLists.Settings(
            SearchSettings.of(parameters),
            vectors.dim(),
            isNumbered,
            seed,
            earlier.isEmpty(),
            targets);
    CollectionAccumulator<BlockReport> takes = reports;
    JavaPairRDD<Integer, byte[]> found =
        shuffle(routed, new BlockTasks(choice.shares()))
            .mapPartitionsToPair(
                chunks -> {
                  countWritten(bytes);
                  return new BlockLists(chunks, settings, TaskContext.get().cpus(), takes::add);
                });
    JavaPairRDD<Integer, byte[]> all =
        earlier.map(lists -> found.union(packed(lists, isNumbered, targets))).orElse(found);
    int k = parameters.k();
    JavaRDD<Row> merged =
        shuffle(all, new ByIndex(targets))
            .mapPartitions(chunks -> ListExchange.merge(chunks, k, isNumbered));
    return session.createDataFrame(merged, schema(isNumbered));
  }

  /** Returns what the tasks said, by block; empty where the pass was committed before. */
  List<BlockReport> reports() {
    TreeMap<Integer, BlockReport> byBlock = new TreeMap<>();
    reports.value().forEach(report -> byBlock.put(report.block(), report));
    return new ArrayList<>(byBlock.values());
  }

  /** Returns the bytes that shuffles wrote, compressed; attempts that failed count as well. */
  long writtenBytes() {
    return written.value();
  }

  private static void countWritten(LongAccumulator bytes) {
    TaskCompletionListener listener =
        task -> bytes.add(task.taskMetrics().shuffleWriteMetrics().bytesWritten());
    TaskContext.get().addTaskCompletionListener(listener);
  }

  private int targets() {
    long wanted = (plan.listBytes() + MERGED_BYTES - 1) / MERGED_BYTES;
    return (int) Math.min(Integer.MAX_VALUE / 2, Math.max(machine.tasks(), wanted));
  }

  private static JavaPairRDD<Integer, byte[]> packed(
      Dataset<Row> lists, boolean isNumbered, int targets) {
    JavaRDD<InternalRow> rows = lists.queryExecution().toRdd().toJavaRDD();
    return rows.mapPartitionsToPair(part -> new ListExchange.Earlier(part, isNumbered, targets));
  }

  /** Kryo writes a byte array as it is and lets Spark sort chunks without objects. */
  private JavaPairRDD<Integer, byte[]> shuffle(
      JavaPairRDD<Integer, byte[]> chunks, Partitioner partitioner) {
    ClassTag<Integer> keys = ClassTag$.MODULE$.apply(Integer.class);
    ClassTag<byte[]> bytes = ClassTag$.MODULE$.apply(byte[].class);
    ShuffledRDD<Integer, byte[], byte[]> shuffled =
        new ShuffledRDD<>(chunks.rdd(), partitioner, keys, bytes, bytes);
    shuffled.setSerializer(new KryoSerializer(session.sparkContext().conf()));
    ClassTag<Tuple2<Integer, byte[]>> pairs = ClassTag$.MODULE$.apply(Tuple2.class);
    return JavaPairRDD.fromRDD(new JavaRDD<>(shuffled, pairs).rdd(), keys, bytes);
  }
}
