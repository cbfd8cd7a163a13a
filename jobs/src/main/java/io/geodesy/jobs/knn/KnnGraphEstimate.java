package io.geodesy.jobs.knn;

import io.geodesy.analysis.Estimate;
import io.geodesy.analysis.TableShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What building the graph of a table would take and give, in words: operations over a stated rate,
 * memory by {@link BlockMemory}, recall by {@link InBlockRecall} and {@link ColocationRecall}. From
 * the shape alone every row counts as distinct and all columns as searched; rows tell better.
 */
final class KnnGraphEstimate {
  /** Multiply-adds count as two; assumed for one core with 512-bit vectors, not calibrated. */
  private static final double OPERATIONS_PER_SECOND = 30e9;

  private final KnnGraphParameters parameters;
  private final TableShape shape;

  KnnGraphEstimate(KnnGraphParameters parameters, TableShape shape) {
    this.parameters = parameters.resolved();
    this.shape = shape;
  }

  /** Estimates from the shape alone. */
  Estimate estimate() {
    Machine machine = Machine.local(Runtime.getRuntime().maxMemory(), Math.max(1, shape.cores()));
    TableFacts facts = TableFacts.ofShape(shape.rows(), shape.dim());
    BlockPlan plan = new BlockPlanner(parameters, facts, machine).plan();
    return plan.isOneBlock()
        ? oneBlock(facts)
        : blocks(
            plan,
            facts,
            machine,
            "%,d rows of %d columns are searched in %,d overlapping blocks of about %,d rows: every row joins the blocks of its %d nearest leaders."
                .formatted(
                    shape.rows(), shape.dim(), plan.blocks(), plan.blockRows(), plan.overlap()),
            "Recall is predicted from %d rows when their true neighbours are known, and must reach %s; at most %d passes are made."
                .formatted(
                    parameters.recallQueries(),
                    parameters.leastRecall(),
                    NeighborGraphBuilder.PASSES));
  }

  /** Estimates a search in overlapping blocks whose leaders are chosen. */
  Estimate blocks(BlockForecast forecast, TableFacts facts, Machine machine) {
    BlockPlan plan = forecast.plan().with(forecast.blocks(), forecast.memoryBytes());
    return blocks(
        plan,
        facts,
        machine,
        "%,d rows of %d columns are searched in %,d overlapping blocks of about %,d rows, the largest of about %,d: every row joins the blocks of its %d nearest leaders. %s"
            .formatted(
                shape.rows(),
                shape.dim(),
                forecast.blocks(),
                shape.rows() * forecast.overlap() / forecast.blocks(),
                forecast.largestRows(),
                forecast.overlap(),
                copies(facts)),
        recall(
            forecast.recall(),
            forecast.recallError(),
            "from the blocks of the true neighbours of %,d rows"
                .formatted(parameters.recallQueries())));
  }

  private Estimate blocks(
      BlockPlan plan, TableFacts facts, Machine machine, String cut, String recall) {
    double operations =
        2.0 * plan.blocks() * shape.rows() * shape.dim()
            + plan.overlap() * approximateOperations(facts);
    return new Estimate(
        List.of(
            cut,
            "A pass moves %,d bytes between tasks, %,d of ids and vectors and %,d of lists; a task holds about %s, and may hold %s."
                .formatted(
                    plan.shuffleBytes(),
                    plan.vectorBytes(),
                    plan.listBytes(),
                    MemorySize.words(plan.memoryBytes()),
                    MemorySize.words(plan.limitBytes())),
            recall,
            operations(operations, "a pass ")),
        plan.memoryBytes() * machine.tasksPerProcess(),
        operations / OPERATIONS_PER_SECOND / machine.cores());
  }

  /** Estimates a search in one block. */
  Estimate oneBlock(TableFacts facts) {
    OneBlockForecast forecast = OneBlockForecast.of(parameters, facts);
    boolean isExact = forecast.isExact();
    double operations = isExact ? exactOperations(facts) : approximateOperations(facts);
    List<String> plan = new ArrayList<>();
    parameters
        .extend()
        .ifPresent(
            run ->
                plan.add(
                    "The graph of run %s is extended: only rows that are new or lost a neighbour are searched. What follows is the cost of building it anew, the most it can be."
                        .formatted(run)));
    parameters
        .within()
        .ifPresent(
            column ->
                plan.add(
                    "Neighbours are sought within the groups of column %s; what follows is for one group of all rows, the most it can be."
                        .formatted(column)));
    plan.add(
        "%,d rows of %d columns are held in one block in the driver; nothing is shuffled. %s"
            .formatted(shape.rows(), shape.dim(), copies(facts))
            .strip());
    if (isExact) {
      plan.add("All pairs of distinct rows are compared; every list is proven exact.");
    } else {
      SearchPlan search = facts.search(parameters, facts.distinctShare() * facts.rows());
      plan.add(
          "Every distinct row joins %d overlapping leaves of about %d rows, whose pairs are all compared%s; at most %d neighbour rounds follow."
              .formatted(
                  search.fanout(),
                  BallCarving.TARGET,
                  search.axes() > 0
                      ? " on the %d leading principal axes".formatted(search.axes())
                      : "",
                  search.rounds()));
      plan.add(
          recall(
              forecast.recall(),
              forecast.recallError(),
              "from what such a search finds elsewhere"));
    }
    plan.add(operations(operations, ""));
    return new Estimate(
        plan,
        forecast.memoryBytes(),
        operations / OPERATIONS_PER_SECOND / Math.max(1, shape.cores()));
  }

  private static String copies(TableFacts facts) {
    return facts.distinctShare() < 1
        ? String.format(
            Locale.ROOT, "About %.1f %% of the rows are distinct.", 100 * facts.distinctShare())
        : "";
  }

  private String recall(double recall, double error, String how) {
    double target = parameters.leastRecall();
    int passes = 1;
    while (passes < NeighborGraphBuilder.PASSES && 1 - Math.pow(1 - recall, passes) < target) {
      passes++;
    }
    return String.format(
        Locale.ROOT,
        "A pass is predicted to find %.4f of the true neighbours, give or take %.4f (95 %%), %s; %s must be found, checked on %d rows: %s expected, at most %d.",
        recall,
        error,
        how,
        target,
        parameters.recallQueries(),
        passes == 1 ? "one pass is" : passes + " passes are",
        NeighborGraphBuilder.PASSES);
  }

  private static String operations(double operations, String of) {
    return "%.0f billion operations %sat %.0f billion a second and core."
        .formatted(operations / 1e9, of, OPERATIONS_PER_SECOND / 1e9);
  }

  private double exactOperations(TableFacts facts) {
    double n = shape.rows() * facts.distinctShare();
    return n * n * shape.dim();
  }

  private double approximateOperations(TableFacts facts) {
    double n = shape.rows() * facts.distinctShare();
    SearchPlan search = facts.search(parameters, n);
    double leaders = LeaderAssignment.compared(n * search.fanout() / BallCarving.TARGET);
    double width = 2.0 * NeighborRounds.WIDTH;
    double compared =
        2 * leaders
            + (double) search.fanout() * BallCarving.TARGET
            + search.rounds() * width * width;
    double exact = 2.0 * (search.candidates() + parameters.recallQueries());
    int searched = search.axes() > 0 ? search.axes() : shape.dim();
    return n * (compared * searched + exact * shape.dim());
  }
}
