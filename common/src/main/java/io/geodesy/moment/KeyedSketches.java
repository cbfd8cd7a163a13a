package io.geodesy.moment;

import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Tuple2;

/**
 * The {@link Sketch} of every key of a table in one pass and one job.
 *
 * <p>Cost: that of {@link SketchBuilder} for every row. A task holds the builders of the keys it
 * meets up to {@value #BUDGET} bytes and hands all on when that is full; all sketches reach the
 * driver. Determinism class D0: merging has no order.
 */
public final class KeyedSketches {
  private static final long BUDGET = 512L << 20;

  private KeyedSketches() {}

  /**
   * Sketches every key.
   *
   * @param rows columns key (STRING), id (BIGINT or STRING) and vector (ARRAY of FLOAT), in this
   *     order and never null
   * @param design of all sketches
   * @return by key, ascending
   */
  public static Map<String, Sketch> collect(Dataset<Row> rows, SketchDesign design) {
    boolean isNumbered = rows.schema().fields()[1].dataType().equals(DataTypes.LongType);
    JavaRDD<Tuple2<String, Sketch>> parts =
        rows.queryExecution()
            .toRdd()
            .toJavaRDD()
            .mapPartitions(part -> new Parts(part, design, isNumbered));
    int tasks = rows.sparkSession().sparkContext().defaultParallelism();
    return new TreeMap<>(
        JavaPairRDD.fromJavaRDD(parts).reduceByKey(Sketch::merge, tasks).collectAsMap());
  }

  /** Returns the sketch of all rows of all keys. */
  public static Sketch whole(Map<String, Sketch> byKey) {
    return byKey.values().stream().reduce(Sketch::merge).orElseThrow();
  }

  /** Reads a partition and hands on all sketches whenever they fill the budget. */
  private static final class Parts implements Iterator<Tuple2<String, Sketch>> {
    private final Iterator<InternalRow> rows;
    private final SketchDesign design;
    private final boolean isNumbered;
    private final int most;
    private final TreeMap<String, SketchBuilder> open = new TreeMap<>();

    Parts(Iterator<InternalRow> rows, SketchDesign design, boolean isNumbered) {
      this.rows = rows;
      this.design = design;
      this.isNumbered = isNumbered;
      long dim = design.dim();
      long bytes =
          16 * dim * dim
              + 16L * design.buckets() * design.frequencies()
              + 4 * dim * (design.sampleRows() + 4L * 1024);
      this.most = (int) Math.max(1, BUDGET / bytes);
    }

    @Override
    public boolean hasNext() {
      return !open.isEmpty() || rows.hasNext();
    }

    @Override
    public Tuple2<String, Sketch> next() {
      if (open.isEmpty()) {
        read();
      }
      Map.Entry<String, SketchBuilder> first = open.pollFirstEntry();
      return new Tuple2<>(first.getKey(), first.getValue().build());
    }

    private void read() {
      while (rows.hasNext() && open.size() <= most) {
        InternalRow row = rows.next();
        SketchBuilder builder =
            open.computeIfAbsent(row.getUTF8String(0).toString(), key -> new SketchBuilder(design));
        if (isNumbered) {
          long id = row.getLong(1);
          builder.add(design.hash(id), () -> Long.toString(id), row.getArray(2).toFloatArray());
        } else {
          UTF8String text = row.getUTF8String(1);
          String id = text.toString();
          builder.add(design.hash(id), () -> id, row.getArray(2).toFloatArray());
        }
      }
    }
  }
}
