package io.geodesy.jobs.deviation;

import io.geodesy.error.DataException;
import io.geodesy.jobs.deviation.LayerRows.LayerKey;
import io.geodesy.jobs.deviation.LayerRows.Role;
import io.geodesy.jobs.deviation.LayerRows.Sample;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.table.InputColumns;
import io.geodesy.table.KeyOrder;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.Partitioner;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/**
 * Measures every layer in a task of its own.
 *
 * <p>Cost: one pass over four columns to list layers and find bad rows; one shuffle of all rows by
 * layer; a task holds the rows of one layer twice. What comes back is a deviation and a sample name
 * a row. Determinism class D0: rows are ordered by sample within their layer.
 */
final class LayerJob {
  private final DeviationParameters parameters;
  private final Dataset<Row> rows;
  private final long seed;

  private LayerJob(DeviationParameters parameters, Dataset<Row> rows, long seed) {
    this.parameters = parameters;
    this.rows = rows;
    this.seed = seed;
  }

  /**
   * A layer that has too few correct rows.
   *
   * @param key of the layer
   * @param correct rows it has
   */
  record Skipped(LayerKey key, long correct) {}

  /**
   * What was measured.
   *
   * @param layers by group and then in the order of the layers
   * @param skipped in the same order
   */
  record Result(List<LayerDeviations> layers, List<Skipped> skipped) {}

  /**
   * Measures a table.
   *
   * @throws DataException if a column is missing, a value is null, or layers are no numbers
   */
  static Result run(DeviationParameters parameters, Dataset<Row> vectors, long seed) {
    return new LayerJob(parameters, select(parameters, vectors), seed).run();
  }

  private static Dataset<Row> select(DeviationParameters parameters, Dataset<Row> vectors) {
    StructType schema = vectors.schema();
    Column sample =
        column(InputColumns.require(schema, parameters.sampleColumn(), "sample-column"));
    Column layer = column(InputColumns.require(schema, parameters.layerColumn(), "layer-column"));
    String correct = InputColumns.require(schema, parameters.correctColumn(), "correct-column");
    Column group =
        Arrays.asList(vectors.columns()).contains("group")
            ? functions.nullif(functions.col("group").cast(DataTypes.StringType), functions.lit(""))
            : functions.lit(null).cast(DataTypes.StringType);
    return vectors.select(
        layer.cast(DataTypes.StringType).as("layer"),
        group.as("group"),
        sample.cast(DataTypes.StringType).as("sample"),
        functions.expr("try_cast(`" + correct.replace("`", "``") + "` as boolean)").as("correct"),
        functions.col("vector"),
        functions.col("id").cast(DataTypes.StringType).as("id"));
  }

  private static Column column(String name) {
    return functions.col("`" + name.replace("`", "``") + "`");
  }

  private Result run() {
    refuseNulls();
    Map<LayerKey, Long> correct = correctRows();
    List<LayerKey> keys = ordered(correct.keySet());
    List<Skipped> skipped = new ArrayList<>();
    Map<LayerKey, Integer> partition = new HashMap<>();
    for (LayerKey key : keys) {
      if (correct.get(key) < parameters.minCorrect()) {
        skipped.add(new Skipped(key, correct.get(key)));
      } else {
        partition.put(key, partition.size());
      }
    }
    if (partition.isEmpty()) {
      throw new DataException(
          "No layer of table vectors has the %d correct rows that min-correct asks for. Give more rows, or a smaller --min-correct."
              .formatted(parameters.minCorrect()));
    }
    return new Result(measure(partition), skipped);
  }

  private void refuseNulls() {
    Row bad =
        rows.where("layer is null or sample is null or correct is null")
            .agg(functions.count(functions.lit(1)), functions.min("id"))
            .head();
    if (bad.getLong(0) > 0) {
      throw new DataException(
          "%d rows of table vectors have no %s, %s or %s (true or false), among them row %s. Mend the table, or leave these rows out of it."
              .formatted(
                  bad.getLong(0),
                  parameters.layerColumn(),
                  parameters.sampleColumn(),
                  parameters.correctColumn(),
                  bad.getString(1)));
    }
  }

  private Map<LayerKey, Long> correctRows() {
    Map<LayerKey, Long> correct = new HashMap<>();
    rows.groupBy("layer", "group")
        .agg(functions.count_if(functions.col("correct")))
        .collectAsList()
        .forEach(
            row -> correct.put(new LayerKey(row.getString(0), row.getString(1)), row.getLong(2)));
    List<String> layers = correct.keySet().stream().map(LayerKey::layer).distinct().toList();
    if (!KeyOrder.areNumbers(layers)) {
      throw new DataException(
          "Column %s of table vectors has the value %s, but layers are numbers, which give their order. Number the layers, or name another column with --layer-column."
              .formatted(
                  parameters.layerColumn(),
                  layers.stream()
                      .filter(layer -> !KeyOrder.areNumbers(List.of(layer)))
                      .sorted()
                      .findFirst()
                      .orElseThrow()));
    }
    return correct;
  }

  private static List<LayerKey> ordered(Iterable<LayerKey> keys) {
    List<LayerKey> ordered = new ArrayList<>();
    keys.forEach(ordered::add);
    ordered.sort(
        Comparator.comparing(LayerKey::group, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(key -> new BigDecimal(key.layer()))
            .thenComparing(LayerKey::layer));
    return ordered;
  }

  private List<LayerDeviations> measure(Map<LayerKey, Integer> partition) {
    DeviationParameters chosen = parameters;
    long stream = SeededStream.derive(seed, "holdout");
    List<LayerDeviations> found =
        new ArrayList<>(
            rows.queryExecution()
                .toRdd()
                .toJavaRDD()
                .flatMapToPair(row -> sample(row, partition, chosen, stream))
                .partitionBy(new ByLayer(partition.size()))
                .mapPartitions(part -> measure(part, chosen))
                .collect());
    found.sort(Comparator.comparingInt(layer -> partition.get(layer.key())));
    return found;
  }

  /** Copies what a row says, since Spark fills the same row again; nothing in a skipped layer. */
  private static Iterator<Tuple2<Integer, Keyed>> sample(
      InternalRow row,
      Map<LayerKey, Integer> partition,
      DeviationParameters parameters,
      long stream) {
    LayerKey key =
        new LayerKey(
            row.getUTF8String(0).toString(),
            row.isNullAt(1) ? null : row.getUTF8String(1).toString());
    Integer place = partition.get(key);
    if (place == null) {
      return Collections.emptyIterator();
    }
    String name = row.getUTF8String(2).toString();
    Role role = role(name, row.getBoolean(3), parameters, stream);
    Sample sample = new Sample(name, role, row.getArray(4).toFloatArray());
    return List.of(new Tuple2<>(place, new Keyed(key, sample))).iterator();
  }

  private static Role role(
      String sample, boolean isCorrect, DeviationParameters parameters, long stream) {
    if (!isCorrect) {
      return Role.ERROR;
    }
    boolean isHeldOut =
        parameters.calibrated()
            && (SeededStream.hash(stream, sample) >>> 11) * 0x1p-53 < parameters.holdout();
    return isHeldOut ? Role.HELD_OUT : Role.REFERENCE;
  }

  private static Iterator<LayerDeviations> measure(
      Iterator<Tuple2<Integer, Keyed>> part, DeviationParameters parameters) {
    List<Sample> samples = new ArrayList<>();
    LayerKey key = null;
    while (part.hasNext()) {
      Keyed next = part.next()._2();
      key = next.key();
      samples.add(next.sample());
    }
    LayerRows rows = LayerRows.of(key, samples, parameters.metric());
    if (rows.count(Role.REFERENCE) < parameters.k() + 2) {
      throw new DataException(
          "The %s keeps %d correct rows after holdout, but k = %d needs %d. Give a smaller --holdout or a larger --min-correct."
              .formatted(key, rows.count(Role.REFERENCE), parameters.k(), parameters.k() + 2));
    }
    try (Workers alone = new Workers(1)) {
      return List.of(LayerDeviations.of(rows, parameters.k(), alone)).iterator();
    }
  }

  /** A row on its way to the task of its layer. */
  private record Keyed(LayerKey key, Sample sample) implements Serializable {}

  private static final class ByLayer extends Partitioner {
    private final int layers;

    private ByLayer(int layers) {
      this.layers = layers;
    }

    @Override
    public int numPartitions() {
      return layers;
    }

    @Override
    public int getPartition(Object layer) {
      return (Integer) layer;
    }
  }
}
