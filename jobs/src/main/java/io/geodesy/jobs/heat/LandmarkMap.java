package io.geodesy.jobs.heat;

import io.geodesy.kernel.DenseAlgebra;
import io.geodesy.kernel.DenseAlgebra.SymmetricEigen;
import java.io.Serializable;
import java.util.Arrays;

/**
 * A map of landmarks whose straight distances come as near to the given ones as they can, and the
 * place of any other row on it.
 *
 * <p>Classical scaling of the landmarks, then stress majorisation of {@code sum w_ij (|x_i - x_j| -
 * d_ij)^2}. A row goes where the linear extension puts it, and from there down its own stress. Axes
 * are the principal ones of the landmarks, largest coordinate positive. Cost: {@code O(m^3)} once,
 * {@code m dimensions} operations a majorisation step of a row. Class D0.
 *
 * <p>De Silva and Tenenbaum, Sparse multidimensional scaling using landmark points, 2004; De Leeuw,
 * Applications of convex analysis to multidimensional scaling, 1977 (SMACOF). Differs from the
 * papers: rows take twenty majorisation steps after the linear extension, which alone would put
 * them where the landmarks stood before theirs.
 */
final class LandmarkMap implements Serializable {
  private static final int MOST_STEPS = 300;
  private static final double ENOUGH = 1e-6;
  private static final int ROW_STEPS = 20;

  private final double[] points;
  private final int m;
  private final int dimensions;
  private final double stress;
  private final double[] meanSquares;
  private final double[] moments;

  private LandmarkMap(double[] points, int m, int dimensions, double stress, double[] distances) {
    this.points = points;
    this.m = m;
    this.dimensions = dimensions;
    this.stress = stress;
    this.meanSquares = new double[m];
    for (int at = 0; at < m * m; at++) {
      meanSquares[at / m] += distances[at] * distances[at] / m;
    }
    this.moments = new double[dimensions * dimensions];
    for (int i = 0; i < m; i++) {
      for (int a = 0; a < dimensions; a++) {
        for (int b = 0; b < dimensions; b++) {
          moments[a * dimensions + b] += points[i * dimensions + a] * points[i * dimensions + b];
        }
      }
    }
  }

  /**
   * Draws the map.
   *
   * @param distances {@code m x m}, symmetric, finite
   * @param weights {@code m x m}, symmetric, at least 0; those of every landmark must join it to
   *     the others
   * @param m landmarks, at least 2
   * @param dimensions of the map
   */
  static LandmarkMap of(double[] distances, double[] weights, int m, int dimensions) {
    double[] points = classical(distances, m, dimensions);
    double[] inverse = weightInverse(weights, m);
    double before = stress(points, distances, weights, m, dimensions);
    for (int step = 0; step < MOST_STEPS; step++) {
      double[] next = guttman(points, distances, weights, inverse, m, dimensions);
      double now = stress(next, distances, weights, m, dimensions);
      points = next;
      if (before - now <= ENOUGH * before) {
        break;
      }
      before = now;
    }
    double scale = 0;
    for (int at = 0; at < m * m; at++) {
      scale += weights[at] * distances[at] * distances[at];
    }
    double last = stress(points, distances, weights, m, dimensions);
    double[] turned = principalAxes(points, m, dimensions);
    return new LandmarkMap(
        turned, m, dimensions, scale > 0 ? Math.sqrt(last / scale) : 0, distances);
  }

  /** Returns the root of the stress as a share of the weighted squares of the distances. */
  double stress() {
    return stress;
  }

  /** Returns the place of a landmark. */
  double[] landmark(int j) {
    return Arrays.copyOfRange(points, j * dimensions, (j + 1) * dimensions);
  }

  /** Returns the place of a row by its distances to the landmarks. */
  double[] place(double[] toLandmarks) {
    double[] x = extension(toLandmarks);
    double[] next = new double[dimensions];
    for (int step = 0; step < ROW_STEPS; step++) {
      Arrays.fill(next, 0);
      for (int j = 0; j < m; j++) {
        double length = 0;
        for (int a = 0; a < dimensions; a++) {
          double c = x[a] - points[j * dimensions + a];
          length += c * c;
        }
        double share = length > 0 ? toLandmarks[j] / Math.sqrt(length) : 0;
        for (int a = 0; a < dimensions; a++) {
          double p = points[j * dimensions + a];
          next[a] += (p + share * (x[a] - p)) / m;
        }
      }
      System.arraycopy(next, 0, x, 0, dimensions);
    }
    return x;
  }

  /** The linear extension, or the nearest landmark's place where the landmarks lie on a line. */
  private double[] extension(double[] toLandmarks) {
    double[] right = new double[dimensions];
    int nearest = 0;
    for (int j = 0; j < m; j++) {
      nearest = toLandmarks[j] < toLandmarks[nearest] ? j : nearest;
      double gap = (meanSquares[j] - toLandmarks[j] * toLandmarks[j]) / 2;
      for (int a = 0; a < dimensions; a++) {
        right[a] += gap * points[j * dimensions + a];
      }
    }
    double[] fallback = landmark(nearest);
    return DenseAlgebra.solve(moments, dimensions, right, 1)
        .filter(x -> Arrays.stream(x).allMatch(Double::isFinite))
        .orElse(fallback);
  }

  private static double[] classical(double[] distances, int m, int dimensions) {
    double[] rowMeans = new double[m];
    double mean = 0;
    for (int at = 0; at < m * m; at++) {
      rowMeans[at / m] += distances[at] * distances[at] / m;
    }
    for (double r : rowMeans) {
      mean += r / m;
    }
    double[] centered = new double[m * m];
    for (int at = 0; at < m * m; at++) {
      centered[at] =
          -(distances[at] * distances[at] - rowMeans[at / m] - rowMeans[at % m] + mean) / 2;
    }
    SymmetricEigen eigen = DenseAlgebra.symmetricEigen(centered, m);
    double[] points = new double[m * dimensions];
    for (int a = 0; a < Math.min(dimensions, m); a++) {
      double scale = Math.sqrt(Math.max(0, eigen.values()[a]));
      for (int i = 0; i < m; i++) {
        points[i * dimensions + a] = scale * eigen.vectors()[a * m + i];
      }
    }
    return points;
  }

  /** The inverse of {@code V + 11'/m}, V the Laplacian of the weights. */
  private static double[] weightInverse(double[] weights, int m) {
    double[] v = new double[m * m];
    double[] identity = new double[m * m];
    for (int i = 0; i < m; i++) {
      identity[i * m + i] = 1;
      for (int j = 0; j < m; j++) {
        if (i != j) {
          v[i * m + j] -= weights[i * m + j];
          v[i * m + i] += weights[i * m + j];
        }
      }
    }
    for (int at = 0; at < v.length; at++) {
      v[at] += 1.0 / m;
    }
    return DenseAlgebra.solve(v, m, identity, m)
        .orElseThrow(() -> new ArithmeticException("the weights do not join all landmarks"));
  }

  /** One step of majorisation: {@code V^+ B(X) X}. */
  private static double[] guttman(
      double[] points, double[] distances, double[] weights, double[] inverse, int m, int d) {
    double[] pulled = new double[m * d];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < m; j++) {
        double length = length(points, i, j, d);
        double b = length > 0 ? weights[i * m + j] * distances[i * m + j] / length : 0;
        for (int a = 0; a < d; a++) {
          pulled[i * d + a] += b * (points[i * d + a] - points[j * d + a]);
        }
      }
    }
    double[] next = new double[m * d];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < m; j++) {
        for (int a = 0; a < d; a++) {
          next[i * d + a] = Math.fma(inverse[i * m + j], pulled[j * d + a], next[i * d + a]);
        }
      }
    }
    return next;
  }

  private static double stress(
      double[] points, double[] distances, double[] weights, int m, int d) {
    double total = 0;
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < m; j++) {
        double gap = i == j ? 0 : length(points, i, j, d) - distances[i * m + j];
        total += weights[i * m + j] * gap * gap;
      }
    }
    return total;
  }

  private static double length(double[] points, int i, int j, int d) {
    double total = 0;
    for (int a = 0; a < d; a++) {
      double c = points[i * d + a] - points[j * d + a];
      total += c * c;
    }
    return Math.sqrt(total);
  }

  private static double[] principalAxes(double[] points, int m, int d) {
    double[] centered = points.clone();
    for (int a = 0; a < d; a++) {
      double mean = 0;
      for (int i = 0; i < m; i++) {
        mean += points[i * d + a] / m;
      }
      for (int i = 0; i < m; i++) {
        centered[i * d + a] -= mean;
      }
    }
    double[] covariance = new double[d * d];
    for (int i = 0; i < m; i++) {
      for (int a = 0; a < d; a++) {
        for (int b = 0; b < d; b++) {
          covariance[a * d + b] += centered[i * d + a] * centered[i * d + b];
        }
      }
    }
    double[] axes = DenseAlgebra.symmetricEigen(covariance, d).vectors();
    double[] turned = new double[m * d];
    for (int a = 0; a < d; a++) {
      double largest = 0;
      for (int i = 0; i < m; i++) {
        for (int b = 0; b < d; b++) {
          turned[i * d + a] += axes[a * d + b] * centered[i * d + b];
        }
        double value = turned[i * d + a];
        // The first of values equal up to rounding decides.
        largest = Math.abs(value) > Math.abs(largest) * (1 + 1e-6) ? value : largest;
      }
      for (int i = 0; largest < 0 && i < m; i++) {
        turned[i * d + a] = -turned[i * d + a];
      }
    }
    return turned;
  }
}
