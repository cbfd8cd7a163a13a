package io.geodesy.spectral;

import java.util.OptionalInt;

/**
 * What an eigen-solution may cost and must reach.
 *
 * @param tolerance a pair is done when its residual is at most this and at most a fiftieth of its
 *     distance from the leading eigenvalue (but never less than 1e-9 is asked for that reason), so
 *     that eigenvalues that crowd near 1 are told apart
 * @param block vectors multiplied together, a multiple of 4, or empty for the solver's choice
 * @param maxProducts operator products, counted in single vectors, after which the solver gives
 *     what it has
 */
public record SolverOptions(double tolerance, OptionalInt block, long maxProducts) {
  /** Enough for chains of some ten thousand rows, the slowest graphs there are. */
  public static final long DEFAULT_MAX_PRODUCTS = 50_000;

  /** Checks the values. */
  public SolverOptions {
    if (!(tolerance > 0)) {
      throw new IllegalArgumentException("tolerance is " + tolerance);
    }
    if (block.isPresent() && (block.getAsInt() < 4 || block.getAsInt() % 4 != 0)) {
      throw new IllegalArgumentException("block is " + block.getAsInt());
    }
  }

  /** The solver's own choice of everything but the tolerance. */
  public static SolverOptions of(double tolerance) {
    return new SolverOptions(tolerance, OptionalInt.empty(), DEFAULT_MAX_PRODUCTS);
  }

  /** Returns the residual that a pair must reach. */
  double target(double leading, double value) {
    return Math.min(tolerance, Math.max(1e-9, 0.02 * (leading - value)));
  }
}
