package io.geodesy.jobs.heat;

import io.geodesy.analysis.Chart.Axis;
import io.geodesy.analysis.Chart.Coloring;
import io.geodesy.analysis.Chart.Kinds;
import io.geodesy.analysis.Chart.Shades;
import io.geodesy.analysis.Table;
import io.geodesy.analysis.Tables;
import io.geodesy.table.IdHash;
import io.geodesy.table.NumericColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Rows of the largest component for the map, at most about 20 000, with what they can be coloured
 * by: label, cluster, numeric columns of the input, distance from a landmark. Which rows is a pure
 * function of their ids.
 */
final class MapPoints {
  private static final int MOST = 20_000;
  private static final int MOST_KINDS = 30;
  private static final int MOST_COLUMNS = 4;
  private static final long SEED = 0x68656174;

  private final List<Row> rows;
  private final long total;
  private final List<String> kinds;
  private final List<String> numbers;

  private MapPoints(List<Row> rows, long total, List<String> kinds, List<String> numbers) {
    this.rows = rows;
    this.total = total;
    this.kinds = kinds;
    this.numbers = numbers;
  }

  static MapPoints of(Tables published) {
    Dataset<Row> mapped =
        published
            .dataset(HeatTables.COORDINATES.name())
            .where("component = 0 AND coordinates IS NOT NULL")
            .select("id", "coordinates");
    // Decides how many are drawn.
    long total = mapped.count();
    Dataset<Row> drawn =
        total <= MOST ? mapped : mapped.where(IdHash.isDrawn(mapped.col("id"), SEED, MOST, total));
    drawn =
        join(
            drawn,
            published
                .dataset(HeatTables.DISTANCES.name())
                .select(functions.col("id"), functions.expr("distances[0]").as("from_landmark")));
    List<String> kinds = new ArrayList<>();
    List<String> numbers = new ArrayList<>();
    if (published.find("clusters").isPresent()) {
      Column cluster = functions.col("cluster").cast("string").as("kind_cluster");
      drawn = join(drawn, published.dataset("clusters").select(functions.col("id"), cluster));
      kinds.add("cluster");
    }
    Dataset<Row> vectors = published.find("vectors").map(Table::dataset).orElse(null);
    if (vectors != null) {
      List<Column> further = new ArrayList<>(List.of(functions.col("id")));
      if (List.of(vectors.columns()).contains("label")) {
        further.add(functions.col("label").cast("string").as("kind_label"));
        kinds.add(0, "label");
      }
      NumericColumns.numeric(vectors).stream()
          .filter(name -> !name.equals("label"))
          .limit(MOST_COLUMNS)
          .forEach(
              name -> {
                numbers.add(name);
                further.add(
                    functions
                        .col("`" + name + "`")
                        .cast("double")
                        .as("number_" + (numbers.size() - 1)));
              });
      drawn = join(drawn, vectors.select(further.toArray(Column[]::new)));
    }
    List<Row> rows = drawn.orderBy("id").limit(MOST + MOST / 4).collectAsList();
    return new MapPoints(rows, total, kinds, numbers);
  }

  private static Dataset<Row> join(Dataset<Row> left, Dataset<Row> right) {
    return left.join(
        right, scala.jdk.javaapi.CollectionConverters.asScala(List.of("id")).toSeq(), "left");
  }

  /** Returns the number of rows drawn. */
  int size() {
    return rows.size();
  }

  /** Returns the number of rows on the map of the largest component. */
  long total() {
    return total;
  }

  /** Returns the number of coordinates. */
  int dimensions() {
    return rows.isEmpty() ? 0 : rows.get(0).getList(1).size();
  }

  double[] coordinate(int axis) {
    return rows.stream().mapToDouble(r -> (Float) r.getList(1).get(axis)).toArray();
  }

  List<String> ids() {
    return rows.stream().map(r -> r.get(0).toString()).toList();
  }

  /** Returns the colourings, at least one. */
  List<Coloring> colorings() {
    List<Coloring> found = new ArrayList<>();
    kinds.forEach(kind -> found.add(kinds(kind)));
    for (int c = 0; c < numbers.size(); c++) {
      found.add(new Shades(Axis.linear(numbers.get(c)), values("number_" + c)));
    }
    found.add(
        new Shades(Axis.linear("heat distance from the first landmark"), values("from_landmark")));
    return found;
  }

  private double[] values(String column) {
    return rows.stream()
        .mapToDouble(
            r -> {
              int at = r.fieldIndex(column);
              return r.isNullAt(at) ? Double.NaN : ((Number) r.get(at)).doubleValue();
            })
        .toArray();
  }

  private Kinds kinds(String name) {
    List<String> own =
        rows.stream().map(r -> r.<String>getAs("kind_" + name)).collect(Collectors.toList());
    boolean isCluster = name.equals("cluster");
    own.replaceAll(k -> k == null || k.isEmpty() || (isCluster && k.equals("-1")) ? "" : k);
    Map<String, Long> sizes =
        own.stream()
            .filter(k -> !k.isEmpty())
            .collect(Collectors.groupingBy(k -> k, TreeMap::new, Collectors.counting()));
    List<String> shown =
        sizes.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .limit(MOST_KINDS)
            .map(Map.Entry::getKey)
            .sorted(
                (a, b) ->
                    a.length() != b.length() && isCluster
                        ? Integer.compare(a.length(), b.length())
                        : a.compareTo(b))
            .toList();
    Map<String, Integer> codes = new TreeMap<>();
    IntStream.range(0, shown.size()).forEach(c -> codes.put(shown.get(c), c));
    int[] coded = own.stream().mapToInt(k -> codes.getOrDefault(k, -1)).toArray();
    String none = isCluster ? "noise" : "no " + name;
    return new Kinds(
        name, shown, coded, sizes.size() > MOST_KINDS ? none + " or smaller " + name : none);
  }
}
