package io.geodesy.spectral;

/** How exactly a heat operator {@code exp(-t L)} is applied, and what that costs. */
public interface HeatAccuracy {
  /** Returns the largest error of an entry for a unit vector, rounding included. */
  double error(double time);

  /** Returns the products with L that a block costs for the greatest of some times. */
  int products(double time);
}
