package io.geodesy.jobs.knn;

import io.geodesy.analysis.Progress;
import io.geodesy.error.ConfigException;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;

/**
 * What is known before the first pass over a table in overlapping blocks: the leaders, the true
 * neighbours of some rows, and from both what the pass will give. Two scans of the table; nothing
 * is shuffled or written, so that a dry run can afford it.
 */
final class BlockPreparation {
  /** Blocks of a row where fewer would need a pass more. */
  private static final int MOST_OVERLAP = 5;

  /** What a prediction must be above what is asked for. */
  private static final double MARGIN = 0.01;

  /** Leaders are chosen anew this often at most while the largest block does not fit. */
  private static final int ATTEMPTS = 6;

  private final SparkSession session;
  private final VectorTable table;
  private final long rows;
  private final KnnGraphParameters parameters;
  private final Machine machine;
  private final long seed;
  private final Workers workers;

  private BlockPlan plan;
  private TableFacts facts;
  private TableSample sample;
  private RoutingSpace space;
  private SearchRows places;
  private DuplicateGroups groups;
  private LeaderSearch.Choice choice;
  private QueryLists truth;
  private BlockForecast forecast;

  BlockPreparation(
      SparkSession session,
      VectorTable table,
      long rows,
      KnnGraphParameters parameters,
      Machine machine,
      long seed,
      Workers workers) {
    this.session = session;
    this.table = table;
    this.rows = rows;
    this.parameters = parameters.resolved();
    this.machine = machine;
    this.seed = seed;
    this.workers = workers;
  }

  /**
   * Prepares the first pass.
   *
   * @param first made from the shape alone
   */
  void prepare(BlockPlan first, Progress progress) {
    survey(first, progress);
    progress.phase("choose leaders");
    long largest = chooseLeaders();
    int usual = Math.min(plan.overlap(), choice.leaders().count());
    int most =
        parameters.overlap().isPresent()
            ? usual
            : Math.max(usual, Math.min(MOST_OVERLAP, choice.leaders().count()));
    progress.phase("true neighbours");
    truth =
        new ExactScan(space, sample.queries(), parameters.k(), List.of(choice.leaders()), most)
            .scan(session, table, sample.rows());
    int[] queryBlocks =
        Router.route(choice.leaders(), most, places(sample.queries().values()), all(), workers);
    forecast = forecast(plan, usual, largest, queryBlocks);
    if (parameters.overlap().isEmpty()) {
      takeCheapest(most, queryBlocks);
    }
  }

  /**
   * Takes the fewest blocks a row that are predicted to find enough in one pass, up to {@code most}
   * and with the usual number at least where block-rows is given; the usual number where none is.
   */
  private void takeCheapest(int most, int[] queryBlocks) {
    int usual = forecast.overlap();
    double asked = parameters.leastRecall();
    double enough = Math.min(asked + MARGIN, (asked + 1) / 2);
    int least = parameters.blockRows().isPresent() ? usual : Math.max(1, usual - 1);
    for (int overlap = least; overlap <= most; overlap++) {
      LeaderSearch.Choice joined =
          overlap == usual ? choice : search(0).joinedBy(choice.leaders(), overlap);
      long largest = largestRows(joined);
      if (largest > plan.mostRows()) {
        return;
      }
      BlockPlan other = new BlockPlanner(parameters, facts, machine).joinedBy(plan, overlap);
      BlockForecast expected = forecast(other, overlap, largest, queryBlocks);
      if (expected.recall() >= enough) {
        choice = joined;
        plan = other;
        forecast = expected;
        return;
      }
    }
  }

  /** Chooses so many leaders that the largest block fits, and returns its rows. */
  private long chooseLeaders() {
    BlockPlanner planner = new BlockPlanner(parameters, facts, machine);
    plan = planner.plan();
    choice = leaders(0);
    long largest = largestRows(choice);
    for (int attempt = 0; attempt < ATTEMPTS && largest > plan.mostRows(); attempt++) {
      Optional<BlockPlan> smaller = planner.smaller(plan, largest);
      if (smaller.isEmpty()) {
        break;
      }
      plan = smaller.get();
      choice = leaders(0);
      largest = largestRows(choice);
    }
    if (largest > plan.mostRows()) {
      throw crowded(largest);
    }
    return largest;
  }

  /**
   * Returns what one scan tells of the table.
   *
   * @param first made from the shape alone
   */
  TableFacts survey(BlockPlan first, Progress progress) {
    progress.phase("sample rows");
    long wanted = Math.min(rows, TableSample.wanted(first.blocks()));
    if (!first.isOneBlock()) {
      requireRoom(first.blocks(), wanted);
    }
    sample =
        TableSample.of(table, parameters.metric(), rows, wanted, parameters.recallQueries(), seed);
    place();
    return facts;
  }

  private void requireRoom(int blocks, long wanted) {
    long drawn = wanted + parameters.recallQueries();
    long needed = TableSample.bytes(drawn, table.dim());
    long room = (long) (BlockPlanner.HEAP_SHARE * machine.driverBytes());
    if (needed > room) {
      throw new ConfigException(
          "%,d rows x %d columns take %d blocks, and the driver has to hold %,d rows to choose their centres from: %s, but a heap of %s leaves room for %s. Give the driver more memory, or the tasks, so that blocks are larger (GEODESY_HEAP, or --driver-memory and --executor-memory)."
              .formatted(
                  rows,
                  table.dim(),
                  blocks,
                  drawn,
                  MemorySize.words(needed),
                  MemorySize.words(machine.driverBytes()),
                  MemorySize.words(room)));
    }
  }

  private void place() {
    MetricRows metricRows =
        MetricRows.of(sample.rows().values(), table.dim(), parameters.metric(), workers);
    space = RoutingSpace.of(sample.rows(), metricRows, parameters.metric(), sample.largest());
    places = space.place(metricRows);
    groups = DuplicateGroups.find(metricRows, workers);
    int length = Math.max(1, Math.min(parameters.k(), groups.groups() - 1));
    CentredRows search = CentredRows.of(metricRows, groups.representatives(), workers);
    RowHash hash = (stage, row) -> sample.rows().ids().hash(stage, groups.representatives()[row]);
    int axes =
        new SearchPlanner(parameters, hash, seed, workers).decide(search, length).plan().axes();
    facts =
        new TableFacts(
            rows,
            table.dim(),
            sample.distinctShare(),
            (int) Math.round(sample.idBytes()),
            RowChunk.elementBytes(sample.rows()),
            axes);
  }

  /** Returns the leaders of a pass; each pass has its own. */
  LeaderSearch.Choice leaders(int pass) {
    return search(pass).choose(plan.blocks(), plan.overlap());
  }

  private LeaderSearch search(int pass) {
    return new LeaderSearch(
        places,
        groups.representatives(),
        sample.rows().ids()::hash,
        passSeed(pass),
        LeaderSearch.MOST_FLAT,
        workers);
  }

  /** Returns the seed of everything a pass draws. */
  long passSeed(int pass) {
    return SeededStream.hash(SeededStream.derive(seed, "blocks"), pass);
  }

  private long largestRows(LeaderSearch.Choice leaders) {
    double largest = 0;
    for (double share : leaders.shares()) {
      largest = Math.max(largest, share);
    }
    return Math.round(largest * rows);
  }

  private BlockForecast forecast(BlockPlan plan, int overlap, long largest, int[] queryBlocks) {
    InBlockRecall inBlock = InBlockRecall.of(parameters, facts.distinctShare() * largest);
    NeighborGraph.Recall recall =
        ColocationRecall.of(truth, queryBlocks, 0, overlap, inBlock.value());
    return new BlockForecast(
        plan,
        choice.leaders().count(),
        overlap,
        recall.value(),
        ColocationRecall.error(recall, inBlock),
        largest,
        facts.memory(parameters, largest).ofTask());
  }

  private SearchRows places(float[] values) {
    return space.place(MetricRows.of(values, table.dim(), parameters.metric(), workers));
  }

  private int[] all() {
    return IntStream.range(0, sample.queries().rows()).toArray();
  }

  private ConfigException crowded(long largest) {
    return new ConfigException(
        "The largest of %d blocks would hold about %,d rows, since so many are near each other or equal, but %s a task has room for %,d. Raise memory, lower block-rows or overlap, or remove repeated rows."
            .formatted(
                choice.leaders().count(),
                largest,
                MemorySize.words(plan.limitBytes()),
                plan.mostRows()));
  }

  TableFacts facts() {
    return facts;
  }

  BlockPlan plan() {
    return plan;
  }

  TableSample sample() {
    return sample;
  }

  RoutingSpace space() {
    return space;
  }

  LeaderSearch.Choice choice() {
    return choice;
  }

  QueryLists truth() {
    return truth;
  }

  BlockForecast forecast() {
    return forecast;
  }
}
