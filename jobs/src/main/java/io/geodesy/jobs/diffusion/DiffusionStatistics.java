package io.geodesy.jobs.diffusion;

import io.geodesy.spectral.Eigenpairs;
import io.geodesy.spectral.FilteredIteration;
import io.geodesy.spectral.KernelGraph;
import io.geodesy.table.Statistic;
import java.util.ArrayList;
import java.util.List;

/** What a diffusion map says in single numbers. */
final class DiffusionStatistics {
  private DiffusionStatistics() {}

  static List<Statistic> of(DiffusionMap map, DiffusionMapParameters parameters, int n) {
    List<Statistic> statistics = new ArrayList<>();
    KernelGraph graph = map.graph();
    int count = map.components().count();
    statistics.add(statistic("components-count", count, n));
    statistics.add(statistic("largest-component-share", (double) map.components().size(0) / n, n));
    int without = 0;
    int isolated = 0;
    for (int c = 0; c < count; c++) {
      without += map.isSolved(c) ? 0 : map.components().size(c);
      isolated += map.components().size(c) == 1 ? 1 : 0;
    }
    statistics.add(
        statistic("rows-without-coordinates", without, n)
            .withNote("in components of fewer than " + parameters.minComponent() + " rows"));
    statistics.add(statistic("isolated-rows", isolated, n));
    statistics.add(
        statistic("bandwidths-floored", graph.floored(), n)
            .withNote("rows with %d or more exact copies".formatted(graph.bandwidthK())));
    statistics.add(
        statistic("zero-distance-pairs", (double) graph.zeroDistances(), n)
            .withNote("listed pairs at distance zero; they weigh 1"));
    statistics.add(
        statistic("pairs-dropped", (double) graph.dropped(), n)
            .withNote("listed pairs too weak for this kernel"));
    statistics.add(
        statistic("links-most", mostLinks(graph), n)
            .withNote("links of the row with most; hubs keep all of theirs"));
    graph.dimension().ifPresent(m -> statistics.add(statistic("dimension-assumed", m, n)));
    graph.eps().ifPresent(eps -> statistics.add(statistic("eps", eps, n)));
    graph
        .slope()
        .ifPresent(
            slope ->
                statistics.add(
                    slope > 0
                        ? statistic("dimension-log-slope", 2 * slope, n)
                            .withNote("biased low: neighbour lists end at k")
                        : statistic("dimension-log-slope", Double.NaN, n)
                            .withNote("every distance is zero; eps was set to 1")));
    addSpectrum(statistics, map, parameters, n);
    return statistics;
  }

  private static void addSpectrum(
      List<Statistic> statistics, DiffusionMap map, DiffusionMapParameters parameters, int n) {
    double worst = 0;
    long products = 0;
    boolean isConverged = true;
    for (Eigenpairs pairs : map.spectra()) {
      products += pairs.products();
      isConverged &= pairs.isConverged();
      for (double residual : pairs.residuals()) {
        worst = Math.max(worst, residual);
      }
    }
    statistics.add(
        statistic("residual-max", worst, n)
            .withNote(
                isConverged
                    ? null
                    : "the tolerance %s was not reached within %d products"
                        .formatted(parameters.tolerance(), parameters.maxProducts())));
    statistics.add(
        statistic("operator-products", (double) products, n)
            .withNote(products == 0 ? "dense solution" : null));
    if (map.ghostRows() > 0) {
      int width = FilteredIteration.width(parameters.components() + 1);
      statistics.add(
          statistic("ghost-rows", (double) map.ghostRows(), n)
              .withNote(
                  "rows exchanged in a product: %d bytes each in a block of %d columns, %d blocks in all"
                      .formatted(4 * width, width, products / width)));
    }
    int found = map.spectra().get(0).count();
    if (found <= parameters.components()) {
      statistics.add(
          statistic("coordinates-found", found - 1, map.components().size(0))
              .withNote(
                  "components is %d but the largest connected component has %d rows: all pairs are given"
                      .formatted(parameters.components(), map.components().size(0))));
    }
    SpectralGap gap = SpectralGap.of(allValues(map));
    statistics.add(
        statistic("spectral-gap", gap.width(), n)
            .withNote(
                "after %d eigenvalues; the next widest is %.3g"
                    .formatted(gap.groups(), gap.next())));
    statistics.add(
        statistic("spectral-groups", gap.isClear() ? gap.groups() : Double.NaN, n)
            .withNote(gap.isClear() ? null : "no gap is twice as wide as every other"));
  }

  private static int mostLinks(KernelGraph graph) {
    int most = 0;
    for (int i = 0; i < graph.weights().rows(); i++) {
      // The diagonal is no link.
      most = Math.max(most, graph.weights().offset(i + 1) - graph.weights().offset(i) - 1);
    }
    return most;
  }

  private static double[] allValues(DiffusionMap map) {
    return map.spectra().stream()
        .flatMapToDouble(s -> java.util.Arrays.stream(s.values()))
        .toArray();
  }

  private static Statistic statistic(String metric, double value, long n) {
    return Statistic.of(DiffusionMapAnalysis.NAME, metric, value, n);
  }
}
