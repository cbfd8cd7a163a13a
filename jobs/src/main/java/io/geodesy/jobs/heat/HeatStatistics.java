package io.geodesy.jobs.heat;

import io.geodesy.table.Statistic;
import java.util.ArrayList;
import java.util.List;

/** What heat flow says in single numbers. */
final class HeatStatistics {
  private HeatStatistics() {}

  /**
   * Lists them.
   *
   * @param heat what was found
   * @param parameters of the run
   */
  static List<Statistic> of(HeatResult heat, HeatGeodesicParameters parameters) {
    int n = heat.rows();
    List<Statistic> found = new ArrayList<>();
    for (double t : heat.time().times()) {
      found.add(
          statistic("t", t, n)
              .withNote(
                  parameters.t().isPresent() || !parameters.times().isEmpty()
                      ? "given"
                      : heat.time().chosen()[0] == heat.time().knee()
                          ? "knee of the entropy curve"
                          : "after the knee of the entropy curve at %.4g, where most heat had not arrived"
                              .formatted(heat.time().grid()[heat.time().knee()])));
      found.add(
          statistic("operator-products", heat.accuracy().products(t), n)
              .withNote("a batch of %d columns".formatted(HeatResult.BATCH)));
      found.add(
          statistic("heat-error", heat.accuracy().error(t), n)
              .withNote("bound on an entry of the heat operator; heat below it counts as none"));
    }
    found.add(statistic("lambda-max", heat.lambdaMax(), n).withNote("bound on the spectrum"));
    addComponents(found, heat, n);
    found.add(
        statistic("self-heat-" + parameters.diagonal().error(), heat.selfError(), n)
            .withNote(
                heat.selfError() == 0
                    ? "exact: every row is a landmark, or all eigenpairs were found"
                    : "share of the median heat that stays on a row, median over rows that are no landmarks; the heat is from "
                        + parameters.diagonal().words()));
    found.add(
        statistic("map-stress", heat.stress(), heat.landmarks().size())
            .withNote(
                Double.isNaN(heat.stress())
                    ? "the largest component has no map: too few landmarks or no heat between them"
                    : "root of the stress of the landmarks as a share of their distances"));
    found.add(
        statistic("rows-not-placed", (double) heat.unplaced(), n)
            .withNote("no heat joins them to the landmarks of their component"));
    heat.agreement()
        .ifPresent(agreement -> addAgreement(found, agreement, parameters.truthColumns(), n));
    return found;
  }

  private static void addComponents(List<Statistic> found, HeatResult heat, int n) {
    found.add(statistic("components-count", heat.sizes().length, n));
    found.add(statistic("largest-component-share", (double) heat.sizes()[0] / n, n));
    found.add(
        statistic("bandwidths-floored", heat.facts().floored(), n)
            .withNote("rows with %d or more exact copies".formatted(heat.facts().bandwidthK())));
    found.add(statistic("landmarks", heat.landmarks().size(), n));
    long missing = 0;
    long pairs = 0;
    for (HeatResult.Landmark landmark : heat.landmarks()) {
      missing += landmark.unreached();
      pairs += heat.sizes()[landmark.component()];
    }
    found.add(
        statistic("pairs-unreached", (double) missing / pairs, pairs)
            .withNote(
                "share of distances that are lower bounds: no heat above its error passes between the rows"));
  }

  private static void addAgreement(
      List<Statistic> found, Agreement agreement, List<String> names, int n) {
    String note =
        "with Euclidean distances of %s, mean over %d landmarks"
            .formatted(String.join(", ", names), agreement.sources());
    double ranks = Statistic.NORMAL_95 * agreement.spearmanError();
    double values = Statistic.NORMAL_95 * agreement.pearsonError();
    found.add(
        statistic("truth-spearman", agreement.spearman(), n)
            .withInterval(agreement.spearman() - ranks, Math.min(1, agreement.spearman() + ranks))
            .withNote(note));
    found.add(
        statistic("truth-pearson", agreement.pearson(), n)
            .withInterval(agreement.pearson() - values, Math.min(1, agreement.pearson() + values))
            .withNote(note));
    found.add(
        statistic("truth-precision-at-" + Agreement.NEAREST, agreement.precision(), n)
            .withNote(note));
    found.add(
        statistic("truth-frobenius-error", agreement.frobenius(), n)
            .withNote("both matrices divided by their norm"));
    found.add(
        statistic("truth-maximum-error", agreement.maximum(), n)
            .withNote("both matrices divided by their maximum"));
  }

  private static Statistic statistic(String metric, double value, long n) {
    return Statistic.of(HeatGeodesicAnalysis.NAME, metric, value, n);
  }
}
