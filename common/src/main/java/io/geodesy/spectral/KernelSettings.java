package io.geodesy.spectral;

import io.geodesy.graph.Symmetrization;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How neighbour lists become a symmetric kernel matrix.
 *
 * @param kernel distance to weight
 * @param symmetrization the two weights of a pair to one
 * @param bandwidthK the neighbour whose distance is a row's bandwidth, 1 is the nearest; empty for
 *     7, or the length of the shortest list where that is less
 * @param decay exponent of {@link Kernel#DECAY}
 * @param eps of a kernel that has one, in the squared unit of the distances; empty for the rule
 * @param rule that chooses eps
 * @param beta exponent of the pilot density of {@link Kernel#VARIABLE}
 * @param dimension of the set the rows lie on, for {@link Kernel#VARIABLE}; empty for twice the
 *     slope of the log-slope rule, rounded, since that is biased low
 */
public record KernelSettings(
    Kernel kernel,
    Symmetrization symmetrization,
    OptionalInt bandwidthK,
    double decay,
    OptionalDouble eps,
    BandwidthRule rule,
    double beta,
    OptionalInt dimension) {
  /** Berry and Harlim's choice: a width that follows the square root of the density. */
  public static final double USUAL_BETA = -0.5;

  /** Everything that only the variable kernel reads by its usual value. */
  public KernelSettings(
      Kernel kernel,
      Symmetrization symmetrization,
      OptionalInt bandwidthK,
      double decay,
      OptionalDouble eps) {
    this(
        kernel,
        symmetrization,
        bandwidthK,
        decay,
        eps,
        BandwidthRule.LOG_SLOPE,
        USUAL_BETA,
        OptionalInt.empty());
  }

  /**
   * A kernel with everything else by its usual value: mean, 7th neighbour, decay 40, eps by rule.
   */
  public static KernelSettings of(Kernel kernel) {
    return new KernelSettings(
        kernel, Symmetrization.MEAN, OptionalInt.empty(), 40, OptionalDouble.empty());
  }
}
