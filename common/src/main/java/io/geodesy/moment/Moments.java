package io.geodesy.moment;

import io.geodesy.kernel.ColumnProducts;
import io.geodesy.kernel.Workers;
import java.io.Serializable;

/**
 * Count, mean and scatter of rows: the mergeable state from which covariance and everything on its
 * spectrum follows. The scatter is {@code sum (x - mean)(x - mean)'}, {@code dim x dim} row-major
 * float64, of which the triangle {@code column <= row} is read.
 *
 * <p>Cost: {@code n dim^2} multiply-adds on all threads for {@link #of}; memory {@code 8 dim^2}
 * bytes and a strip of {@value #STRIP} centred rows. Strips are added in order, so {@link #of}
 * gives the same bits for any number of threads: class D0, as {@link ColumnProducts} has it. {@link
 * #merge} is associative up to rounding; who merges does so in a fixed order.
 *
 * <p>Paper: T. Chan, G. Golub, R. LeVeque, Updating Formulae and a Pairwise Algorithm for Computing
 * Sample Variances, 1979. Differs from the paper: none.
 */
public final class Moments implements Serializable {
  private static final int STRIP = 1024;

  private final long count;
  private final double[] mean;
  private final double[] scatter;

  private Moments(long count, double[] mean, double[] scatter) {
    this.count = count;
    this.mean = mean;
    this.scatter = scatter;
  }

  /**
   * The moments of some rows.
   *
   * @param values row-major float32
   * @param from first row
   * @param to end of the rows
   * @param dim columns
   * @param workers share the columns
   */
  public static Moments of(float[] values, int from, int to, int dim, Workers workers) {
    double[] mean = new double[dim];
    for (int i = from; i < to; i++) {
      for (int c = 0; c < dim; c++) {
        mean[c] += values[i * dim + c];
      }
    }
    for (int c = 0; c < dim; c++) {
      mean[c] /= Math.max(1, to - from);
    }
    double[] scatter = new double[dim * dim];
    double[] strip = new double[STRIP * dim];
    for (int start = from; start < to; start += STRIP) {
      int rows = Math.min(STRIP, to - start);
      center(values, start, rows, dim, mean, strip);
      ColumnProducts.add(strip, rows, dim, scatter, workers);
    }
    return new Moments(to - from, mean, scatter);
  }

  private static void center(
      float[] values, int start, int rows, int dim, double[] mean, double[] strip) {
    for (int i = 0; i < rows; i++) {
      for (int c = 0; c < dim; c++) {
        strip[i * dim + c] = values[(start + i) * dim + c] - mean[c];
      }
    }
  }

  /** Returns the moments of these rows and those of another state. */
  public Moments merge(Moments other) {
    if (other.mean.length != mean.length) {
      throw new IllegalArgumentException(
          "Moments of %d and of %d columns".formatted(mean.length, other.mean.length));
    }
    long total = count + other.count;
    if (total == 0) {
      return this;
    }
    int dim = mean.length;
    double[] merged = new double[dim];
    double[] sum = scatter.clone();
    double share = (double) other.count / total;
    double weight = count * share;
    for (int i = 0; i < dim; i++) {
      double difference = other.mean[i] - mean[i];
      merged[i] = mean[i] + share * difference;
      for (int j = 0; j <= i; j++) {
        sum[i * dim + j] +=
            other.scatter[i * dim + j] + weight * difference * (other.mean[j] - mean[j]);
      }
    }
    return new Moments(total, merged, sum);
  }

  /** Returns the number of rows. */
  public long count() {
    return count;
  }

  /** Returns the mean, {@code dim}. */
  public double[] mean() {
    return mean.clone();
  }

  /** Returns the sample covariance, {@code dim x dim}, both triangles; zero for one row. */
  public double[] covariance() {
    return full(1.0 / Math.max(1, count - 1), 0);
  }

  /** Returns the mean of {@code x x'}, {@code dim x dim}, both triangles: not centred. */
  public double[] secondMoment() {
    return full(1.0 / Math.max(1, count), 1);
  }

  private double[] full(double scale, double ofMean) {
    int dim = mean.length;
    double[] matrix = new double[dim * dim];
    for (int i = 0; i < dim; i++) {
      for (int j = 0; j <= i; j++) {
        double value = scale * scatter[i * dim + j] + ofMean * mean[i] * mean[j];
        matrix[i * dim + j] = value;
        matrix[j * dim + i] = value;
      }
    }
    return matrix;
  }

  private Object writeReplace() {
    int dim = mean.length;
    double[] triangle = new double[dim * (dim + 1) / 2];
    for (int i = 0; i < dim; i++) {
      System.arraycopy(scatter, i * dim, triangle, i * (i + 1) / 2, i + 1);
    }
    return new Packed(count, mean, triangle);
  }

  /** What travels: the triangle alone. */
  private record Packed(long count, double[] mean, double[] triangle) implements Serializable {
    private Object readResolve() {
      int dim = mean.length;
      double[] scatter = new double[dim * dim];
      for (int i = 0; i < dim; i++) {
        System.arraycopy(triangle, i * (i + 1) / 2, scatter, i * dim, i + 1);
      }
      return new Moments(count, mean, scatter);
    }
  }
}
