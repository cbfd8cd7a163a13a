package io.geodesy.jobs.diffusion;

import io.geodesy.spectral.Eigenvalues;
import io.geodesy.spectral.KernelFacts;
import java.util.List;

/**
 * What a diffusion map came out as but for what belongs to single rows.
 *
 * @param rows of the graph
 * @param kernel that weighed it
 * @param alpha exponent of the density that was divided out
 * @param componentSizes rows of every connected component, descending
 * @param spectra of the solved components, from component 0; the others have no coordinates
 * @param ghostRows that a product exchanged between executors
 */
@SuppressWarnings("ArrayRecordComponent")
record MapFacts(
    int rows,
    KernelFacts kernel,
    double alpha,
    int[] componentSizes,
    List<Eigenvalues> spectra,
    long ghostRows) {

  /** Returns how many components get coordinates: those large enough, or else the largest. */
  static int solved(int[] componentSizes, int minComponent) {
    int solved = 1;
    while (solved < componentSizes.length && componentSizes[solved] >= minComponent) {
      solved++;
    }
    return solved;
  }

  boolean isConverged() {
    return spectra.stream().allMatch(Eigenvalues::isConverged);
  }

  double worstResidual() {
    return spectra.stream().mapToDouble(Eigenvalues::worstResidual).max().orElse(0);
  }

  long products() {
    return spectra.stream().mapToLong(Eigenvalues::products).sum();
  }
}
