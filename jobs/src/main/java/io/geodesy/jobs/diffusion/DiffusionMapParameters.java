package io.geodesy.jobs.diffusion;

import io.geodesy.analysis.Bounds;
import io.geodesy.analysis.Parameter;
import io.geodesy.error.ConfigException;
import io.geodesy.graph.Symmetrization;
import io.geodesy.spectral.Kernel;
import io.geodesy.spectral.KernelSettings;
import io.geodesy.spectral.SolverOptions;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Parameters of {@code diffusion-map}. */
record DiffusionMapParameters(
    @Parameter(
            doc =
                "How a distance becomes a weight: one Gaussian width for all rows (fixed), a width for every row with sharp edges (decay) or smooth ones (self-tuned).",
            value = "decay",
            why =
                "on digits ten spectral clusters agree with the labels to an AMI of 0.86, as with fixed; digits and MNIST each stay one connected piece")
        Kernel kernel,
    @Parameter(
            doc =
                "Exponent of the density that is divided out: 1 leaves the geometry alone, 1/2 the Fokker-Planck operator, 0 the graph Laplacian.",
            value = "1",
            min = -2,
            max = 2,
            why = "coordinates then do not depend on how densely a region was sampled")
        double alpha,
    @Parameter(
            doc = "The neighbour whose distance is a row's bandwidth; 1 is the nearest.",
            value = "auto",
            min = 1,
            max = 500,
            why = "auto is 7, or the graph's k where that is less")
        OptionalInt bandwidthK,
    @Parameter(
            doc = "Exponent of the decay kernel.",
            value = "40",
            min = 0.1,
            max = 100,
            why =
                "links end sharply at the bandwidth, so that rows between groups do not join them")
        double decay,
    @Parameter(
            doc = "Width of the fixed kernel, exp(-d^2 / (4 eps)).",
            value = "auto",
            unit = "squared distance",
            min = 1e-100,
            max = 1e100,
            why = "auto is the log-slope rule")
        OptionalDouble eps,
    @Parameter(
            doc = "How the two weights of a pair become one, where only one may list the other.",
            value = "mean")
        Symmetrization symmetrize,
    @Parameter(
            doc = "Diffusion coordinates of every row, the constant one not counted.",
            value = "16",
            min = 1,
            max = 512)
        int components,
    @Parameter(
            doc =
                "Residual at which an eigenpair is done; eigenvalues that crowd near 1 are solved more finely by themselves.",
            value = "1e-4",
            min = 1e-12,
            max = 0.1,
            why = "the error of an eigenvalue is about its square divided by the gap")
        double tolerance,
    @Parameter(
            doc = "Diffusion time: coordinates are scaled by the eigenvalue to this power.",
            value = "1",
            min = 0,
            max = 1e6)
        double t,
    @Parameter(
            doc = "Connected components with fewer rows get no coordinates, unless none is larger.",
            value = "50",
            unit = "rows",
            min = 1,
            max = 1e9)
        int minComponent,
    @Parameter(
            doc = "Vectors multiplied together by the eigen-solver, a multiple of 4.",
            value = "auto",
            min = 4,
            max = 64)
        OptionalInt block,
    @Parameter(
            doc =
                "Operator products, counted in single vectors, after which a component's solution is published with the residuals it has.",
            value = "50000",
            min = 1,
            max = 1e12)
        long maxProducts) {
  DiffusionMapParameters {
    Bounds.check(DiffusionMapParameters.class, "alpha", alpha);
    bandwidthK.ifPresent(k -> Bounds.check(DiffusionMapParameters.class, "bandwidthK", k));
    Bounds.check(DiffusionMapParameters.class, "decay", decay);
    eps.ifPresent(e -> Bounds.check(DiffusionMapParameters.class, "eps", e));
    Bounds.check(DiffusionMapParameters.class, "components", components);
    Bounds.check(DiffusionMapParameters.class, "tolerance", tolerance);
    Bounds.check(DiffusionMapParameters.class, "t", t);
    Bounds.check(DiffusionMapParameters.class, "minComponent", minComponent);
    block.ifPresent(b -> Bounds.check(DiffusionMapParameters.class, "block", b));
    Bounds.check(DiffusionMapParameters.class, "maxProducts", (double) maxProducts);
    if (eps.isPresent() && kernel != Kernel.FIXED) {
      throw new ConfigException(
          "eps is %s but only the fixed kernel has one: give kernel = fixed, or leave eps out."
              .formatted(eps.getAsDouble()));
    }
    if (block.isPresent() && block.getAsInt() % 4 != 0) {
      throw new ConfigException(
          "block is %d but must be a multiple of 4.".formatted(block.getAsInt()));
    }
  }

  KernelSettings kernelSettings() {
    return new KernelSettings(kernel, symmetrize, bandwidthK, decay, eps);
  }

  SolverOptions solverOptions() {
    return new SolverOptions(tolerance, block, maxProducts);
  }
}
