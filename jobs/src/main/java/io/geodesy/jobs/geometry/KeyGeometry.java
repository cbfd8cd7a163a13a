package io.geodesy.jobs.geometry;

import io.geodesy.moment.SpectrumShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The numbers read off the spectra of one key. The two definitions of RankMe are never mixed: by
 * covariance it is exp of the entropy of the centred eigenvalues' shares, by singular values that
 * of the uncentred rows' shares plus 1e-7.
 *
 * <p>Papers: M. Li and others, NeurIPS 2025, arXiv 2509.23024 (covariance); Q. Garrido and others,
 * RankMe, ICML 2023, arXiv 2210.02885 (singular values). Differs from the papers: none.
 *
 * @param key of the rows
 * @param spectrum what it is read off
 * @param fit of the decay with the weights asked for
 * @param uniform fit with equal weights
 * @param note guards, or null
 */
record KeyGeometry(String key, KeySpectrum spectrum, PowerLaw fit, PowerLaw uniform, String note) {
  private static final double SINGULAR = 1e-12;

  /** Reads them off. */
  static KeyGeometry of(String key, KeySpectrum spectrum, SpectralGeometryParameters parameters) {
    double[] values = spectrum.eigenvalues();
    PowerLaw fit =
        PowerLaw.fit(values, parameters.fitLow(), parameters.fitHigh(), parameters.fitWeights());
    PowerLaw uniform =
        PowerLaw.fit(values, parameters.fitLow(), parameters.fitHigh(), FitWeights.UNIFORM);
    return new KeyGeometry(key, spectrum, fit, uniform, note(values, fit, parameters));
  }

  private static String note(double[] values, PowerLaw fit, SpectralGeometryParameters parameters) {
    if (values[0] == 0) {
      return "no variance: all rows are equal";
    }
    List<String> notes = new ArrayList<>();
    int usable = PowerLaw.usable(values);
    if (Double.isNaN(fit.alpha())) {
      notes.add(
          "alpha undefined: the last usable rank is %d, the fit needs %d ranks from %d"
              .formatted(usable, PowerLaw.FEWEST, parameters.fitLow()));
    } else if (fit.high() < parameters.fitHigh()) {
      notes.add(
          "fit shortened to rank %d, the last usable one, from %d"
              .formatted(fit.high(), parameters.fitHigh()));
    }
    return notes.isEmpty() ? null : String.join("; ", notes);
  }

  /** Returns RankMe by the eigenvalues of the centred covariance; NaN without variance. */
  double rankMeByCovariance() {
    return SpectrumShape.effectiveRank(spectrum.eigenvalues());
  }

  /** Returns RankMe by the singular values of the uncentred rows; NaN if all rows are zero. */
  double rankMeBySingularValues() {
    return SpectrumShape.rankMe(spectrum.singularValues());
  }

  /** Returns {@code (sum l)^2 / sum l^2}. */
  double participationRatio() {
    return SpectrumShape.participationRatio(spectrum.eigenvalues());
  }

  /** Returns {@code sum l / l_1}. */
  double stableRank() {
    return SpectrumShape.stableRank(spectrum.eigenvalues());
  }

  /** Returns {@code l_1 / l_D}; NaN where the least is rounding. */
  double condition() {
    double[] values = spectrum.eigenvalues();
    double least = values[values.length - 1];
    return least > SINGULAR * values[0] ? values[0] / least : Double.NaN;
  }

  /** Returns the fewest directions with a share of the variance; NaN without variance. */
  double dimensionsFor(double share) {
    return SpectrumShape.dimensionsFor(spectrum.eigenvalues(), share);
  }

  /** Returns whether the rows vary at all. */
  boolean hasVariance() {
    return Arrays.stream(spectrum.eigenvalues()).anyMatch(value -> value > 0);
  }
}
