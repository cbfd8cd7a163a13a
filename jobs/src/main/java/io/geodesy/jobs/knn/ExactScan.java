package io.geodesy.jobs.knn;

import io.geodesy.kernel.BlockJoin;
import io.geodesy.kernel.Distances;
import io.geodesy.kernel.Kernels;
import io.geodesy.kernel.PanelBlock;
import io.geodesy.kernel.PanelKernel;
import io.geodesy.kernel.Workers;
import io.geodesy.table.VectorBlock;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * The true neighbours of some rows of a table by one scan: packed products with lowered norms tell
 * which rows may enter a list, these are compared in double, and the lists of all partitions are
 * merged by (distance, id).
 *
 * <p>Cost: {@code 2 q n d} operations; {@code 4 q d} bytes to every task and {@code q k} entries
 * from it, merged on the way. Determinism class D0.
 */
final class ExactScan implements Serializable {
  private static final int QUERIES = 128;
  private static final int CORPUS = 512;
  private static final int MERGE_DEPTH = 3;

  /** Covers rounding of a distance to float and of its square, as in {@link ExactQueries}. */
  private static final double ROUNDING = 1 + 1e-6;

  /** Directions nearer than this may be copies: compared element by element. */
  private static final float NEARLY_COPIES = 1e-6f;

  private final RoutingSpace space;
  private final Object[] ids;
  private final float[] values;
  private final int k;
  private final List<Leaders> routings;
  private final int overlap;

  /**
   * Prepares a scan.
   *
   * @param space of the table
   * @param queries rows of the table
   * @param k length of a list
   * @param routings leaders whose blocks are to be told of every listed row; may be empty
   * @param overlap blocks told, at most the leaders of each routing
   */
  ExactScan(RoutingSpace space, VectorBlock queries, int k, List<Leaders> routings, int overlap) {
    this.space = space;
    this.ids = new Object[queries.rows()];
    Arrays.setAll(ids, i -> queries.ids().internal(i));
    this.values = queries.values();
    this.k = k;
    this.routings = new ArrayList<>(routings);
    this.overlap = overlap;
  }

  /**
   * Scans a table.
   *
   * @param sample some rows of it, from which first limits are taken
   */
  QueryLists scan(SparkSession session, VectorTable table, VectorBlock sample) {
    float[] limits = limits(sample);
    Broadcast<ExactScan> scan =
        JavaSparkContext.fromSparkContext(session.sparkContext()).broadcast(this);
    boolean isNumbered = table.isNumbered();
    try {
      return table
          .rows()
          .mapPartitions(rows -> List.of(scan.value().part(rows, isNumbered, limits)).iterator())
          .treeReduce(QueryLists::merge, MERGE_DEPTH);
    } finally {
      scan.destroy();
    }
  }

  /** The k-th distance among some rows: no true k-th one is greater. */
  private float[] limits(VectorBlock sample) {
    Object[] sampleIds = new Object[sample.rows()];
    Arrays.setAll(sampleIds, i -> sample.ids().internal(i));
    float[] none = new float[ids.length];
    Arrays.fill(none, Float.POSITIVE_INFINITY);
    Part part = new Part(none, List.of());
    part.take(new VectorBatches.Batch(sampleIds, sample.values()));
    float[] limits = new float[ids.length];
    for (int query = 0; query < limits.length; query++) {
      limits[query] = part.lists.limit(query);
    }
    return limits;
  }

  private QueryLists part(Iterator<InternalRow> rows, boolean isNumbered, float[] limits) {
    Part part = new Part(limits, routings);
    new VectorBatches(rows, space.dim(), isNumbered).forEachRemaining(part::take);
    return part.lists;
  }

  /** The scan of one partition. */
  private final class Part {
    private final int dim = space.dim();
    private final QueryLists lists = new QueryLists(ids.length, k);
    private final float[] first;
    private final List<Router> routers = new ArrayList<>();
    private final MetricRows queries;
    private final List<PanelBlock> packed = new ArrayList<>();
    private final PanelKernel kernel = Kernels.panel();
    private final PanelBlock corpus = new PanelBlock(kernel, CORPUS, dim);
    private final BlockJoin join = new BlockJoin(kernel, CORPUS);
    private final long[] pairs = new long[QUERIES * CORPUS];
    private final float[] limits = new float[QUERIES + kernel.width()];

    Part(float[] first, List<Leaders> leaders) {
      this.first = first;
      leaders.forEach(some -> routers.add(new Router(some, overlap)));
      this.queries = metricRows(values);
      SearchRows places = space.centre(queries);
      float[] norms = places.lowerNorms();
      for (int at = 0; at < ids.length; at += QUERIES) {
        int end = Math.min(ids.length, at + QUERIES);
        PanelBlock block = new PanelBlock(kernel, end - at, dim);
        block.packRange(places.values(), norms, at, end);
        packed.add(block);
      }
    }

    private MetricRows metricRows(float[] some) {
      try (Workers alone = new Workers(1)) {
        return MetricRows.of(some, dim, space.metric(), alone);
      }
    }

    void take(VectorBatches.Batch batch) {
      MetricRows rows = metricRows(batch.values());
      SearchRows places = space.centre(rows);
      float[] norms = places.lowerNorms();
      Map<Integer, List<Integer>> askers = new HashMap<>();
      for (int at = 0; at < batch.rows(); at += CORPUS) {
        corpus.packRange(places.values(), norms, at, Math.min(batch.rows(), at + CORPUS));
        for (PanelBlock block : packed) {
          compare(block, rows, batch.ids(), askers);
        }
      }
      if (!askers.isEmpty()) {
        enter(batch, rows, askers);
      }
    }

    /** Notes which rows of the batch may enter which list. */
    private void compare(
        PanelBlock block, MetricRows rows, Object[] batchIds, Map<Integer, List<Integer>> askers) {
      for (int i = 0; i < block.count(); i++) {
        limits[i] = bound(block.row(i));
      }
      int count = join.within(block, limits, corpus, pairs);
      for (int p = 0; p < count; p++) {
        int query = block.row((int) (pairs[p] >>> 32));
        int row = corpus.row((int) pairs[p]);
        if (!batchIds[row].equals(ids[query])) {
          float distance = distance(query, rows, row);
          if (distance <= first[query] && lists.takes(query, distance, batchIds[row])) {
            askers.computeIfAbsent(row, r -> new ArrayList<>()).add(query);
            lists.offer(query, new QueryLists.Near(distance, batchIds[row], new int[0][]));
          }
        }
      }
    }

    private float bound(int query) {
      double last = Math.min(first[query], lists.limit(query)) * space.scale();
      return (float) Math.min(Float.MAX_VALUE, last * last * ROUNDING);
    }

    private float distance(int query, MetricRows rows, int row) {
      double squared =
          space.metric() == Metric.COSINE
              ? Distances.squaredScaled(
                  values,
                  query * dim,
                  queries.factor(query),
                  rows.values(),
                  row * dim,
                  rows.factor(row),
                  dim)
              : Distances.squared(values, query * dim, rows.values(), row * dim, dim);
      float distance = (float) Math.sqrt(squared);
      return distance < NEARLY_COPIES && areCopies(query, rows, row) ? 0 : distance;
    }

    private boolean areCopies(int query, MetricRows rows, int row) {
      for (int t = 0; t < dim; t++) {
        float x = (float) (values[query * dim + t] * queries.factor(query));
        float y = (float) (rows.values()[row * dim + t] * rows.factor(row));
        if (x != y) {
          return false;
        }
      }
      return true;
    }

    /** Tells the blocks of the rows that entered lists. */
    private void enter(
        VectorBatches.Batch batch, MetricRows rows, Map<Integer, List<Integer>> askers) {
      if (routers.isEmpty()) {
        return;
      }
      int[] entered = askers.keySet().stream().sorted().mapToInt(Integer::intValue).toArray();
      float[] some = new float[entered.length * dim];
      for (int i = 0; i < entered.length; i++) {
        System.arraycopy(rows.values(), entered[i] * dim, some, i * dim, dim);
      }
      SearchRows places = space.place(metricRows(some));
      int[][] routed = new int[routers.size()][];
      Arrays.setAll(routed, r -> routers.get(r).route(places));
      for (int i = 0; i < entered.length; i++) {
        int from = i * overlap;
        int[][] blocks = new int[routed.length][];
        Arrays.setAll(blocks, r -> Arrays.copyOfRange(routed[r], from, from + overlap));
        Object id = batch.ids()[entered[i]];
        askers.get(entered[i]).forEach(query -> lists.tell(query, id, blocks));
      }
    }
  }
}
