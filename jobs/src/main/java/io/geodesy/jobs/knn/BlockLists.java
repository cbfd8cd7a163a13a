package io.geodesy.jobs.knn;

import io.geodesy.analysis.Progress;
import io.geodesy.kernel.NearestLists;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.table.RowIds;
import io.geodesy.table.VectorBlock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import scala.Tuple2;

/**
 * The blocks of one task: unpacked and searched one after the other, the lists of their rows packed
 * by the task that merges them.
 */
final class BlockLists extends ChunkSplitter {
  /** Rows whose lists are packed between two looks at what is ready. */
  private static final int STEP = 1024;

  private static final int FIRST_BYTES = 1 << 10;
  private static final int MOST_WAITING_BYTES = 1 << 24;

  /**
   * What all tasks of a pass share.
   *
   * @param search how a block is searched
   * @param dim columns
   * @param isNumbered whether ids are BIGINT
   * @param seed of the pass
   * @param isFirstPass whether cells and copies are to be told
   * @param targets tasks that merge lists
   */
  record Settings(
      SearchSettings search,
      int dim,
      boolean isNumbered,
      long seed,
      boolean isFirstPass,
      int targets)
      implements java.io.Serializable {}

  private final Settings settings;
  private final int threads;
  private final Consumer<BlockReport> reports;
  private final TreeMap<Integer, List<byte[]>> blocks = new TreeMap<>();
  private final ListChunk.Writer[] writers;
  private Found found;
  private int next;
  private long waiting;

  /** Lists of one block by row index, with what is needed to write them. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Found(
      int block,
      RowIds ids,
      byte[] ranks,
      DuplicateGroups groups,
      int k,
      int[] neighbors,
      float[] distances) {}

  /**
   * Takes the chunks of all blocks of the task.
   *
   * @param chunks block and rows
   * @param threads of the task
   * @param reports takes one a block
   */
  BlockLists(
      Iterator<Tuple2<Integer, byte[]>> chunks,
      Settings settings,
      int threads,
      Consumer<BlockReport> reports) {
    this.settings = settings;
    this.threads = threads;
    this.reports = reports;
    this.writers = new ListChunk.Writer[settings.targets()];
    chunks.forEachRemaining(
        chunk -> blocks.computeIfAbsent(chunk._1(), b -> new ArrayList<>()).add(chunk._2()));
  }

  @Override
  boolean readSome() {
    if (found == null) {
      Map.Entry<Integer, List<byte[]>> block = blocks.pollFirstEntry();
      if (block == null) {
        return false;
      }
      found = search(block.getKey(), block.getValue());
      next = 0;
    }
    int end = Math.min(found.ids().size(), next + STEP);
    for (; next < end; next++) {
      add(entry(found, next));
    }
    if (next == found.ids().size()) {
      found = null;
    }
    return true;
  }

  private Found search(int block, List<byte[]> chunks) {
    long chunkBytes = chunks.stream().mapToLong(chunk -> chunk.length).sum();
    RowChunk.Unpacked unpacked = RowChunk.unpack(chunks, settings.dim(), settings.isNumbered());
    VectorBlock rows = unpacked.block();
    KnnGraphParameters parameters = settings.search().parameters();
    int k = Math.min(parameters.k(), rows.rows() - 1);
    if (k == 0) {
      reports.accept(new BlockReport(block, 1, 1, 2 * chunkBytes, chunkBytes, 0));
      return new Found(block, rows.ids(), unpacked.tags(), null, 0, new int[0], new float[0]);
    }
    int[] neighbors = new int[Math.multiplyExact(rows.rows(), k)];
    float[] distances = new float[neighbors.length];
    long seed = SeededStream.hash(settings.seed(), block);
    try (Workers workers = new Workers(threads)) {
      BlockSearch search = new BlockSearch(rows, parameters, k, seed, workers, Progress.SILENT);
      NearestLists lists = search.isExact() ? search.exact() : search.pass(0);
      search.expand(lists, neighbors, distances);
      long held = BlockMemory.rowBytes(rows.dim()) * rows.rows() + chunkBytes;
      DuplicateGroups groups = search.groups();
      Found result = new Found(block, rows.ids(), unpacked.tags(), groups, k, neighbors, distances);
      reports.accept(
          new BlockReport(
              block,
              rows.rows(),
              groups.groups(),
              Math.max(held, search.memory().peak()),
              chunkBytes,
              listBytes(result)));
      return result;
    }
  }

  private static long listBytes(Found found) {
    if (found.ids().internal(0) instanceof Long) {
      return found.ids().size() * BlockPlanner.listBytes(found.k(), Long.BYTES);
    }
    long bytes = 0;
    for (int row = 0; row < found.ids().size(); row++) {
      bytes += ListChunk.HEAD_BYTES + ListChunk.idBytes(found.ids().internal(row));
    }
    for (int neighbor : found.neighbors()) {
      bytes += Float.BYTES + ListChunk.idBytes(found.ids().internal(neighbor));
    }
    return bytes;
  }

  private ListChunk.Entry entry(Found from, int row) {
    int k = from.k();
    Object[] neighbors = new Object[k];
    float[] distances = new float[k];
    for (int rank = 0; rank < k; rank++) {
      neighbors[rank] = from.ids().internal(from.neighbors()[row * k + rank]);
      distances[rank] = from.distances()[row * k + rank];
      if (distances[rank] == Float.POSITIVE_INFINITY) {
        throw NeighborGraphBuilder.infinite(
            from.ids().get(row), from.ids().get(from.neighbors()[row * k + rank]));
      }
    }
    boolean isHome = settings.isFirstPass() && from.ranks()[row] == 0;
    boolean isCopy = isHome && k > 0 && isCopy(from.groups(), row);
    int cell = isHome ? from.block() : ListChunk.ELSEWHERE;
    return new ListChunk.Entry(from.ids().internal(row), cell, isCopy, neighbors, distances);
  }

  private static boolean isCopy(DuplicateGroups groups, int row) {
    return groups.representatives()[groups.groupOf()[row]] != row;
  }

  private void add(ListChunk.Entry entry) {
    int target = ListExchange.target(entry.id(), settings.targets());
    if (writers[target] == null) {
      writers[target] = new ListChunk.Writer(FIRST_BYTES);
    }
    int before = writers[target].bytes();
    writers[target].add(entry);
    waiting += writers[target].bytes() - before;
    if (writers[target].bytes() >= CHUNK_BYTES) {
      waiting -= writers[target].bytes();
      send(target, writers[target].take());
    } else if (waiting > MOST_WAITING_BYTES) {
      sendAll();
    }
  }

  @Override
  void sendAll() {
    for (int target = 0; target < writers.length; target++) {
      if (writers[target] != null && writers[target].bytes() > 0) {
        send(target, writers[target].take());
      }
      writers[target] = null;
    }
    waiting = 0;
  }
}
