package io.geodesy.spectral;

import java.io.Serializable;

/**
 * Leading eigenpairs of a symmetric operator.
 *
 * <p>Vectors have unit length; the entry of largest magnitude is positive, the first of them where
 * magnitudes are equal to a millionth. Inside a repeated eigenvalue only the subspace has a
 * meaning.
 *
 * @param values descending, every copy of a repeated one
 * @param vectors {@code rows x values.length} row-major
 * @param residuals {@code ||T v - lambda v||}, computed from the vectors themselves
 * @param products operator products that the solution took, counted in single vectors; 0 if dense
 * @param isConverged whether every residual reached what was asked
 */
@SuppressWarnings("ArrayRecordComponent")
public record Eigenpairs(
    double[] values, double[] vectors, double[] residuals, long products, boolean isConverged)
    implements Serializable {

  /** Returns the values without the vectors. */
  public Eigenvalues eigenvalues() {
    return new Eigenvalues(values, residuals, products, isConverged);
  }

  /** Returns the number of pairs. */
  public int count() {
    return values.length;
  }

  /** Returns the number of rows. */
  public int rows() {
    return values.length == 0 ? 0 : vectors.length / values.length;
  }

  /** Returns an entry of an eigenvector. */
  public double vector(int row, int rank) {
    return vectors[row * values.length + rank];
  }

  /** Turns every vector so that its entry of largest magnitude is positive, in place. */
  static void fixSigns(double[] vectors, int rows, int count) {
    double[] largest = largest(vectors, count);
    for (int c = 0; c < count; c++) {
      int first = 0;
      while (first < rows - 1 && !isLargest(vectors[first * count + c], largest[c])) {
        first++;
      }
      if (vectors[first * count + c] < 0) {
        for (int i = 0; i < rows; i++) {
          vectors[i * count + c] = -vectors[i * count + c];
        }
      }
    }
  }

  /** Returns the largest magnitude of every column. */
  static double[] largest(double[] vectors, int count) {
    double[] largest = new double[count];
    for (int row = 0; row < vectors.length; row += count) {
      for (int c = 0; c < count; c++) {
        largest[c] = Math.max(largest[c], Math.abs(vectors[row + c]));
      }
    }
    return largest;
  }

  /** Tells whether a value is the largest in magnitude, to a millionth. */
  static boolean isLargest(double value, double largest) {
    return Math.abs(value) >= largest * (1 - 1e-6);
  }
}
