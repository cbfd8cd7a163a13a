package io.geodesy.jobs.diffusion;

import io.geodesy.analysis.Chart.Kinds;
import io.geodesy.analysis.Tables;
import io.geodesy.table.IdHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Rows of the largest component for the map, at most about 20 000, with the kinds they are coloured
 * by. Which rows is a pure function of their ids.
 */
final class MapSample {
  static final int MOST = 20_000;
  private static final int MOST_KINDS = 30;
  private static final long SEED = 0x6d6170;

  private final List<Row> rows;
  private final long total;
  private final boolean hasClusters;
  private final boolean hasLabels;

  private MapSample(List<Row> rows, long total, boolean hasClusters, boolean hasLabels) {
    this.rows = rows;
    this.total = total;
    this.hasClusters = hasClusters;
    this.hasLabels = hasLabels;
  }

  static MapSample of(Tables published) {
    Dataset<Row> mapped =
        published
            .dataset("coordinates")
            .where("component = 0 AND coordinates IS NOT NULL AND size(coordinates) > 0")
            .select("id", "coordinates");
    // Decides how many are drawn.
    long total = mapped.count();
    Dataset<Row> drawn =
        total <= MOST ? mapped : mapped.where(IdHash.isDrawn(mapped.col("id"), SEED, MOST, total));
    boolean hasClusters = published.find("clusters").isPresent();
    boolean hasLabels =
        published
            .find("vectors")
            .filter(v -> Arrays.asList(v.dataset().columns()).contains("label"))
            .isPresent();
    if (hasClusters) {
      drawn = drawn.join(published.dataset("clusters").select("id", "cluster"), seq("id"), "left");
    } else {
      drawn = drawn.withColumn("cluster", functions.lit(null).cast("int"));
    }
    if (hasLabels) {
      Dataset<Row> labels =
          published
              .dataset("vectors")
              .select(functions.col("id"), functions.col("label").cast("string").as("label"));
      drawn = drawn.join(labels, seq("id"), "left");
    } else {
      drawn = drawn.withColumn("label", functions.lit(null).cast("string"));
    }
    List<Row> rows =
        drawn
            .select("id", "coordinates", "cluster", "label")
            .orderBy("id")
            .limit(MOST + MOST / 4)
            .collectAsList();
    return new MapSample(rows, total, hasClusters, hasLabels);
  }

  private static scala.collection.immutable.Seq<String> seq(String column) {
    return scala.jdk.javaapi.CollectionConverters.asScala(List.of(column)).toSeq();
  }

  /** Returns the number of rows drawn. */
  int size() {
    return rows.size();
  }

  /** Returns the number of rows that have coordinates in the largest component. */
  long total() {
    return total;
  }

  /** Returns the number of coordinates. */
  int dimension() {
    return rows.isEmpty() ? 0 : rows.get(0).getList(1).size();
  }

  /** Returns a coordinate of all rows. */
  double[] coordinate(int axis) {
    return rows.stream().mapToDouble(r -> (Float) r.getList(1).get(axis)).toArray();
  }

  List<String> ids() {
    return rows.stream().map(r -> r.get(0).toString()).toList();
  }

  /** Returns the clusters of the rows, if the run has them. */
  Optional<Kinds> clusters() {
    return hasClusters
        ? Optional.of(
            kinds(
                "cluster",
                "noise",
                r -> r.isNullAt(2) || r.getInt(2) < 0 ? null : Integer.toString(r.getInt(2)),
                Comparator.comparingInt(Integer::parseInt)))
        : Optional.empty();
  }

  /** Returns the labels of the rows, if the table has them. */
  Optional<Kinds> labels() {
    return hasLabels
        ? Optional.of(
            kinds(
                "label",
                "no label",
                r -> r.isNullAt(3) || r.getString(3).isEmpty() ? null : r.getString(3),
                Comparator.naturalOrder()))
        : Optional.empty();
  }

  private Kinds kinds(
      String name, String none, Function<Row, String> kindOf, Comparator<String> order) {
    Map<String, Long> sizes =
        rows.stream()
            .map(kindOf)
            .filter(k -> k != null)
            .collect(Collectors.groupingBy(k -> k, TreeMap::new, Collectors.counting()));
    List<String> shown =
        sizes.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .limit(MOST_KINDS)
            .map(Map.Entry::getKey)
            .sorted(order)
            .toList();
    Map<String, Integer> codes = new TreeMap<>();
    for (String kind : shown) {
      codes.put(kind, codes.size());
    }
    int[] coded =
        rows.stream()
            .map(kindOf)
            .mapToInt(k -> k == null ? -1 : codes.getOrDefault(k, -1))
            .toArray();
    boolean isCut = sizes.size() > MOST_KINDS;
    return new Kinds(
        name, new ArrayList<>(shown), coded, isCut ? none + " or smaller " + name : none);
  }
}
