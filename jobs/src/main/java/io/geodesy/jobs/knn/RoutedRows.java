package io.geodesy.jobs.knn;

import io.geodesy.kernel.Workers;
import java.util.Iterator;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * The rows of one partition, each packed for the blocks of its nearest leaders; the tag of a row is
 * the rank of the block among them, 0 at home.
 */
final class RoutedRows extends ChunkSplitter {
  private static final int FIRST_BYTES = 1 << 12;

  private final VectorBatches batches;
  private final RoutingSpace space;
  private final Router router;
  private final int overlap;
  private final RowChunk.Writer[] writers;
  private final long budget;
  private long held;

  /**
   * Prepares it.
   *
   * @param budget bytes that waiting chunks may hold
   */
  RoutedRows(
      Iterator<InternalRow> rows,
      RoutingSpace space,
      Leaders leaders,
      int overlap,
      boolean isNumbered,
      long budget) {
    this.batches = new VectorBatches(rows, space.dim(), isNumbered);
    this.space = space;
    this.router = new Router(leaders, overlap);
    this.overlap = overlap;
    this.writers = new RowChunk.Writer[leaders.count()];
    this.budget = budget;
  }

  @Override
  boolean readSome() {
    if (!batches.hasNext()) {
      return false;
    }
    VectorBatches.Batch batch = batches.next();
    int dim = space.dim();
    int[] routed;
    try (Workers alone = new Workers(1)) {
      MetricRows rows = MetricRows.of(batch.values(), dim, space.metric(), alone);
      routed = router.route(space.place(rows));
    }
    for (int i = 0; i < batch.rows(); i++) {
      for (int rank = 0; rank < overlap; rank++) {
        add(routed[i * overlap + rank], (byte) rank, batch.ids()[i], batch.values(), i * dim);
      }
    }
    return true;
  }

  private void add(int block, byte rank, Object id, float[] values, int at) {
    if (writers[block] == null) {
      writers[block] = new RowChunk.Writer(space.dim(), FIRST_BYTES);
      held += FIRST_BYTES;
    }
    RowChunk.Writer writer = writers[block];
    held -= writer.capacity();
    writer.add(rank, id, values, at);
    held += writer.capacity();
    if (writer.bytes() >= CHUNK_BYTES) {
      send(block, writer.take());
    } else if (held > budget) {
      sendAll();
    }
  }

  @Override
  void sendAll() {
    for (int block = 0; block < writers.length; block++) {
      if (writers[block] != null && writers[block].bytes() > 0) {
        send(block, writers[block].take());
      }
      writers[block] = null;
    }
    held = 0;
  }
}
