package io.geodesy.jobs.knn;

import io.geodesy.error.DataException;
import io.geodesy.table.RowIds;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * What a graph in blocks says of the rows whose true neighbours are known: their lists, and the
 * lists they are in. One map-only pass over all lists; about {@code 2 k} entries a query come to
 * the driver.
 *
 * @param measures of the queries' lists, one each
 * @param inDegrees of the queries
 * @param mutualShare mean share of a query's neighbours that list it, with its standard error
 */
@SuppressWarnings("ArrayRecordComponent")
record BlockAudit(List<RecallMeasure> measures, int[] inDegrees, NeighborGraph.Recall mutualShare) {

  /** A query's list; or, where there is no list, a row that lists the query. */
  private record Seen(int query, Object by, Object[] neighbors, float[] distances)
      implements Serializable {}

  /**
   * Audits.
   *
   * @param lists columns id, neighbor_ids and distances
   * @param queries whose true neighbours are known
   * @param truth of the queries
   * @param isNumbered whether ids are BIGINT
   * @throws DataException if a query has no list
   */
  static BlockAudit of(Dataset<Row> lists, RowIds queries, QueryLists truth, boolean isNumbered) {
    Seen[] own = new Seen[queries.size()];
    List<Set<Object>> listing = new ArrayList<>();
    for (int q = 0; q < own.length; q++) {
      listing.add(new HashSet<>());
    }
    for (Seen seen : seen(lists, queries, isNumbered)) {
      if (seen.by() == null) {
        own[seen.query()] = seen;
      } else {
        listing.get(seen.query()).add(seen.by());
      }
    }
    List<RecallMeasure> measures = new ArrayList<>();
    int[] inDegrees = new int[own.length];
    RecallTally mutual = new RecallTally();
    for (int q = 0; q < own.length; q++) {
      if (own[q] == null) {
        throw new DataException(
            "Row %s was read when rows were sampled but not when blocks were searched: table vectors changed while it was read. Run again on a table that stays as it is."
                .formatted(queries.get(q)));
      }
      measures.add(RecallMeasure.of(distances(truth, q), own[q].distances()));
      inDegrees[q] = listing.get(q).size();
      int returned = 0;
      for (Object neighbor : own[q].neighbors()) {
        returned += listing.get(q).contains(neighbor) ? 1 : 0;
      }
      mutual.add((double) returned / own[q].neighbors().length);
    }
    return new BlockAudit(measures, inDegrees, mutual.recall());
  }

  private static List<Seen> seen(Dataset<Row> lists, RowIds queries, boolean isNumbered) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(lists.sparkSession().sparkContext());
    Broadcast<RowIds> asked = spark.broadcast(queries);
    JavaRDD<InternalRow> all =
        lists.select("id", "neighbor_ids", "distances").queryExecution().toRdd().toJavaRDD();
    try {
      return all.mapPartitions(part -> ofPart(part, asked.value(), isNumbered)).collect();
    } finally {
      asked.destroy();
    }
  }

  private static Iterator<Seen> ofPart(
      Iterator<InternalRow> part, RowIds queries, boolean isNumbered) {
    List<Seen> found = new ArrayList<>();
    while (part.hasNext()) {
      InternalRow row = part.next();
      Object id = isNumbered ? (Object) row.getLong(0) : row.getUTF8String(0);
      Object[] neighbors = ids(row.getArray(1), isNumbered);
      int query = queries.indexOf(id);
      if (query >= 0) {
        Object[] kept = Arrays.stream(neighbors).map(BlockAudit::kept).toArray();
        found.add(new Seen(query, null, kept, row.getArray(2).toFloatArray()));
      }
      for (Object neighbor : neighbors) {
        int listed = queries.indexOf(neighbor);
        if (listed >= 0) {
          found.add(new Seen(listed, kept(id), null, null));
        }
      }
    }
    return found.iterator();
  }

  /** Copies what outlives its row: Spark reuses the bytes. */
  private static Object kept(Object id) {
    return id instanceof UTF8String text ? text.copy() : id;
  }

  private static Object[] ids(ArrayData list, boolean isNumbered) {
    Object[] ids = new Object[list.numElements()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = isNumbered ? (Object) list.getLong(i) : list.getUTF8String(i);
    }
    return ids;
  }

  private static float[] distances(QueryLists truth, int query) {
    float[] distances = new float[truth.size(query)];
    for (int rank = 0; rank < distances.length; rank++) {
      distances[rank] = truth.near(query, rank).distance();
    }
    return distances;
  }

  /** Returns the mean recall of the queries' lists. */
  NeighborGraph.Recall recall() {
    MeanRecall mean = MeanRecall.of(measures);
    return new NeighborGraph.Recall(mean.value(), mean.standardError(), mean.queries());
  }
}
