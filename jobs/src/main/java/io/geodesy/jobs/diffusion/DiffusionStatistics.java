package io.geodesy.jobs.diffusion;

import io.geodesy.spectral.FilteredIteration;
import io.geodesy.spectral.KernelFacts;
import io.geodesy.table.Statistic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a diffusion map says in single numbers. */
final class DiffusionStatistics {
  private DiffusionStatistics() {}

  static List<Statistic> of(MapFacts map, DiffusionMapParameters parameters) {
    List<Statistic> statistics = new ArrayList<>();
    KernelFacts graph = map.kernel();
    int n = map.rows();
    int[] sizes = map.componentSizes();
    statistics.add(statistic("components-count", sizes.length, n));
    statistics.add(statistic("largest-component-share", (double) sizes[0] / n, n));
    int without = Arrays.stream(sizes).skip(map.spectra().size()).sum();
    long isolated = Arrays.stream(sizes).filter(size -> size == 1).count();
    statistics.add(
        statistic("rows-without-coordinates", without, n)
            .withNote("in components of fewer than " + parameters.minComponent() + " rows"));
    statistics.add(statistic("isolated-rows", (double) isolated, n));
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
        statistic("links-most", graph.mostLinks(), n)
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
    addSpectrum(statistics, map, parameters);
    return statistics;
  }

  private static void addSpectrum(
      List<Statistic> statistics, MapFacts map, DiffusionMapParameters parameters) {
    int n = map.rows();
    long products = map.products();
    statistics.add(
        statistic("residual-max", map.worstResidual(), n)
            .withNote(
                map.isConverged()
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
    int largest = map.componentSizes()[0];
    if (found <= parameters.components()) {
      statistics.add(
          statistic("coordinates-found", found - 1, largest)
              .withNote(
                  "components is %d but the largest connected component has %d rows: all pairs are given"
                      .formatted(parameters.components(), largest)));
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

  private static double[] allValues(MapFacts map) {
    return map.spectra().stream().flatMapToDouble(s -> Arrays.stream(s.values())).toArray();
  }

  private static Statistic statistic(String metric, double value, long n) {
    return Statistic.of(DiffusionMapAnalysis.NAME, metric, value, n);
  }
}
