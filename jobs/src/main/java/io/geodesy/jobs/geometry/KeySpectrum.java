package io.geodesy.jobs.geometry;

import io.geodesy.kernel.DenseAlgebra;
import io.geodesy.moment.Moments;
import java.io.Serializable;
import java.util.Arrays;

/**
 * The spectra of the rows of one key, computed where their moments are.
 *
 * <p>Cost: two symmetric eigenproblems, {@code 8/3 dim^3} operations on one thread; with directions
 * about {@code 10 dim^3}. Eigenvalues that rounding left below zero count as zero.
 *
 * @param rows n
 * @param eigenvalues of the centred covariance {@code sum (x - mean)(x - mean)' / n}, descending,
 *     {@code dim}
 * @param singularValues of the uncentred rows, descending, {@code min(n, dim)}; as roots of
 *     eigenvalues, so that those below 1e-8 of the largest carry no digits
 * @param mean {@code dim}; empty without directions
 * @param directions unit eigenvectors of the covariance, {@code count x dim}; empty if none are
 *     wanted
 */
@SuppressWarnings("ArrayRecordComponent")
record KeySpectrum(
    long rows, double[] eigenvalues, double[] singularValues, double[] mean, double[] directions)
    implements Serializable {

  /**
   * Solves for them.
   *
   * @param directions how many eigenvectors are wanted
   */
  static KeySpectrum of(Moments moments, int directions) {
    double[] covariance = moments.covariance();
    int dim = moments.mean().length;
    long n = moments.count();
    double[] values;
    double[] vectors = new double[0];
    if (directions > 0) {
      DenseAlgebra.SymmetricEigen eigen = DenseAlgebra.symmetricEigen(covariance, dim);
      values = eigen.values();
      vectors = Arrays.copyOf(eigen.vectors(), Math.min(directions, dim) * dim);
    } else {
      values = DenseAlgebra.symmetricEigenvalues(covariance, dim);
    }
    double population = (n - 1.0) / n;
    double[] eigenvalues = new double[dim];
    Arrays.setAll(eigenvalues, i -> Math.max(0, population * values[i]));
    double[] second = DenseAlgebra.symmetricEigenvalues(moments.secondMoment(), dim);
    double[] singular = new double[(int) Math.min(n, dim)];
    Arrays.setAll(singular, i -> Math.sqrt(n * Math.max(0, second[i])));
    double[] mean = directions > 0 ? moments.mean() : new double[0];
    return new KeySpectrum(n, eigenvalues, singular, mean, vectors);
  }
}
