package io.geodesy.spectral;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Leading eigenvalues of a symmetric operator, without their vectors.
 *
 * @param values descending, every copy of a repeated one
 * @param residuals {@code ||T v - lambda v||}
 * @param products operator products that the solution took, counted in single vectors; 0 if dense
 * @param isConverged whether every residual reached what was asked
 */
@SuppressWarnings("ArrayRecordComponent")
public record Eigenvalues(double[] values, double[] residuals, long products, boolean isConverged)
    implements Serializable {

  /** Returns the number of values. */
  public int count() {
    return values.length;
  }

  /** Returns the largest residual. */
  public double worstResidual() {
    return Arrays.stream(residuals).max().orElse(0);
  }
}
