package io.geodesy.jobs.heat;

import io.geodesy.graph.ConnectedComponents;
import io.geodesy.table.NumericColumns;
import io.geodesy.table.Statistic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What heat flow says in single numbers. */
final class HeatStatistics {
  private HeatStatistics() {}

  /**
   * Lists them.
   *
   * @param heat what was computed
   * @param parameters of the run
   * @param truth true coordinates, where they were named
   * @param n rows
   */
  static List<Statistic> of(
      HeatGeodesic heat, HeatGeodesicParameters parameters, Optional<NumericColumns> truth, int n) {
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
          statistic("operator-products", heat.kernel().products(t), n)
              .withNote("a batch of %d columns".formatted(HeatGeodesic.BATCH)));
      found.add(
          statistic("heat-error", heat.kernel().error(t), n)
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
        statistic("map-stress", heat.map().stress(), heat.landmarks().length)
            .withNote(
                Double.isNaN(heat.map().stress())
                    ? "the largest component has no map: too few landmarks or no heat between them"
                    : "root of the stress of the landmarks as a share of their distances"));
    found.add(
        statistic("rows-not-placed", heat.map().unplaced(), n)
            .withNote("no heat joins them to the landmarks of their component"));
    truth.ifPresent(
        columns ->
            addAgreement(
                found,
                Agreement.of(
                    heat.distances(), heat.landmarks(), columns.values(), columns.names().size()),
                columns.names(),
                n));
    return found;
  }

  private static void addComponents(List<Statistic> found, HeatGeodesic heat, int n) {
    ConnectedComponents components = heat.components();
    found.add(statistic("components-count", components.count(), n));
    found.add(statistic("largest-component-share", (double) components.size(0) / n, n));
    found.add(
        statistic("bandwidths-floored", heat.graph().facts().floored(), n)
            .withNote(
                "rows with %d or more exact copies".formatted(heat.graph().facts().bandwidthK())));
    found.add(statistic("landmarks", heat.landmarks().length, n));
    long missing = 0;
    long pairs = 0;
    for (int j = 0; j < heat.landmarks().length; j++) {
      missing += heat.unreached(j);
      pairs += components.size(components.component(heat.landmarks()[j]));
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
