package io.geodesy.jobs.source;

import io.geodesy.error.DataException;
import io.geodesy.table.EmbeddingSource;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoder;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoders;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import scala.Tuple2;

/**
 * Binary files of vectors of one length (npy, fvecs, bvecs), read in ranges of rows by as many
 * tasks as the length asks for. Ids are row numbers from 0, counted on from file to file in the
 * order of their names.
 *
 * @param input the files
 * @param columns must be the defaults: there are no others
 * @param header reads the layout from the beginning of a file
 */
record PackedSource(InputFiles input, ColumnNames columns, Header header)
    implements EmbeddingSource {
  private static final long SPLIT_BYTES = 32 << 20;

  /** What a format's first bytes say. */
  @FunctionalInterface
  interface Header {
    /**
     * Reads it.
     *
     * @param in at the beginning of the file
     * @param path of the file
     * @param length of the file in bytes
     * @throws DataException if this is not the format or does not fit the length
     */
    PackedLayout layout(FSDataInputStream in, String path, long length) throws IOException;
  }

  @Override
  public String location() {
    return input.location();
  }

  @Override
  public List<InputFile> files() {
    return input.forFingerprint();
  }

  @Override
  public Dataset<Row> read(SparkSession session) {
    List<PackedLayout> layouts = layouts();
    boolean isDouble = layouts.stream().anyMatch(l -> l.element() == ElementType.FLOAT64);
    List<PackedRows> splits = splits(layouts);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    Broadcast<SerializableConfiguration> configuration =
        context.broadcast(new SerializableConfiguration(input.configuration()));
    JavaRDD<PackedRows> ranges = context.parallelize(splits, Math.max(1, splits.size()));
    return isDouble
        ? toTable(
            session,
            ranges.flatMap(
                r -> r.doubles(configuration.value().value(), PackedSource::atEndOfTask)),
            AgnosticEncoders.PrimitiveDoubleEncoder$.MODULE$)
        : toTable(
            session,
            ranges.flatMap(r -> r.floats(configuration.value().value(), PackedSource::atEndOfTask)),
            AgnosticEncoders.PrimitiveFloatEncoder$.MODULE$);
  }

  private List<PackedLayout> layouts() {
    columns.requireUnnamed(location(), ending());
    return input.files().stream().map(this::layout).toList();
  }

  private String ending() {
    String name = input.files().get(0).getPath().getName();
    return name.contains(".") ? name.substring(name.lastIndexOf('.') + 1) : "array";
  }

  private PackedLayout layout(FileStatus file) {
    if (file.getLen() == 0) {
      throw new DataException(
          "File %s has 0 bytes. Write it again, or remove it.".formatted(input.nameOf(file)));
    }
    try (FSDataInputStream in = input.open(file)) {
      return header.layout(in, file.getPath().toString(), file.getLen());
    } catch (EOFException e) {
      throw new DataException(
          "File %s ends after %d bytes, within its header. Copy or write it again."
              .formatted(input.nameOf(file), file.getLen()),
          e);
    } catch (IOException e) {
      throw new DataException(
          "File %s cannot be read: %s.".formatted(input.nameOf(file), e.getMessage()), e);
    }
  }

  private static List<PackedRows> splits(List<PackedLayout> layouts) {
    List<PackedRows> splits = new ArrayList<>();
    long firstId = 0;
    for (PackedLayout layout : layouts) {
      long rows = Math.max(1, SPLIT_BYTES / Math.max(1, layout.rowBytes()));
      for (long from = 0; from < layout.rows(); from += rows) {
        splits.add(new PackedRows(layout, from, Math.min(layout.rows(), from + rows), firstId));
      }
      firstId += layout.rows();
    }
    return splits;
  }

  private static void atEndOfTask(Runnable close) {
    TaskCompletionListener listener = context -> close.run();
    TaskContext.get().addTaskCompletionListener(listener);
  }

  @SuppressWarnings("unchecked")
  private static <V> Dataset<Row> toTable(
      SparkSession session, JavaRDD<Tuple2<Long, V>> rows, AgnosticEncoder<?> element) {
    Encoder<V> vector =
        (Encoder<V>) (Encoder<?>) new AgnosticEncoders.ArrayEncoder<>(element, false);
    return session
        .createDataset(rows.rdd(), Encoders.tuple(Encoders.LONG(), vector))
        .toDF("id", "vector");
  }

  @Override
  public Optional<Shape> shape() {
    List<PackedLayout> layouts = layouts();
    long rows = layouts.stream().mapToLong(PackedLayout::rows).sum();
    return Optional.of(new Shape(rows, layouts.get(0).dim(), true));
  }
}
