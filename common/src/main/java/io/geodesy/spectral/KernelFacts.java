package io.geodesy.spectral;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a kernel of a neighbour graph came out as, in single numbers.
 *
 * @param bandwidthK the neighbour that gave the bandwidths
 * @param floored rows with no positive distance to that neighbour
 * @param eps of a kernel that has one
 * @param slope of the log-slope rule, where it chose eps
 * @param zeroDistances listed pairs at distance zero, which weigh 1
 * @param dropped listed pairs too weak to be kept
 * @param mostLinks of a row
 * @param dimension that the variable kernel assumes
 * @param beta exponent of its pilot density
 */
public record KernelFacts(
    int bandwidthK,
    int floored,
    OptionalDouble eps,
    OptionalDouble slope,
    long zeroDistances,
    long dropped,
    int mostLinks,
    OptionalInt dimension,
    double beta) {

  /**
   * Returns the exponent of the density: the one asked for, else the one with which the generator
   * of this kernel is the Laplacian whatever the density: {@code 1 + beta + m beta / 2} for the
   * variable kernel, and 1 for others.
   */
  public double alpha(OptionalDouble asked) {
    return asked.orElse(dimension.isEmpty() ? 1 : 1 + beta + dimension.getAsInt() * beta / 2);
  }
}
