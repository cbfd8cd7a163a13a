package io.geodesy.jobs.entropy;

/** How eigenvalues become an entropy. */
enum Mode {
  /** Exact and by quadrature side by side up to max-exact rows, by quadrature beyond. */
  AUTO,
  /** All eigenvalues of the stored matrix up to max-exact rows, by quadrature beyond. */
  EXACT,
  /** By quadrature alone, whatever the number of rows. */
  SCALABLE
}
