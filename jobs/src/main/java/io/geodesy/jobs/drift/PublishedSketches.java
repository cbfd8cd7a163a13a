package io.geodesy.jobs.drift;

import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Table;
import io.geodesy.analysis.Tables;
import io.geodesy.error.DataException;
import io.geodesy.moment.ExactMoments;
import io.geodesy.moment.FeatureSums;
import io.geodesy.moment.HashedRows;
import io.geodesy.moment.HashedRows.SampledRow;
import io.geodesy.moment.Sketch;
import io.geodesy.moment.SketchDesign;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/**
 * Sketches as tables and back, bit for bit.
 *
 * @param design of all of them
 * @param bySource sketches by table, then by group; empty text for rows without one
 */
record PublishedSketches(SketchDesign design, Map<String, Map<String, Sketch>> bySource) {

  /** Returns the three tables. */
  Tables toTables(SparkSession session) {
    List<Row> sketches = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    bySource.forEach(
        (source, byGroup) ->
            byGroup.forEach(
                (group, sketch) -> {
                  String name = group.isEmpty() ? null : group;
                  sketches.add(row(source, name, sketch));
                  for (SampledRow sampled : sketch.rows().sorted()) {
                    rows.add(
                        RowFactory.create(
                            source, name, sampled.hash(), sampled.id(), sampled.vector()));
                  }
                }));
    Attributes attributes =
        Attributes.none().with("dim", design.dim()).with("version", design.version());
    return Tables.none()
        .with(
            DriftTables.SKETCHES.name(),
            new Table(
                session.createDataFrame(sketches, DriftTables.SKETCHES.schema(DataTypes.LongType)),
                attributes))
        .with(
            DriftTables.SKETCH_ROWS.name(),
            new Table(
                session.createDataFrame(rows, DriftTables.SKETCH_ROWS.schema(DataTypes.LongType)),
                attributes))
        .with(
            DriftTables.SKETCH_DESIGN.name(),
            session.createDataFrame(
                List.of(designRow()), DriftTables.SKETCH_DESIGN.schema(DataTypes.LongType)));
  }

  private static Row row(String source, String group, Sketch sketch) {
    return RowFactory.create(
        source,
        group,
        sketch.count(),
        sketch.clipped(),
        sketch.mean(),
        sketch.moments().sums(),
        sketch.moments().high(),
        sketch.moments().low(),
        sketch.features().counts(),
        sketch.features().sums());
  }

  private Row designRow() {
    return RowFactory.create(
        design.version(),
        design.seed(),
        design.frequencies(),
        design.buckets(),
        design.sampleRows(),
        design.bandwidth(),
        design.center(),
        Arrays.stream(design.exponent()).asLongStream().toArray());
  }

  /**
   * Reads the sketches of one source.
   *
   * @param table gives the three tables by name
   * @throws DataException if they are of another layout
   */
  static PublishedSketches read(Function<String, Dataset<Row>> table, String source) {
    SketchDesign design = design(table.apply(DriftTables.SKETCH_DESIGN.name()));
    Map<String, HashedRows> samples = new HashMap<>();
    List<StoredRow> rows =
        only(table.apply(DriftTables.SKETCH_ROWS.name()), source)
            .queryExecution()
            .toRdd()
            .toJavaRDD()
            .map(
                row ->
                    new StoredRow(
                        row.isNullAt(1) ? "" : row.getUTF8String(1).toString(),
                        new SampledRow(
                            row.getLong(2),
                            row.getUTF8String(3).toString(),
                            row.getArray(4).toFloatArray())))
            .collect();
    for (StoredRow row : rows) {
      SampledRow sampled = row.sampled;
      samples
          .computeIfAbsent(row.group, group -> new HashedRows(design.sampleRows()))
          .offer(sampled.hash(), sampled::id, sampled::vector);
    }
    List<StoredState> states =
        only(table.apply(DriftTables.SKETCHES.name()), source)
            .queryExecution()
            .toRdd()
            .toJavaRDD()
            .map(
                row ->
                    new StoredState(
                        row.isNullAt(1) ? "" : row.getUTF8String(1).toString(),
                        row.getLong(3),
                        ExactMoments.of(
                            row.getLong(2),
                            row.getArray(5).toLongArray(),
                            row.getArray(6).toLongArray(),
                            row.getArray(7).toLongArray()),
                        FeatureSums.of(
                            row.getArray(8).toLongArray(), row.getArray(9).toLongArray())))
            .collect();
    Map<String, Sketch> byGroup = new TreeMap<>();
    for (StoredState state : states) {
      byGroup.put(
          state.group,
          new Sketch(
              design, state.moments, state.features, samples.get(state.group), state.clipped));
    }
    return new PublishedSketches(design, Map.of(source, byGroup));
  }

  private static Dataset<Row> only(Dataset<Row> rows, String source) {
    return rows.where(rows.col("source").equalTo(source));
  }

  private static SketchDesign design(Dataset<Row> table) {
    Row row = table.head();
    int version = row.getAs("version");
    if (version != SketchDesign.VERSION) {
      throw new DataException(
          "The sketches have layout %d, this version of Geodesy reads %d. Make them anew with --sketch-only."
              .formatted(version, SketchDesign.VERSION));
    }
    return new SketchDesign(
        version,
        row.getAs("seed"),
        row.getAs("frequencies"),
        row.getAs("buckets"),
        row.getAs("sample_rows"),
        row.getAs("bandwidth"),
        row.<Double>getList(row.fieldIndex("center")).stream()
            .mapToDouble(Double::doubleValue)
            .toArray(),
        row.<Long>getList(row.fieldIndex("exponent")).stream()
            .mapToInt(Math::toIntExact)
            .toArray());
  }

  private record StoredRow(String group, SampledRow sampled) implements Serializable {}

  private record StoredState(String group, long clipped, ExactMoments moments, FeatureSums features)
      implements Serializable {}
}
