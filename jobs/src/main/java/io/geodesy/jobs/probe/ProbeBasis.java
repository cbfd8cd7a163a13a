package io.geodesy.jobs.probe;

import io.geodesy.graph.ConnectedComponents;
import io.geodesy.kernel.DenseAlgebra;
import io.geodesy.kernel.DenseAlgebra.SymmetricEigen;
import io.geodesy.kernel.Workers;
import java.util.Arrays;

/**
 * The basis that reconstructs smooth probes best, with density, functions and errors.
 *
 * <p>Q holds the leading left singular vectors of F: for every k the orthonormal k-term basis of
 * least squared error over the probes (Eckart, Young). The sampling density of row i is {@code M_i
 * = q_1(i)^2}, since the first eigenvector of the normalised operator is {@code M^1/2} times the
 * constant; where the graph falls into pieces it is found piece by piece, each with its share of
 * the rows, since q_1 then mixes them. Functions {@code v_j = M^-1/2 q_j}. The k-term error of a
 * probe f is that of its M-weighted projection, {@code |f - sum_j <f, v_j>_M v_j|_M^2 / |f|_M^2}.
 *
 * <p>Cost: {@code n m^2} operations and {@code 10 min(n, m)^3} for the eigenproblem of the smaller
 * Gram matrix, so that singular values below 1e-8 of the first are rounding; {@code 8 (n + m) K}
 * bytes. Determinism class D0.
 *
 * <p>Paper: Learning Eigenstructures of Unstructured Data Manifolds, CVPR 2026, arXiv 2512.01103.
 * Differs from the paper: the closed form in place of a trained network.
 *
 * @param components K: those asked, or fewer where there are fewer rows
 * @param q {@code n x K} row-major
 * @param singularValues K, descending
 * @param totalEnergy {@code sum s^2} over all singular values
 * @param density M, sums to 1
 * @param maxErrors one a k, the greatest error of any probe
 * @param meanErrors one a k
 * @param pieces connected components of the graph
 * @param signChanges whether q_1 changes its sign
 */
@SuppressWarnings("ArrayRecordComponent")
record ProbeBasis(
    int components,
    double[] q,
    double[] singularValues,
    double totalEnergy,
    double[] density,
    double[] maxErrors,
    double[] meanErrors,
    int pieces,
    boolean signChanges) {
  private static final int POWER_STEPS = 100;

  /**
   * Finds the basis.
   *
   * @param probes F
   * @param components K wanted
   * @param links who is linked with whom
   * @param workers share the work
   */
  static ProbeBasis of(
      SmoothProbes probes, int components, ConnectedComponents links, Workers workers) {
    int n = probes.rows();
    int kept = Math.min(components, n);
    double[] values = new double[kept];
    double[] q = new double[n * kept];
    double energy = left(probes, kept, values, q, workers);
    fixSigns(q, n, kept);
    boolean hasBoth = false;
    boolean isPositive = q[0] > 0;
    for (int i = 0; i < n; i++) {
      hasBoth |= q[i * kept] != 0 && q[i * kept] > 0 != isPositive;
    }
    double[] density = links.count() == 1 ? squares(q, n, kept) : densityOfPieces(probes, links);
    double[][] errors = errors(probes, q, kept, density, workers);
    return new ProbeBasis(
        kept, q, values, energy, density, errors[0], errors[1], links.count(), hasBoth);
  }

  /** Fills values and q, and returns the sum of all squared singular values. */
  private static double left(
      SmoothProbes probes, int kept, double[] values, double[] q, Workers workers) {
    int n = probes.rows();
    boolean isWide = n <= probes.paddedCount();
    int size = isWide ? n : probes.paddedCount();
    double[] gram = isWide ? probes.outerGram(workers) : probes.gram(workers);
    SymmetricEigen eigen = DenseAlgebra.symmetricEigen(gram, size);
    double energy = 0;
    for (int i = 0; i < size; i++) {
      energy += gram[i * size + i];
    }
    for (int k = 0; k < kept; k++) {
      values[k] = Math.sqrt(Math.max(0, eigen.values()[k]));
    }
    if (isWide) {
      for (int k = 0; k < kept; k++) {
        for (int i = 0; i < n; i++) {
          q[i * kept + k] = eigen.vectors()[k * n + i];
        }
      }
      return energy;
    }
    double[] right = new double[size * kept];
    for (int k = 0; k < kept; k++) {
      for (int c = 0; c < size; c++) {
        right[c * kept + k] = values[k] > 0 ? eigen.vectors()[k * size + c] / values[k] : 0;
      }
    }
    System.arraycopy(probes.times(right, kept, workers), 0, q, 0, q.length);
    return energy;
  }

  /** Turns every function so that its entry of largest magnitude is positive. */
  private static void fixSigns(double[] q, int n, int kept) {
    for (int k = 0; k < kept; k++) {
      int largest = 0;
      for (int i = 1; i < n; i++) {
        if (Math.abs(q[i * kept + k]) > Math.abs(q[largest * kept + k]) * (1 + 1e-6)) {
          largest = i;
        }
      }
      if (q[largest * kept + k] < 0) {
        for (int i = 0; i < n; i++) {
          q[i * kept + k] = -q[i * kept + k];
        }
      }
    }
  }

  private static double[] squares(double[] q, int n, int kept) {
    double[] density = new double[n];
    Arrays.setAll(density, i -> q[i * kept] * q[i * kept]);
    return density;
  }

  /** The squared first singular vector of the probes on each piece, by power iteration. */
  private static double[] densityOfPieces(SmoothProbes probes, ConnectedComponents links) {
    int n = probes.rows();
    double[] density = new double[n];
    for (int piece = 0; piece < links.count(); piece++) {
      int[] rows = links.rows(piece);
      double[] u = new double[rows.length];
      Arrays.fill(u, 1 / Math.sqrt(rows.length));
      for (int step = 0; step < POWER_STEPS; step++) {
        double[] next = new double[rows.length];
        for (int p = 0; p < probes.count(); p++) {
          double product = 0;
          for (int i = 0; i < rows.length; i++) {
            product = Math.fma(u[i], probes.value(rows[i], p), product);
          }
          for (int i = 0; i < rows.length; i++) {
            next[i] = Math.fma(product, probes.value(rows[i], p), next[i]);
          }
        }
        double length = Math.sqrt(Arrays.stream(next).map(v -> v * v).sum());
        if (!(length > 0)) {
          Arrays.fill(u, 0);
          break;
        }
        double change = 0;
        for (int i = 0; i < rows.length; i++) {
          change = Math.max(change, Math.abs(next[i] / length - u[i]));
          u[i] = next[i] / length;
        }
        if (change < 1e-12) {
          break;
        }
      }
      for (int i = 0; i < rows.length; i++) {
        density[rows[i]] = u[i] * u[i] * rows.length;
      }
    }
    // Rows without neighbours have no density; the others share all of it.
    double total = Arrays.stream(density).sum();
    return Arrays.stream(density).map(d -> total > 0 ? d / total : 0).toArray();
  }

  /** Returns the greatest and the mean error of the probes, one a k. */
  private static double[][] errors(
      SmoothProbes probes, double[] q, int kept, double[] density, Workers workers) {
    int n = probes.rows();
    double[] functions = new double[n * kept];
    for (int i = 0; i < n; i++) {
      // M_i v_j(i) = M_i^1/2 q_j(i)
      double root = Math.sqrt(density[i]);
      for (int k = 0; k < kept; k++) {
        functions[i * kept + k] = root * q[i * kept + k];
      }
    }
    double[] products = probes.products(functions, kept, workers);
    double[] squares = probes.weightedSquares(density);
    double[][] result = new double[2][kept];
    double[] left = squares.clone();
    for (int k = 0; k < kept; k++) {
      double sum = 0;
      for (int p = 0; p < probes.count(); p++) {
        double product = products[k * probes.count() + p];
        left[p] -= product * product;
        double error = squares[p] > 0 ? Math.max(0, left[p] / squares[p]) : 0;
        result[0][k] = Math.max(result[0][k], error);
        sum += error;
      }
      result[1][k] = sum / probes.count();
    }
    return result;
  }

  /** Returns the share of the probes' energy in the first k functions. */
  double captured(int k) {
    double sum = 0;
    for (int j = 0; j < k; j++) {
      sum += singularValues[j] * singularValues[j];
    }
    return totalEnergy > 0 ? Math.min(1, sum / totalEnergy) : 0;
  }

  /** Returns the functions of a row, null where its density is zero. */
  float[] functions(int row) {
    if (!(density[row] > 0)) {
      return null;
    }
    double root = Math.sqrt(density[row]);
    float[] v = new float[components];
    for (int k = 0; k < components; k++) {
      v[k] = (float) (q[row * components + k] / root);
    }
    return v;
  }

  /** Returns the coordinates of a row in Q. */
  float[] coordinates(int row) {
    float[] values = new float[components];
    for (int k = 0; k < components; k++) {
      values[k] = (float) q[row * components + k];
    }
    return values;
  }
}
