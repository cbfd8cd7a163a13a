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
 * @param eps of {@link Kernel#FIXED}, in the squared unit of the distances; empty for the log-slope
 *     rule
 */
public record KernelSettings(
    Kernel kernel,
    Symmetrization symmetrization,
    OptionalInt bandwidthK,
    double decay,
    OptionalDouble eps) {

  /**
   * A kernel with everything else by its usual value: mean, 7th neighbour, decay 40, eps by rule.
   */
  public static KernelSettings of(Kernel kernel) {
    return new KernelSettings(
        kernel, Symmetrization.MEAN, OptionalInt.empty(), 40, OptionalDouble.empty());
  }
}
