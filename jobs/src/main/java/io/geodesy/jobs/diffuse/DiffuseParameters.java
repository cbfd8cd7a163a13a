package io.geodesy.jobs.diffuse;

import io.geodesy.analysis.Bounds;
import io.geodesy.analysis.Parameter;
import io.geodesy.error.ConfigException;
import io.geodesy.graph.ListPlace;
import io.geodesy.graph.Symmetrization;
import io.geodesy.spectral.Kernel;
import io.geodesy.spectral.KernelSettings;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Parameters of {@code diffuse}. */
record DiffuseParameters(
    @Parameter(
            doc = "Numeric columns of the input to smooth; without any, the vectors are smoothed.",
            value = "")
        List<String> columns,
    @Parameter(
            doc = "Whole steps of the random walk, or the walk in continuous time.",
            value = "walk")
        Smoothing smoothing,
    @Parameter(
            doc = "How long values spread: steps of the walk.",
            value = "auto",
            min = 0,
            max = 1e5,
            why = "auto is the knee of the von Neumann entropy of the walk")
        OptionalDouble t,
    @Parameter(
            doc = "Greatest t that auto considers.",
            value = "100",
            min = 3,
            max = 10000,
            why = "the knee is that of the curve up to here")
        int tMax,
    @Parameter(
            doc =
                "How a distance becomes a weight: one Gaussian width for all rows (fixed), a width for every row with sharp edges (decay) or smooth ones (self-tuned).",
            value = "decay")
        Kernel kernel,
    @Parameter(
            doc =
                "Exponent of the density that is divided out of the walk: 0 averages over neighbours as they are, 1 as if rows lay evenly.",
            value = "1",
            min = -2,
            max = 2)
        double alpha,
    @Parameter(
            doc = "The neighbour whose distance is a row's bandwidth; 1 is the nearest.",
            value = "auto",
            min = 1,
            max = 500,
            why = "auto is 7, or the graph's k where that is less")
        OptionalInt bandwidthK,
    @Parameter(doc = "Exponent of the decay kernel.", value = "40", min = 0.1, max = 100)
        double decay,
    @Parameter(
            doc = "How the two weights of a pair become one, where only one may list the other.",
            value = "mean")
        Symmetrization symmetrize,
    @Parameter(
            doc =
                "Error of smoothing in continuous time, as a share of the largest difference from a column's mean.",
            value = "1e-8",
            min = 1e-15,
            max = 0.1,
            why = "below the rounding of a float32 value")
        double tolerance,
    @Parameter(
            doc =
                "Where graph and columns are: local has them in the driver, blocks on the executors, where blocks of near rows exchange only rows they need of each other.",
            value = "auto",
            why = "auto takes blocks above 2 000 000 rows; below, the driver is faster")
        ListPlace lists) {
  DiffuseParameters {
    columns = List.copyOf(columns);
    t.ifPresent(value -> Bounds.check(DiffuseParameters.class, "t", value));
    Bounds.check(DiffuseParameters.class, "tMax", tMax);
    Bounds.check(DiffuseParameters.class, "alpha", alpha);
    bandwidthK.ifPresent(k -> Bounds.check(DiffuseParameters.class, "bandwidthK", k));
    Bounds.check(DiffuseParameters.class, "decay", decay);
    Bounds.check(DiffuseParameters.class, "tolerance", tolerance);
    if (smoothing == Smoothing.WALK && t.isPresent() && t.getAsDouble() % 1 != 0) {
      throw new ConfigException(
          "t is %s but the walk takes whole steps: give a whole number, or smoothing = heat."
              .formatted(t.getAsDouble()));
    }
  }

  KernelSettings kernelSettings() {
    return new KernelSettings(kernel, symmetrize, bandwidthK, decay, OptionalDouble.empty());
  }
}
