package io.geodesy.jobs.entropy;

import java.util.List;
import java.util.Optional;

/**
 * What was found of one group of rows.
 *
 * @param name null for the whole table
 * @param n rows
 * @param bandwidth of the Gaussian
 * @param medianDistance of two rows
 * @param neglectedBits by which the quadrature may be too high for the axes it leaves out
 * @param modes one or two ways to measure
 * @param classes of the reference column; 0 without one
 * @param skipped classes of too few rows
 */
record GroupEntropy(
    String name,
    int n,
    double bandwidth,
    double medianDistance,
    double neglectedBits,
    List<Found> modes,
    int classes,
    List<String> skipped) {
  GroupEntropy {
    modes = List.copyOf(modes);
    skipped = List.copyOf(skipped);
  }

  /**
   * What one way of measuring gave.
   *
   * @param mode exact or scalable
   * @param measured entropies and eigenvalues
   * @param information by t and class, empty without classes
   */
  record Found(String mode, Measured measured, List<MatchedInformation.Contribution> information) {
    Found {
      information = List.copyOf(information);
    }

    /** Returns the shared bits at one t, empty without classes. */
    Optional<Shared> shared(double t) {
      if (information.isEmpty()) {
        return Optional.empty();
      }
      double bits = 0;
      double variance = 0;
      for (MatchedInformation.Contribution part : information) {
        if (part.t() == t) {
          bits += part.bits();
          variance += part.p() * part.p() * part.standardError() * part.standardError();
        }
      }
      return Optional.of(new Shared(bits, Math.sqrt(variance)));
    }
  }

  /**
   * Mutual information.
   *
   * @param bits shared
   * @param standardError of them
   */
  record Shared(double bits, double standardError) {}
}
