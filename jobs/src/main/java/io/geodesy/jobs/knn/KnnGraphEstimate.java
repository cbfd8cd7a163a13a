package io.geodesy.jobs.knn;

import io.geodesy.analysis.Estimate;
import io.geodesy.analysis.TableShape;
import java.util.ArrayList;
import java.util.List;

/** What building the graph of a table would take: operations over a stated rate, and memory. */
final class KnnGraphEstimate {
  /** Multiply-adds count as two; assumed for one core with 512-bit vectors, not calibrated. */
  private static final double OPERATIONS_PER_SECOND = 30e9;

  private final KnnGraphParameters parameters;
  private final TableShape shape;

  KnnGraphEstimate(KnnGraphParameters parameters, TableShape shape) {
    this.parameters = parameters;
    this.shape = shape;
  }

  Estimate estimate() {
    Machine machine = Machine.local(Runtime.getRuntime().maxMemory(), Math.max(1, shape.cores()));
    BlockPlan plan =
        new BlockPlanner(parameters, TableFacts.ofShape(shape.rows(), shape.dim()), machine).plan();
    return plan.isOneBlock() ? oneBlock(plan) : blocks(plan, machine);
  }

  private Estimate blocks(BlockPlan plan, Machine machine) {
    double perRow =
        2.0 * plan.blocks() + plan.overlap() * approximateOperations() / shape.rows() / shape.dim();
    double operations = perRow * shape.rows() * shape.dim();
    List<String> sentences = new ArrayList<>();
    sentences.add(
        "%,d rows of %d columns are searched in %,d overlapping blocks of about %,d rows: every row joins the blocks of its %d nearest leaders."
            .formatted(shape.rows(), shape.dim(), plan.blocks(), plan.blockRows(), plan.overlap()));
    sentences.add(
        "A pass moves %,d bytes of ids and vectors and %,d bytes of lists between tasks; a task holds about %s, and may hold %s."
            .formatted(
                plan.vectorBytes(),
                plan.listBytes(),
                MemorySize.words(plan.memoryBytes()),
                MemorySize.words(plan.limitBytes())));
    sentences.add(
        "Recall is predicted from %d rows when their true neighbours are known, and must reach %s; at most %d passes are made."
            .formatted(
                parameters.recallQueries(), parameters.leastRecall(), NeighborGraphBuilder.PASSES));
    sentences.add(
        "%.0f billion operations a pass at %.0f billion a second and core."
            .formatted(operations / 1e9, OPERATIONS_PER_SECOND / 1e9));
    return new Estimate(
        sentences,
        plan.memoryBytes() * machine.tasksPerProcess(),
        operations / OPERATIONS_PER_SECOND / machine.cores());
  }

  private Estimate oneBlock(BlockPlan blockPlan) {
    boolean isExact =
        parameters.isExact()
            || (parameters.mode() == SearchMode.AUTO && shape.rows() <= BlockSearch.EXACT_ROWS);
    double operations = isExact ? exactOperations() : approximateOperations();
    double seconds = operations / OPERATIONS_PER_SECOND / Math.max(1, shape.cores());
    List<String> plan = new ArrayList<>();
    parameters
        .extend()
        .ifPresent(
            run ->
                plan.add(
                    "The graph of run %s is extended: only rows that are new or lost a neighbour are searched. What follows is the cost of building it anew, the most it can be."
                        .formatted(run)));
    plan.add(
        "%,d rows of %d columns are held in one block in the driver."
            .formatted(shape.rows(), shape.dim()));
    plan.add(
        isExact
            ? "All pairs of distinct rows are compared; every list is proven exact."
            : "Every distinct row joins %d overlapping leaves of about %d rows, whose pairs are all compared; at most %d neighbour rounds follow. Recall is measured on %d rows and must reach %s."
                .formatted(
                    parameters.fanout().orElse(SearchPlanner.FANOUT),
                    BallCarving.TARGET,
                    parameters.rounds().orElse(SearchPlanner.ROUNDS),
                    parameters.recallQueries(),
                    parameters.leastRecall()));
    plan.add(
        "%.0f billion operations at %.0f billion a second and core."
            .formatted(operations / 1e9, OPERATIONS_PER_SECOND / 1e9));
    return new Estimate(plan, blockPlan.memoryBytes(), seconds);
  }

  private double exactOperations() {
    return (double) shape.rows() * shape.rows() * shape.dim();
  }

  private double approximateOperations() {
    double n = shape.rows();
    int fanout = parameters.fanout().orElse(SearchPlanner.FANOUT);
    int rounds = parameters.rounds().orElse(SearchPlanner.ROUNDS);
    double leaders = n * fanout / BallCarving.TARGET;
    double width = 2.0 * NeighborRounds.WIDTH;
    double perRow =
        2 * leaders
            + (double) fanout * BallCarving.TARGET
            + rounds * width * width
            + 2.0 * parameters.recallQueries();
    return n * perRow * shape.dim();
  }
}
