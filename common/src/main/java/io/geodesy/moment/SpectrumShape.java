package io.geodesy.moment;

import java.util.Arrays;

/**
 * In how many directions a spectrum spreads its variance, in the ways the literature counts them.
 * All are 1 for one direction and n for n equal ones, and NaN where there is no variance.
 *
 * <p>Papers: Q. Garrido and others, RankMe, ICML 2023, arXiv 2210.02885; O. Roy, M. Vetterli, The
 * Effective Rank, EUSIPCO 2007; M. Rudelson, R. Vershynin, Sampling from Large Matrices, 2007
 * (stable rank); W. Rudman and others, IsoScore, Findings of ACL 2022. Differs from the papers:
 * names say which values the shares are taken of; IsoScore is computed without a rotation, as said.
 */
public final class SpectrumShape {
  private static final double RANKME_EPSILON = 1e-7;

  private SpectrumShape() {}

  /**
   * Returns exp of the entropy of {@code v / sum v + 1e-7}, as RankMe has it.
   *
   * @param values singular values or eigenvalues, at least 0
   */
  public static double rankMe(double[] values) {
    return exponentialEntropy(values, RANKME_EPSILON);
  }

  /** Returns exp of the entropy of {@code l / sum l}. */
  public static double effectiveRank(double[] eigenvalues) {
    return exponentialEntropy(eigenvalues, 0);
  }

  /** Returns {@code (sum l)^2 / sum l^2}. */
  public static double participationRatio(double[] eigenvalues) {
    double sum = 0;
    double squares = 0;
    for (double value : eigenvalues) {
      sum += value;
      squares += value * value;
    }
    return sum > 0 ? sum * sum / squares : Double.NaN;
  }

  /**
   * Returns IsoScore: 0 for one direction, 1 for as many equal ones as there are columns, NaN for a
   * single column. The paper turns the rows to their principal axes and measures how far the
   * variances are from equal ones; with {@code delta} that defect and n columns its used dimensions
   * {@code (n - delta^2 (n - sqrt n))^2 / n} are the participation ratio P, so that the score is
   * {@code (P - 1) / (n - 1)}.
   *
   * @param eigenvalues of the covariance, all n
   */
  public static double isoScore(double[] eigenvalues) {
    return eigenvalues.length > 1
        ? (participationRatio(eigenvalues) - 1) / (eigenvalues.length - 1)
        : Double.NaN;
  }

  /** Returns {@code sum l / l_1}. */
  public static double stableRank(double[] eigenvalues) {
    double sum = Arrays.stream(eigenvalues).sum();
    return sum > 0 ? sum / eigenvalues[0] : Double.NaN;
  }

  /** Returns the fewest leading directions with at least a share of the variance. */
  public static double dimensionsFor(double[] eigenvalues, double share) {
    double total = Arrays.stream(eigenvalues).sum();
    double sum = 0;
    for (int i = 0; i < eigenvalues.length; i++) {
      sum += eigenvalues[i];
      if (total > 0 && sum >= share * total * (1 - 1e-12)) {
        return i + 1.0;
      }
    }
    return Double.NaN;
  }

  /** Returns square roots: the singular values of the rows over the root of their number. */
  public static double[] singularValues(double[] eigenvalues) {
    return Arrays.stream(eigenvalues).map(Math::sqrt).toArray();
  }

  private static double exponentialEntropy(double[] values, double epsilon) {
    double total = Arrays.stream(values).sum();
    if (!(total > 0)) {
      return Double.NaN;
    }
    double entropy = 0;
    for (double value : values) {
      double share = value / total + epsilon;
      entropy -= share > 0 ? share * Math.log(share) : 0;
    }
    return Math.exp(entropy);
  }
}
