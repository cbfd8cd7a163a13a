package io.geodesy.jobs.dimension;

import io.geodesy.kernel.DenseAlgebra;
import java.util.Arrays;
import org.apache.commons.math3.special.Gamma;

/**
 * Estimates of one row's dimension from its neighbours' vectors: v_1 .. v_k relative to the row, of
 * which only the inner products are needed.
 *
 * <ul>
 *   <li>Local PCA: how many eigenvalues of the neighbours' covariance exceed a twentieth of the
 *       largest. Never more than k - 1.
 *   <li>ESS: with neighbours relative to their mean, the sum of the areas of all parallelograms
 *       over the sum of the products of their sides; the mean sine of two random directions in d
 *       dimensions is {@code G(d/2)^2 / (G((d+1)/2) G((d-1)/2))}, G the gamma function, between
 *       whose values at whole d the estimate is interpolated.
 *   <li>TLE: Hill's estimate with every neighbour q, and its mirror image, as a centre too: v lies
 *       on the sphere that a homothety of factor t about q makes of the ball of radius w = |v_k|;
 *       {@code -(terms) / (sum ln t)}, own distances counted twice, the k-th among them as ln 1, t
 *       outside (0, 1] left out: 2 k^2 terms if none is.
 *   <li>ABID: {@code k^2 / sum of the squared cosines of all ordered pairs}, the diagonal included.
 * </ul>
 *
 * <p>Cost: k^2 roots and logarithms and an eigenproblem of size k. One instance serves one thread.
 *
 * <p>Papers: K. Fukunaga, D. Olsen, An algorithm for finding intrinsic dimensionality of data, IEEE
 * Trans. Computers 20, 1971; K. Johnsson, C. Soneson, M. Fontes, Low bias local intrinsic dimension
 * estimation from expected simplex skewness, PAMI 37, 2015; L. Amsaleg, O. Chelly, M. Houle, K.
 * Kawarabayashi, M. Radovanovic, W. Treeratanajaru, Intrinsic dimensionality estimation within
 * tight localities, SDM 2019; E. Thordsen, E. Schubert, ABID: angle based intrinsic dimensionality,
 * SISAP 2020. Differs from the papers: none.
 */
final class VectorEstimates {
  private static final double OF_LARGEST = 0.05;
  private static final int MOST_DIMENSIONS = 400;
  private static final double[] SINES = sines();

  private VectorEstimates() {}

  private static double[] sines() {
    double[] sines = new double[MOST_DIMENSIONS + 1];
    for (int d = 2; d <= MOST_DIMENSIONS; d++) {
      sines[d] =
          Math.exp(
              2 * Gamma.logGamma(d / 2.0)
                  - Gamma.logGamma((d + 1) / 2.0)
                  - Gamma.logGamma((d - 1) / 2.0));
    }
    return sines;
  }

  /**
   * Computes the four in the order local PCA, ESS, TLE, ABID; NaN where undefined.
   *
   * @param gram {@code k x k} inner products of the neighbours' vectors relative to the row,
   *     nearest first
   * @param k at least 3
   */
  static double[] of(double[] gram, int k) {
    double[] result = undefined();
    if (!(gram[0] > 0)) {
      return result;
    }
    double[] centred = centred(gram, k);
    result[0] = localPca(centred, k);
    result[1] = skewness(centred, k);
    result[2] = tight(gram, k);
    result[3] = angles(gram, k);
    return result;
  }

  /** Returns the four where there are too few neighbours. */
  static double[] undefined() {
    double[] result = new double[4];
    Arrays.fill(result, Double.NaN);
    return result;
  }

  private static double[] centred(double[] gram, int k) {
    double[] means = new double[k];
    double mean = 0;
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < k; j++) {
        means[i] += gram[i * k + j] / k;
      }
      mean += means[i] / k;
    }
    double[] centred = new double[k * k];
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < k; j++) {
        centred[i * k + j] = gram[i * k + j] - means[i] - means[j] + mean;
      }
    }
    return centred;
  }

  private static double localPca(double[] centred, int k) {
    double[] eigenvalues = DenseAlgebra.symmetricEigenvalues(centred, k);
    int count = 0;
    while (count < k && eigenvalues[count] > OF_LARGEST * eigenvalues[0]) {
      count++;
    }
    return count == 0 ? Double.NaN : count;
  }

  private static double skewness(double[] centred, int k) {
    double areas = 0;
    double products = 0;
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < i; j++) {
        double sides = Math.max(0, centred[i * k + i]) * Math.max(0, centred[j * k + j]);
        double dot = centred[i * k + j];
        areas += Math.sqrt(Math.max(0, sides - dot * dot));
        products += Math.sqrt(sides);
      }
    }
    double sine = areas / products;
    for (int d = 2; d <= MOST_DIMENSIONS; d++) {
      if (sine <= SINES[d]) {
        return d - 1 + (sine - SINES[d - 1]) / (SINES[d] - SINES[d - 1]);
      }
    }
    return Double.NaN;
  }

  private static double tight(double[] gram, int k) {
    double squaredRadius = gram[k * k - 1];
    double sum = 0;
    long terms = 0;
    for (int j = 0; j < k; j++) {
      sum += Math.log(gram[j * k + j] / squaredRadius);
    }
    for (int q = 0; q < k; q++) {
      double toCentre = gram[q * k + q];
      for (int v = 0; v < k; v++) {
        for (int sign = v == q ? 2 : -1; sign <= 1; sign += 2) {
          double dot = sign * gram[q * k + v];
          double a = gram[v * k + v] + toCentre - 2 * dot;
          double ab = toCentre - dot;
          double root = Math.sqrt(Math.max(0, ab * ab + a * (squaredRadius - toCentre)));
          double t = a / (ab + root);
          if (t > 0 && t <= 1 + 1e-9) {
            sum += Math.log(t);
            terms++;
          }
        }
      }
    }
    return LevinaBickel.estimate(terms + 2.0 * k, -sum);
  }

  private static double angles(double[] gram, int k) {
    double sum = 0;
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < k; j++) {
        sum += gram[i * k + j] * gram[i * k + j] / (gram[i * k + i] * gram[j * k + j]);
      }
    }
    return (double) k * k / sum;
  }
}
