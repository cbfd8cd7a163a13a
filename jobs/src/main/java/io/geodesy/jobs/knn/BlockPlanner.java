package io.geodesy.jobs.knn;

import io.geodesy.error.ConfigException;
import java.util.Optional;

/**
 * Decides whether a table is searched as one block in the driver or as overlapping blocks on Spark,
 * and how large these are: as large as memory allows, since recall falls with the number of blocks,
 * but no larger than keeps every task busy.
 *
 * <p>Pure: the same table, parameters and machine give the same plan. Where {@code block-rows} is
 * left open the plan depends on memory and the number of tasks, and so do the lists; with {@code
 * block-rows} given they do not.
 */
final class BlockPlanner {
  /** Overlap that is planned where the parameters leave it open. */
  static final int OVERLAP = 3;

  /** Share of a heap that arrays of a search may take: the rest is Spark's and the collector's. */
  static final double HEAP_SHARE = 0.6;

  /** A block may hold this many times the mean before its leader is divided. */
  static final double LARGEST = 1.5;

  /** Fewer rows a leader are not worth more tasks: recall falls, and routing costs more. */
  private static final long WORTHWHILE_ROWS = 50_000;

  /** A plan of smaller blocks stays this far below what would just fit if all shrank alike. */
  private static final double STEP = 0.9;

  private static final int MOST_VALUES = Integer.MAX_VALUE - 8;
  private static final int MOST_BLOCKS = 1 << 20;

  private final KnnGraphParameters parameters;
  private final long rows;
  private final int dim;
  private final double distinctShare;
  private final TableFacts facts;
  private final int idBytes;
  private final Machine machine;

  /**
   * Prepares a plan.
   *
   * @param parameters as given
   * @param table what is known of the table
   * @param machine what it may count on
   */
  BlockPlanner(KnnGraphParameters parameters, TableFacts table, Machine machine) {
    this.parameters = parameters.resolved();
    this.rows = table.rows();
    this.dim = table.dim();
    this.distinctShare = table.distinctShare();
    this.facts = table;
    this.idBytes = table.idBytes();
    this.machine = machine;
  }

  /** Decides. */
  BlockPlan plan() {
    long limit = allowance(machine.driverBytes());
    boolean isAsked =
        parameters.blockRows().isPresent() && parameters.blockRows().getAsInt() < rows;
    long table = memory(rows).ofTable();
    boolean fits = table <= limit && rows <= mostAddressable();
    if (!isAsked && fits) {
      return new BlockPlan(1, rows, 1, search(rows), rows, table, limit, 0, 0);
    }
    if (parameters.isExact()) {
      throw refuseExact(isAsked, table, limit);
    }
    return blocks();
  }

  /**
   * Returns a plan of smaller blocks after leaders were chosen and the largest block would not fit:
   * rows crowd more than the plan allowed for. Empty where block-rows is given or blocks cannot be
   * smaller.
   *
   * @param plan that was made
   * @param largest rows of its largest block
   */
  Optional<BlockPlan> smaller(BlockPlan plan, long largest) {
    long leaderRows = (long) (STEP * plan.leaderRows() * plan.mostRows() / largest);
    boolean isLeft = leaderRows > parameters.k() && plan.blocks() < MOST_BLOCKS;
    return parameters.blockRows().isEmpty() && isLeft
        ? Optional.of(blocks(leaderRows))
        : Optional.empty();
  }

  private BlockPlan blocks() {
    if (parameters.blockRows().isPresent()) {
      return blocks(parameters.blockRows().getAsInt());
    }
    return blocks(affordable(mostRows(taskLimit()), parameters.overlap().orElse(OVERLAP)));
  }

  private long taskLimit() {
    return allowance(machine.taskProcessBytes()) / machine.tasksPerProcess();
  }

  /** Returns the plan of the same blocks where rows join another number of them. */
  BlockPlan joinedBy(BlockPlan plan, int overlap) {
    return of(plan.blocks(), plan.leaderRows(), overlap, plan.mostRows());
  }

  private BlockPlan blocks(long leaderRows) {
    int overlap = parameters.overlap().orElse(OVERLAP);
    long limit = taskLimit();
    long most = mostRows(limit);
    long least = parameters.k() + 1L;
    if (leaderRows < least || largest(leaderRows, overlap) > most) {
      throw refuse(Math.max(leaderRows, least), overlap, limit);
    }
    int blocks = (int) Math.min(MOST_BLOCKS, (rows + leaderRows - 1) / leaderRows);
    return of(blocks, Math.max(1, rows / blocks), Math.min(overlap, blocks), most);
  }

  private BlockPlan of(int blocks, long mean, int joined, long most) {
    long travelling = joined * rows;
    return new BlockPlan(
        blocks,
        mean,
        joined,
        search(mean * joined),
        most,
        memory(mean * joined).ofTask(),
        taskLimit(),
        travelling * (BlockMemory.TAG_BYTES + idBytes + (long) facts.elementBytes() * dim),
        travelling * listBytes(parameters.k(), idBytes));
  }

  /** Returns the bytes in which a list travels. */
  static long listBytes(int k, int idBytes) {
    return ListChunk.HEAD_BYTES + idBytes + (long) k * (Float.BYTES + idBytes);
  }

  private long largest(long leaderRows, int overlap) {
    return Math.min(rows, (long) (LARGEST * leaderRows * overlap));
  }

  private long affordable(long most, int overlap) {
    long fitting = (long) (most / (LARGEST * overlap));
    long busy = Math.max(WORTHWHILE_ROWS, rows / machine.tasks());
    return Math.min(fitting, busy);
  }

  private long mostRows(long limit) {
    long low = 0;
    long high = mostAddressable();
    while (low < high) {
      long middle = (low + high + 1) / 2;
      if (memory(middle).ofTask() <= limit) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** An array has an int for its length. */
  private long mostAddressable() {
    int widest = Math.max(dim, Math.max(2 * parameters.k(), search(rows).candidates()));
    return MOST_VALUES / widest;
  }

  private BlockMemory memory(long blockRows) {
    return facts.memory(parameters, blockRows);
  }

  private SearchPlan search(long blockRows) {
    return facts.search(parameters, distinctShare * blockRows);
  }

  private long allowance(long heapBytes) {
    return parameters
        .memory()
        .map(text -> MemorySize.parse("memory", text))
        .orElse((long) (HEAP_SHARE * heapBytes));
  }

  private ConfigException refuse(long leaderRows, int overlap, long limit) {
    long needed = memory(largest(leaderRows, overlap)).ofTask();
    return new ConfigException(
        "%s, which leaves %s for each of the %d tasks that share a process, but a block of %,d rows a leader x %d columns joined by %d leaders a row needs %s. Raise memory, lower %s or let fewer tasks share a process (spark.task.cpus)."
            .formatted(
                memoryInWords(),
                MemorySize.words(limit),
                machine.tasksPerProcess(),
                leaderRows,
                dim,
                overlap,
                MemorySize.words(needed),
                parameters.blockRows().isPresent() ? "block-rows or overlap" : "overlap"));
  }

  private ConfigException refuseExact(boolean isAsked, long table, long limit) {
    String why =
        isAsked
            ? "block-rows is %,d".formatted(parameters.blockRows().getAsInt())
            : "%s and the table needs %s".formatted(memoryInWords(), MemorySize.words(table));
    return new ConfigException(
        "All pairs are compared in one block, but %s: leave block-rows out, raise memory (currently %s), or ask for mode = approximate."
            .formatted(why, MemorySize.words(limit)));
  }

  private String memoryInWords() {
    return parameters
        .memory()
        .map(text -> "memory is " + text)
        .orElseGet(
            () ->
                "memory is auto, %s of a heap of %s"
                    .formatted(HEAP_SHARE, MemorySize.words(machine.taskProcessBytes())));
  }
}
