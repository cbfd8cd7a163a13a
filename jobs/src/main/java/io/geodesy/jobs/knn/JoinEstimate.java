package io.geodesy.jobs.knn;

import io.geodesy.analysis.Estimate;
import io.geodesy.analysis.TableShape;
import java.util.List;
import java.util.Locale;

/** What a join would take: operations over a stated rate, and memory. */
final class JoinEstimate {
  /** Multiply-adds count as two; assumed for one core with 512-bit vectors, not calibrated. */
  private static final double OPERATIONS_PER_SECOND = 30e9;

  private JoinEstimate() {}

  static Estimate of(KnnJoinParameters parameters, TableShape queries, TableShape corpus) {
    JoinCost cost = new JoinCost(parameters, queries.rows(), corpus.rows());
    double operations = 2 * cost.compared() * queries.dim();
    int candidates =
        parameters.candidates().orElse(SearchPlanner.candidates(parameters.k(), false));
    long values = 4L * (queries.rows() + corpus.rows()) * queries.dim();
    long lists = 8L * queries.rows() * (2L * candidates + 3L * parameters.k());
    return new Estimate(
        List.of(
            String.format(
                Locale.ROOT,
                "%,d rows and %,d of the corpus, of %d columns, are held in one block in the driver.",
                queries.rows(),
                corpus.rows(),
                queries.dim()),
            cost.isExact()
                ? "Every row is compared with every row of the corpus; every list is proven exact."
                : "Every row joins the %d nearest cells of the corpus, of about %d of its rows, and is compared with these. Recall is measured on %d rows and must reach %s."
                    .formatted(
                        cost.fanout(),
                        BallCarving.TARGET,
                        Math.min(queries.rows(), parameters.recallQueries()),
                        parameters.recallTarget()),
            String.format(
                Locale.ROOT,
                "%.0f billion operations at %.0f billion a second and core.",
                operations / 1e9,
                OPERATIONS_PER_SECOND / 1e9)),
        3 * values + lists,
        operations / OPERATIONS_PER_SECOND / Math.max(1, queries.cores()));
  }
}
