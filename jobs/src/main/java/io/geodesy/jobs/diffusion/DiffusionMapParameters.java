package io.geodesy.jobs.diffusion;

import io.geodesy.analysis.Bounds;
import io.geodesy.analysis.Parameter;
import io.geodesy.error.ConfigException;
import io.geodesy.graph.Symmetrization;
import io.geodesy.spectral.BackEnd;
import io.geodesy.spectral.BandwidthRule;
import io.geodesy.spectral.Kernel;
import io.geodesy.spectral.KernelSettings;
import io.geodesy.spectral.SolverOptions;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Parameters of {@code diffusion-map}. */
record DiffusionMapParameters(
    @Parameter(
            doc =
                "How a distance becomes a weight: one Gaussian width for all rows (fixed), a width for every row with sharp edges (decay), smooth ones (self-tuned) or long tails (exponential), a width that follows a pilot density (variable), UMAP's memberships (fuzzy), or (1 + cos) / 2 (cosine). docs/operators.md says which one when.",
            value = "decay",
            why =
                "on digits ten spectral clusters agree with the labels to an AMI of 0.86, as with fixed; digits and MNIST each stay one connected piece")
        Kernel kernel,
    @Parameter(
            doc =
                "Exponent of the density that is divided out: 1 leaves the geometry alone, 1/2 the Fokker-Planck operator, 0 the graph Laplacian.",
            value = "auto",
            min = -2,
            max = 2,
            why =
                "auto leaves the geometry alone, so that coordinates do not depend on how densely a region was sampled: 1, and 1 + beta + beta m / 2 for the variable kernel in m dimensions")
        OptionalDouble alpha,
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
            doc = "Width of the fixed and the variable kernel, exp(-d^2 / (4 eps)).",
            value = "auto",
            unit = "squared distance",
            min = 1e-100,
            max = 1e100,
            why = "auto is bandwidth-rule")
        OptionalDouble eps,
    @Parameter(
            doc =
                "How eps is chosen where it is not given: where the kernel sum grows fastest (log-slope), or a quarter of the squared median distance to the bandwidth-k-th neighbour (neighbor).",
            value = "log-slope")
        BandwidthRule bandwidthRule,
    @Parameter(
            doc = "Exponent of the pilot density that the width of the variable kernel follows.",
            value = "-0.5",
            min = -2,
            max = 0,
            why = "Berry and Harlim's choice")
        double beta,
    @Parameter(
            doc = "Dimension of the set that rows lie on, for the variable kernel.",
            value = "auto",
            min = 1,
            max = 1000,
            why =
                "auto is twice the log-slope of the pilot density, rounded, since it is biased low")
        OptionalInt dimension,
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
        long maxProducts,
    @Parameter(
            doc =
                "What happens when the budget ends before the tolerance is reached: publish with the residuals there are (warn), or fail with exit code 75 (fail).",
            value = "warn")
        Unconverged unconverged,
    @Parameter(
            doc =
                "Where the map is computed: in the driver (local), there but for products, for which vectors are broadcast (broadcast), or on the executors, where rows, kernel and vectors stay and blocks exchange only rows they need of each other (ghost).",
            value = "auto",
            why =
                "auto is local up to 2 000 000 rows, where block Lanczos needs a third of the products and nothing moves, and ghost beyond")
        BackEnd backEnd,
    @Parameter(
            doc =
                "Blocks of near rows that the broadcast and ghost back-ends cut the operator into.",
            value = "auto",
            min = 1,
            max = 10_000,
            why = "auto is one in 32 768 rows, 2 to 256")
        OptionalInt rowBlocks) {
  /** What to do with a solution that is less exact than asked. */
  enum Unconverged {
    /** Publish it and say so. */
    WARN,
    /** Fail, so that a scheduler notices. */
    FAIL
  }

  DiffusionMapParameters {
    alpha.ifPresent(a -> Bounds.check(DiffusionMapParameters.class, "alpha", a));
    Bounds.check(DiffusionMapParameters.class, "beta", beta);
    dimension.ifPresent(m -> Bounds.check(DiffusionMapParameters.class, "dimension", m));
    rowBlocks.ifPresent(b -> Bounds.check(DiffusionMapParameters.class, "rowBlocks", b));
    bandwidthK.ifPresent(k -> Bounds.check(DiffusionMapParameters.class, "bandwidthK", k));
    Bounds.check(DiffusionMapParameters.class, "decay", decay);
    eps.ifPresent(e -> Bounds.check(DiffusionMapParameters.class, "eps", e));
    Bounds.check(DiffusionMapParameters.class, "components", components);
    Bounds.check(DiffusionMapParameters.class, "tolerance", tolerance);
    Bounds.check(DiffusionMapParameters.class, "t", t);
    Bounds.check(DiffusionMapParameters.class, "minComponent", minComponent);
    block.ifPresent(b -> Bounds.check(DiffusionMapParameters.class, "block", b));
    Bounds.check(DiffusionMapParameters.class, "maxProducts", (double) maxProducts);
    if (eps.isPresent() && !kernel.hasEps()) {
      throw new ConfigException(
          "eps is %s but only the fixed and the variable kernel have one: give kernel = fixed, or leave eps out."
              .formatted(eps.getAsDouble()));
    }
    if (block.isPresent() && block.getAsInt() % 4 != 0) {
      throw new ConfigException(
          "block is %d but must be a multiple of 4.".formatted(block.getAsInt()));
    }
  }

  KernelSettings kernelSettings() {
    return new KernelSettings(
        kernel, symmetrize, bandwidthK, decay, eps, bandwidthRule, beta, dimension);
  }

  SolverOptions solverOptions() {
    return new SolverOptions(tolerance, block, maxProducts);
  }
}
