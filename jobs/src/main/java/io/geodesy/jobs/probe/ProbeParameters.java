package io.geodesy.jobs.probe;

import io.geodesy.analysis.Bounds;
import io.geodesy.analysis.Parameter;
import io.geodesy.error.ConfigException;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Parameters of {@code probe-eigenmaps}. */
record ProbeParameters(
    @Parameter(
            doc = "Neighbours of a row that count, the nearest first; auto takes the whole list.",
            value = "auto",
            min = 1,
            max = 500)
        OptionalInt k,
    @Parameter(
            doc =
                "s in the weight exp(-d^2 / s^2) of a neighbour; auto is the median neighbour distance.",
            value = "auto",
            min = 1e-300,
            unit = "unit of the distances")
        OptionalDouble bandwidth,
    @Parameter(
            doc = "How often random probes are averaged over neighbours.",
            value = "30",
            min = 1,
            max = 1000,
            why = "within 20 to 40, which the paper uses")
        int steps,
    @Parameter(
            doc = "Random probes; at least 10 more than components.",
            value = "1000",
            min = 11,
            max = 8192,
            why = "that of the paper")
        int probes,
    @Parameter(doc = "Functions in the basis.", value = "20", min = 1, max = 512) int components,
    @Parameter(
            doc = "Whether a row is its own neighbour at distance zero, with weight 1.",
            value = "false")
        boolean selfLoop,
    @Parameter(
            doc = "Whether a pair that one side lists counts for both.",
            value = "false",
            why = "lists are taken as they are, as the paper does")
        boolean symmetrize,
    @Parameter(
            doc = "Distribution of the probes before smoothing.",
            value = "uniform",
            why = "that of the paper")
        ProbeFamily probeFamily,
    @Parameter(
            doc = "Clusters to find among the rows of the basis by k-means; 0 finds none.",
            value = "0",
            min = 0,
            max = 1000)
        int cluster) {
  private static final int SPARE = 10;

  /** Checks the bounds. */
  ProbeParameters {
    k.ifPresent(value -> Bounds.check(ProbeParameters.class, "k", value));
    bandwidth.ifPresent(value -> Bounds.check(ProbeParameters.class, "bandwidth", value));
    Bounds.check(ProbeParameters.class, "steps", steps);
    Bounds.check(ProbeParameters.class, "probes", probes);
    Bounds.check(ProbeParameters.class, "components", components);
    Bounds.check(ProbeParameters.class, "cluster", cluster);
    if (probes < components + SPARE) {
      throw new ConfigException(
          "probes is %d but must be at least components + %d, here %d: a basis needs more probes than functions."
              .formatted(probes, SPARE, components + SPARE));
    }
  }
}
