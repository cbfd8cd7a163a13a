package io.geodesy.jobs.dimension;

import io.geodesy.table.Statistic;
import java.util.ArrayList;
import java.util.List;

/** The scalars of the whole table and of every group in the common long form. */
final class DimensionStatistics {
  private DimensionStatistics() {}

  static List<Statistic> of(
      List<GroupEstimate> groups,
      RowSample sample,
      GraphSurvey survey,
      RowReader.Rules rules,
      GraphAudit audit) {
    List<Statistic> statistics = new ArrayList<>();
    int ownScale = sample.scales().own();
    for (GroupEstimate g : groups) {
      if (g.estimator().equals("mle") && g.rank2() != ownScale) {
        continue;
      }
      String metric =
          switch (g.estimator()) {
            case "gride" -> "gride-%d-%d".formatted(g.rank1(), g.rank2());
            case "mle" -> "mle-%d".formatted(g.rank2());
            default -> g.estimator();
          };
      statistics.add(
          new Statistic(
              IntrinsicDimensionAnalysis.NAME,
              g.group(),
              metric,
              g.fit().d(),
              Math.max(0, g.fit().d() - g.interval()),
              g.fit().d() + g.interval(),
              g.n(),
              g.note()));
    }
    long copies = 0;
    for (int i = 0; i < sample.rows(); i++) {
      copies += sample.isCopy(i) ? 1 : 0;
    }
    statistics.add(
        Statistic.of(
                IntrinsicDimensionAnalysis.NAME,
                "duplicate-rate",
                (double) copies / sample.rows(),
                sample.rows())
            .withNote("rows that repeat one of smaller id, exactly or almost"));
    statistics.add(
        Statistic.of(
                IntrinsicDimensionAnalysis.NAME,
                "near-duplicate-threshold",
                rules.threshold(),
                survey.rows())
            .withNote(
                "share of a row's largest neighbour distance below which a neighbour is a copy; 0: exact copies alone"));
    if (!Double.isNaN(audit.unanswered())) {
      statistics.add(
          Statistic.of(
                  IntrinsicDimensionAnalysis.NAME,
                  "unanswered-neighbours",
                  audit.unanswered(),
                  sample.rows())
              .withNote(
                  "share of neighbours that an exact graph would list back, and this does not"));
      statistics.add(
          Statistic.of(
                  IntrinsicDimensionAnalysis.NAME,
                  "unanswered-spread",
                  audit.spread(),
                  sample.rows())
              .withNote(
                  "variance of those a row over what chance gives: about 1 if misses are random, above 3 if they crowd on some rows; null without misses"));
    }
    return statistics;
  }
}
