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
    boolean isExact =
        parameters.mode() == SearchMode.EXACT
            || (parameters.mode() == SearchMode.AUTO
                && shape.rows() <= NeighborGraphBuilder.EXACT_ROWS);
    int candidates =
        parameters.candidates().orElse(SearchPlanner.candidates(parameters.k(), false));
    double operations = isExact ? exactOperations() : approximateOperations();
    double seconds = operations / OPERATIONS_PER_SECOND / Math.max(1, shape.cores());
    long values = 4L * shape.rows() * shape.dim();
    long lists = 8L * shape.rows() * (2L * candidates + 3L * parameters.k());
    List<String> plan = new ArrayList<>();
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
                    parameters.recallTarget()));
    parameters
        .within()
        .ifPresent(
            column ->
                plan.add(
                    "Neighbours are sought within the groups of column %s; the figures are those of one group of all rows, the most it can take."
                        .formatted(column)));
    plan.add(
        "%.0f billion operations at %.0f billion a second and core."
            .formatted(operations / 1e9, OPERATIONS_PER_SECOND / 1e9));
    return new Estimate(plan, 3 * values + lists, seconds);
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
