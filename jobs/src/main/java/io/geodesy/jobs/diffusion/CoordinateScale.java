package io.geodesy.jobs.diffusion;

import io.geodesy.spectral.OperatorDiagonals;
import java.io.Serializable;

/**
 * Turns eigenvectors of a component into diffusion coordinates: {@code lambda_j^t phi_j / phi_0}, j
 * = 1 .. components.
 *
 * @param powers {@code lambda_j^t}, of the leading one too
 * @param total of the stationary weights of the component
 */
@SuppressWarnings("ArrayRecordComponent")
record CoordinateScale(double[] powers, double total) implements Serializable {
  static CoordinateScale of(double[] eigenvalues, double t, double total) {
    double[] powers = new double[eigenvalues.length];
    for (int j = 1; j < powers.length; j++) {
      // A negative eigenvalue keeps its sign where t is whole; its size where it is not.
      powers[j] = Math.pow(Math.abs(eigenvalues[j]), t);
      if (eigenvalues[j] < 0 && t % 2 == 1) {
        powers[j] = -powers[j];
      }
    }
    return new CoordinateScale(powers, total);
  }

  /**
   * Returns the coordinates of a row.
   *
   * @param diagonals that hold the row
   * @param row among them
   * @param vectors {@code rows x powers.length} row-major
   * @param at row among the vectors
   */
  float[] coordinates(OperatorDiagonals diagonals, int row, double[] vectors, int at) {
    double stationary = diagonals.stationary(row, total);
    float[] coordinates = new float[powers.length - 1];
    for (int j = 1; j < powers.length; j++) {
      coordinates[j - 1] = (float) (powers[j] * vectors[at * powers.length + j] / stationary);
    }
    return coordinates;
  }
}
