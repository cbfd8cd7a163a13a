package io.geodesy.jobs.knn;

import io.geodesy.error.ConfigException;
import io.geodesy.table.VectorBlock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Makes the few lists exact whose rows met fewer than k others in all their blocks: such rows lie
 * far from everything, in blocks of a handful of rows.
 *
 * <p>Cost: two scans of the table; {@code 4 s d} bytes and the lists of s rows in the driver.
 */
final class ShortLists {
  /** Lists that are completed at most; more of them mean that blocks are too small. */
  static final int MOST = 10_000;

  private final SparkSession session;
  private final VectorTable table;
  private final RoutingSpace space;
  private final int k;

  ShortLists(SparkSession session, VectorTable table, RoutingSpace space, int k) {
    this.session = session;
    this.table = table;
    this.space = space;
    this.k = k;
  }

  /**
   * Returns all lists, those of some rows exact.
   *
   * @param lists as {@link BlockPass#schema}
   * @param ids of the short ones, Long or String
   * @param sample some rows of the table
   */
  Dataset<Row> complete(Dataset<Row> lists, Set<Object> ids, VectorBlock sample) {
    if (ids.size() > MOST) {
      throw new ConfigException(
          "More than %,d rows share their blocks with fewer than k = %d others: blocks are too small. Raise block-rows or overlap."
              .formatted(MOST, k));
    }
    VectorBlock rows = vectors(ids);
    QueryLists exact = new ExactScan(space, rows, k, List.of(), 0).scan(session, table, sample);
    Map<Object, QueryLists.Near[]> listOf = new HashMap<>();
    for (int q = 0; q < rows.rows(); q++) {
      QueryLists.Near[] list = new QueryLists.Near[exact.size(q)];
      for (int rank = 0; rank < list.length; rank++) {
        list[rank] = exact.near(q, rank);
      }
      listOf.put(rows.ids().internal(q), list);
    }
    Broadcast<Map<Object, QueryLists.Near[]>> replacements = spark().broadcast(listOf);
    boolean isNumbered = table.isNumbered();
    JavaRDD<InternalRow> all = lists.queryExecution().toRdd().toJavaRDD();
    return session.createDataFrame(
        all.map(row -> replaced(row, replacements.value(), isNumbered)), lists.schema());
  }

  private static Row replaced(
      InternalRow row, Map<Object, QueryLists.Near[]> listOf, boolean isNumbered) {
    ListChunk.Entry entry = ListExchange.entry(row, isNumbered);
    QueryLists.Near[] list = listOf.get(entry.id());
    if (list == null) {
      return ListExchange.row(entry);
    }
    Object[] neighbors = new Object[list.length];
    float[] distances = new float[list.length];
    for (int rank = 0; rank < list.length; rank++) {
      neighbors[rank] = list[rank].id();
      distances[rank] = list[rank].distance();
    }
    return ListExchange.row(
        new ListChunk.Entry(entry.id(), entry.cell(), entry.isCopy(), neighbors, distances));
  }

  private VectorBlock vectors(Set<Object> ids) {
    Broadcast<Set<Object>> wanted = spark().broadcast(ids);
    int dim = table.dim();
    boolean isNumbered = table.isNumbered();
    try {
      List<byte[]> chunks =
          table
              .rows()
              .mapPartitions(rows -> chosen(rows, wanted.value(), dim, isNumbered))
              .collect();
      return RowChunk.unpack(new ArrayList<>(chunks), dim, isNumbered).block();
    } finally {
      wanted.destroy();
    }
  }

  private static Iterator<byte[]> chosen(
      Iterator<InternalRow> rows, Set<Object> wanted, int dim, boolean isNumbered) {
    RowChunk.Writer writer = new RowChunk.Writer(dim, 1 << 12);
    while (rows.hasNext()) {
      InternalRow row = rows.next();
      Object id = isNumbered ? (Object) row.getLong(0) : row.getUTF8String(0);
      if (wanted.contains(id instanceof UTF8String text ? text.toString() : id)) {
        writer.add((byte) 0, id, row.getArray(1).toFloatArray(), 0);
      }
    }
    return List.of(writer.take()).iterator();
  }

  private JavaSparkContext spark() {
    return JavaSparkContext.fromSparkContext(session.sparkContext());
  }
}
