package io.geodesy.jobs.knn;

import io.geodesy.kernel.Distances;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.table.VectorBlock;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * What one scan of a table tells the driver: rows drawn by the hash of their id, from which leaders
 * are made, rows drawn by another, whose true neighbours will be looked for, and the figures a plan
 * needs.
 *
 * <p>Driver memory: {@link #bytes} for the sampled rows and the queries, and 32 KiB a partition.
 * Determinism class D0: whether a row is drawn depends on its id and the number of rows.
 *
 * @param rows drawn, in the order of their ids
 * @param queries drawn, in the order of their ids
 * @param largest greatest norm of a row under the metric
 * @param distinctShare share of the rows that repeat no other, estimated
 * @param idBytes mean bytes of an id as it travels
 */
record TableSample(
    VectorBlock rows, VectorBlock queries, double largest, double distinctShare, double idBytes) {
  /** Leaders are means of about as many sampled rows. */
  static final int ROWS_PER_LEADER = 40;

  /** However few leaders there are, their places and sizes are judged by this many rows. */
  private static final int LEAST_ROWS = 4096;

  /** A hash threshold draws more or fewer rows than wanted, by about the root of as many. */
  private static final double QUERY_MARGIN = 1.2;

  private static final int MORE_QUERIES = 100;

  /** Returns the rows that leaders need. */
  static long wanted(int leaders) {
    return Math.max(LEAST_ROWS, (long) ROWS_PER_LEADER * leaders);
  }

  /**
   * Returns the bytes that some drawn rows take while they arrive and are placed: packed where they
   * were read, packed as they travel, unpacked, and once more on their axes.
   */
  static long bytes(long rows, int dim) {
    return 4 * rows * ((long) Float.BYTES * dim + Long.BYTES);
  }

  /** What a partition contributes. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Part(byte[] rows, byte[] queries, double largest, long idBytes, long[] hashes)
      implements Serializable {}

  /**
   * Where to draw the line.
   *
   * @param rowSeed of the hash that decides on sampled rows
   * @param rowShare of all rows that are sampled
   * @param querySeed of the hash that decides on queries
   * @param queryShare of all rows that are asked about, a few more than wanted
   */
  private record Draw(long rowSeed, double rowShare, long querySeed, double queryShare)
      implements Serializable {}

  /**
   * Scans a table.
   *
   * @param n rows of it
   * @param wantedRows about how many rows to sample
   * @param wantedQueries how many rows to ask about, fewer if there are not as many
   * @param seed of the run
   */
  static TableSample of(
      VectorTable table, Metric metric, long n, long wantedRows, int wantedQueries, long seed) {
    Draw draw =
        new Draw(
            SeededStream.derive(seed, "leader sample"),
            (double) wantedRows / n,
            SeededStream.derive(seed, "recall"),
            (QUERY_MARGIN * wantedQueries + MORE_QUERIES) / n);
    int dim = table.dim();
    boolean isNumbered = table.isNumbered();
    List<Part> parts =
        table
            .rows()
            .mapPartitions(rows -> List.of(scan(rows, dim, isNumbered, metric, draw)).iterator())
            .collect();
    DistinctCount distinct = new DistinctCount();
    double largest = 0;
    long idBytes = 0;
    for (Part part : parts) {
      distinct.addLeast(part.hashes());
      largest = Math.max(largest, part.largest());
      idBytes += part.idBytes();
    }
    VectorBlock sampled = unpack(parts.stream().map(Part::rows).toList(), dim, isNumbered);
    VectorBlock asked = unpack(parts.stream().map(Part::queries).toList(), dim, isNumbered);
    return new TableSample(
        sampled,
        least(asked, draw.querySeed(), wantedQueries),
        largest,
        Math.min(1, distinct.estimate() / n),
        (double) idBytes / n);
  }

  private static Part scan(
      Iterator<InternalRow> rows, int dim, boolean isNumbered, Metric metric, Draw draw) {
    RowChunk.Writer sampled = new RowChunk.Writer(dim, 1 << 12);
    RowChunk.Writer asked = new RowChunk.Writer(dim, 1 << 12);
    DistinctCount distinct = new DistinctCount();
    VectorBatches batches = new VectorBatches(rows, dim, isNumbered);
    double largest = 0;
    long idBytes = 0;
    while (batches.hasNext()) {
      VectorBatches.Batch batch = batches.next();
      MetricRows metricRows;
      try (Workers alone = new Workers(1)) {
        metricRows = MetricRows.of(batch.values(), dim, metric, alone);
      }
      for (int i = 0; i < batch.rows(); i++) {
        Object id = batch.ids()[i];
        double factor = metricRows.factor(i);
        if (isDrawn(draw.rowSeed(), id, draw.rowShare())) {
          sampled.add((byte) 0, id, batch.values(), i * dim);
        }
        if (isDrawn(draw.querySeed(), id, draw.queryShare())) {
          asked.add((byte) 0, id, batch.values(), i * dim);
        }
        double norm = Math.sqrt(Distances.squaredNorm(batch.values(), i * dim, dim)) * factor;
        largest = Math.max(largest, norm);
        distinct.add(hash(batch.values(), i * dim, dim, factor));
        idBytes += ListChunk.idBytes(id);
      }
    }
    return new Part(sampled.take(), asked.take(), largest, idBytes, distinct.least());
  }

  private static boolean isDrawn(long seed, Object id, double share) {
    // The least hashes as signed numbers are drawn, as RowHash.least draws them.
    return share >= 1 || ((hash(seed, id) ^ Long.MIN_VALUE) >>> 11) * 0x1.0p-53 < share;
  }

  private static long hash(long seed, Object id) {
    return id instanceof Long number
        ? SeededStream.hash(seed, number)
        : SeededStream.hash(seed, id.toString());
  }

  /** Rows that count as copies have the same hash. */
  private static long hash(float[] values, int at, int dim, double factor) {
    long hash = 0;
    for (int t = 0; t < dim; t++) {
      // Adding zero turns minus zero into zero.
      float value = factor == 1 ? values[at + t] : (float) (values[at + t] * factor);
      hash = (hash ^ Float.floatToRawIntBits(value + 0f)) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 32;
    }
    return SeededStream.bits(hash, 0);
  }

  private static VectorBlock unpack(List<byte[]> chunks, int dim, boolean isNumbered) {
    return RowChunk.unpack(new ArrayList<>(chunks), dim, isNumbered).block();
  }

  private static VectorBlock least(VectorBlock block, long seed, int count) {
    if (block.rows() <= count) {
      return block;
    }
    int[] all = IntStream.range(0, block.rows()).toArray();
    int[] chosen = ((RowHash) block.ids()::hash).least(seed, all, count);
    RowChunk.Writer writer = new RowChunk.Writer(block.dim(), 1 << 12);
    for (int row : chosen) {
      writer.add((byte) 0, block.ids().internal(row), block.values(), row * block.dim());
    }
    return unpack(List.of(writer.take()), block.dim(), block.ids().internal(0) instanceof Long);
  }
}
