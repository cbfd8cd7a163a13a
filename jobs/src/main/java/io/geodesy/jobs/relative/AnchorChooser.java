package io.geodesy.jobs.relative;

import io.geodesy.error.DataException;
import io.geodesy.kernel.Distances;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.table.InputColumns;
import io.geodesy.table.VectorBlock;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * Chooses anchors among the rows that all spaces have.
 *
 * <p>Cost: uniform and column read ids alone; stratified brings the ids and labels of all common
 * rows to the driver, farthest-point their vectors, of which it makes {@code 3 n A dim} operations.
 * Determinism class D0: by hash of the id, ties by id.
 *
 * @param policy how
 * @param count how many; column takes all that are marked
 * @param column that marks them, for column
 * @param seed of the hashes
 */
public record AnchorChooser(AnchorPolicy policy, int count, String column, long seed) {

  /**
   * Chooses.
   *
   * @param vectors the first space
   * @param other the second, if there is one
   * @param workers share the rows of farthest-point
   * @throws DataException if there are too few common rows, no labels, or no such column
   */
  public Anchors choose(Dataset<Row> vectors, Optional<Dataset<Row>> other, Workers workers) {
    if (policy == AnchorPolicy.COLUMN) {
      return Anchors.of(marked(vectors), other);
    }
    Dataset<Row> common =
        other
            .map(space -> vectors.join(space.select("id"), new String[] {"id"}, "left_semi"))
            .orElse(vectors);
    List<Object> ids =
        switch (policy) {
          case UNIFORM -> least(common, seed, count);
          case STRATIFIED -> stratified(common);
          case FARTHEST_POINT -> farthest(common, workers);
          case COLUMN -> throw new IllegalStateException();
        };
    if (ids.size() < count) {
      throw new DataException(
          "anchors is %d but %s %d row%s: there cannot be more anchors than rows. Give fewer --anchors."
              .formatted(
                  count,
                  other.isPresent() ? "tables vectors and other share" : "table vectors has",
                  ids.size(),
                  ids.size() == 1 ? "" : "s"));
    }
    return Anchors.of(ids, other);
  }

  /**
   * Returns the ids with the least hash: one pass over the ids, {@code count} of them a partition.
   */
  public static List<Object> least(Dataset<Row> table, long seed, int count) {
    JavaRDD<Hashed> hashed =
        table.select("id").javaRDD().map(row -> new Hashed(hash(seed, row.get(0)), row.get(0)));
    return hashed.takeOrdered(count, Hashed.ORDER).stream().map(Hashed::id).toList();
  }

  private static long hash(long seed, Object id) {
    return id instanceof Long number
        ? SeededStream.hash(seed, number)
        : SeededStream.hash(seed, (String) id);
  }

  private List<Object> marked(Dataset<Row> vectors) {
    String name = InputColumns.require(vectors.schema(), column, "anchor-column");
    return vectors
        .where(functions.expr("try_cast(`" + name.replace("`", "``") + "` as boolean)"))
        .select("id")
        .orderBy("id")
        .collectAsList()
        .stream()
        .map(row -> row.get(0))
        .toList();
  }

  private List<Object> stratified(Dataset<Row> common) {
    if (!Arrays.asList(common.columns()).contains("label")) {
      throw new DataException(
          "anchor-policy is stratified but table vectors has no labels. Name their column with --label-column, or choose another policy.");
    }
    TreeMap<String, List<Hashed>> byLabel = new TreeMap<>();
    common
        .where("label is not null")
        .select(functions.col("id"), functions.col("label").cast(DataTypes.StringType))
        .collectAsList()
        .forEach(
            row ->
                byLabel
                    .computeIfAbsent(row.getString(1), label -> new ArrayList<>())
                    .add(new Hashed(hash(seed, row.get(0)), row.get(0))));
    int[] sizes = byLabel.values().stream().mapToInt(List::size).toArray();
    int[] quotas = quotas(sizes, count);
    List<Object> chosen = new ArrayList<>();
    int at = 0;
    for (Map.Entry<String, List<Hashed>> entry : byLabel.entrySet()) {
      entry.getValue().stream()
          .sorted(Hashed.ORDER)
          .limit(quotas[at++])
          .forEach(row -> chosen.add(row.id()));
    }
    return chosen;
  }

  /** Shares by largest remainder, equal remainders to the first label. */
  static int[] quotas(int[] sizes, int count) {
    long total = Arrays.stream(sizes).asLongStream().sum();
    int wanted = (int) Math.min(count, total);
    int[] quotas = new int[sizes.length];
    long[] remainders = new long[sizes.length];
    int given = 0;
    for (int i = 0; i < sizes.length; i++) {
      quotas[i] = (int) ((long) wanted * sizes[i] / total);
      remainders[i] = (long) wanted * sizes[i] % total;
      given += quotas[i];
    }
    for (; given < wanted; given++) {
      int most = 0;
      for (int i = 1; i < sizes.length; i++) {
        most = remainders[i] > remainders[most] ? i : most;
      }
      quotas[most]++;
      remainders[most] = -1;
    }
    return quotas;
  }

  private List<Object> farthest(Dataset<Row> common, Workers workers) {
    VectorBlock block = VectorBlock.collect(common);
    int n = block.rows();
    int dim = block.dim();
    double[] inverse = new double[n];
    int newest = 0;
    for (int i = 0; i < n; i++) {
      inverse[i] = 1 / Math.sqrt(Distances.squaredNorm(block.values(), i * dim, dim));
      newest =
          Long.compareUnsigned(block.ids().hash(seed, i), block.ids().hash(seed, newest)) < 0
              ? i
              : newest;
    }
    double[] nearest = new double[n];
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    List<Object> chosen = new ArrayList<>();
    while (chosen.size() < Math.min(count, n)) {
      int added = newest;
      chosen.add(block.ids().get(added));
      workers.forRanges(
          n,
          1024,
          (worker, from, to) -> {
            for (int i = from; i < to; i++) {
              nearest[i] =
                  Math.min(
                      nearest[i],
                      Distances.squaredScaled(
                          block.values(),
                          i * dim,
                          inverse[i],
                          block.values(),
                          added * dim,
                          inverse[added],
                          dim));
            }
          });
      // A chosen row is never chosen again, though another may have its direction.
      nearest[added] = -1;
      newest = 0;
      for (int i = 1; i < n; i++) {
        newest = nearest[i] > nearest[newest] ? i : newest;
      }
    }
    return chosen;
  }

  /** An id with its hash. */
  private record Hashed(long hash, Object id) implements Serializable {
    private static final Comparator<Hashed> ORDER = new ByHash();
  }

  /** Unsigned by hash, then by id. */
  private static final class ByHash implements Comparator<Hashed>, Serializable {
    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    public int compare(Hashed a, Hashed b) {
      int byHash = Long.compareUnsigned(a.hash(), b.hash());
      return byHash != 0 ? byHash : ((Comparable) a.id()).compareTo(b.id());
    }
  }
}
