package io.geodesy.jobs.drift;

import io.geodesy.kernel.ColumnProducts;
import io.geodesy.kernel.DenseAlgebra;
import io.geodesy.kernel.DenseAlgebra.Svd;
import io.geodesy.kernel.DenseAlgebra.SymmetricEigen;
import io.geodesy.kernel.DotProducts;
import io.geodesy.kernel.Workers;
import io.geodesy.moment.Sketch;
import io.geodesy.table.Statistic;
import java.util.Arrays;

/**
 * The Frechet distance of the Gaussians with the moments of two tables: {@code |mu1 - mu2|^2 +
 * tr(S1 + S2 - 2 (S1 S2)^1/2)}, from the moments of all rows.
 *
 * <p>The trace of the root is the sum of the singular values of {@code S2^1/2 S1^1/2}: off by
 * {@code dim} units of rounding of the largest variance, where roots of eigenvalues would be off by
 * the square root of one. The interval is that of the delta method: {@code 2 (mu1 - mu2)'(x - mu1)
 * + (x - mu1)'(I - T)(x - mu1)} is what a row adds to first order, with T the optimal map between
 * the Gaussians; its variance is taken over the sampled rows. What equal populations give on
 * average is {@code (1/n1 + 1/n2)(tr S + 1/2 sum_ij Var(y_i y_j) / (l_i + l_j))} with y the rows on
 * the axes of S: the second order of the distance, without assuming normality.
 *
 * <p>Cost: about {@code 45 dim^3} operations on one thread with at most {@code most} columns;
 * tables with more are compared on the leading axes of both, which gives a lower bound.
 *
 * <p>Papers: M. Heusel and others, GANs Trained by a Two Time-Scale Update Rule, NIPS 2017, arXiv
 * 1706.08500; D. Dowson, B. Landau, The Frechet Distance between Multivariate Normal Distributions,
 * 1982. Differs from the papers: rows are not assumed to come from a network; the bias is named.
 */
final class Frechet {
  static final String NAME = "frechet";
  private static final double NEGLIGIBLE = 1e-12;

  private Frechet() {}

  /**
   * Compares.
   *
   * @param most columns that are compared as they are
   */
  static Measure of(
      Sketch reference, Sketch current, SamplePair samples, int most, Workers workers) {
    long n1 = reference.count();
    long n2 = current.count();
    if (n1 < 2 || n2 < 2) {
      return Measure.undefined(NAME, n1, n2, "a covariance needs two rows");
    }
    int all = samples.dim();
    double[] first = reference.covariance();
    double[] second = current.covariance();
    double[] firstMean = reference.mean();
    double[] secondMean = current.mean();
    double[] difference = new double[all];
    Arrays.setAll(difference, c -> firstMean[c] - secondMean[c]);
    int dim = Math.min(all, most);
    double[] axes = dim < all ? leading(first, second, difference, all, dim) : identity(all);
    String note = "biased upwards by about under_no_drift; the interval is not";
    if (dim < all) {
      double total = trace(first, all) + trace(second, all);
      first = rotated(first, axes, all, dim);
      second = rotated(second, axes, all, dim);
      difference = apply(axes, difference, all, dim);
      note +=
          "; on the leading %d of %d axes, which hold %.4f of the variance"
              .formatted(dim, all, (trace(first, dim) + trace(second, dim)) / total);
    }
    Root one = Root.of(first, dim);
    Root two = Root.of(second, dim);
    double[] product = new double[dim * dim];
    DotProducts.multiply(two.root, 0, dim, one.root, dim, dim, product);
    Svd svd = DenseAlgebra.svd(product, dim, dim);
    double shift = dot(difference, difference);
    double value =
        shift + trace(first, dim) + trace(second, dim) - 2 * Arrays.stream(svd.values()).sum();
    Null none = Null.of(one, project(samples.reference(), firstMean, axes, all, dim), dim, workers);
    double inverse = 1.0 / n1 + 1.0 / n2;
    double variance =
        variance(
                    project(samples.reference(), firstMean, axes, all, dim),
                    difference,
                    1,
                    one,
                    svd.rightTransposed(),
                    svd.values(),
                    dim)
                / n1
            + variance(
                    project(samples.current(), secondMean, axes, all, dim),
                    difference,
                    -1,
                    two,
                    DenseAlgebra.transpose(svd.left(), dim, dim),
                    svd.values(),
                    dim)
                / n2
            + none.variance * inverse * inverse;
    double margin = Statistic.NORMAL_95 * Math.sqrt(variance);
    double middle = value - none.mean * inverse;
    return new Measure(
        NAME,
        Math.max(0, value),
        Math.max(0, middle - margin),
        Math.max(0, middle + margin),
        none.mean * inverse,
        Double.NaN,
        n1,
        n2,
        note);
  }

  /** The axes on which both tables and their means spread most. */
  private static double[] leading(
      double[] first, double[] second, double[] difference, int all, int dim) {
    double[] pooled = new double[all * all];
    for (int i = 0; i < all; i++) {
      for (int j = 0; j < all; j++) {
        pooled[i * all + j] =
            (first[i * all + j] + second[i * all + j]) / 2 + difference[i] * difference[j] / 4;
      }
    }
    return DenseAlgebra.leadingEigen(pooled, all, dim).vectors();
  }

  private static double[] identity(int dim) {
    double[] matrix = new double[dim * dim];
    for (int i = 0; i < dim; i++) {
      matrix[i * dim + i] = 1;
    }
    return matrix;
  }

  private static double[] rotated(double[] matrix, double[] axes, int all, int dim) {
    double[] half = new double[dim * all];
    DotProducts.multiply(axes, 0, dim, matrix, all, all, half);
    double[] whole = new double[dim * dim];
    DotProducts.multiply(half, 0, dim, axes, dim, all, whole);
    return whole;
  }

  private static double[] apply(double[] axes, double[] vector, int all, int dim) {
    double[] out = new double[dim];
    Arrays.setAll(out, i -> DotProducts.product(axes, i * all, vector, 0, all));
    return out;
  }

  /** Returns centred rows on the axes, {@code rows x dim}. */
  private static double[] project(float[] rows, double[] mean, double[] axes, int all, int dim) {
    int count = rows.length / all;
    double[] centred = new double[count * all];
    for (int i = 0; i < rows.length; i++) {
      centred[i] = rows[i] - mean[i % all];
    }
    if (dim == all) {
      return centred;
    }
    double[] out = new double[count * dim];
    DotProducts.multiply(centred, 0, count, axes, dim, all, out);
    return out;
  }

  /**
   * The variance over rows of what a row adds to the distance.
   *
   * @param rows centred
   * @param sign of the difference of means as seen from these rows
   * @param root of their covariance
   * @param turns rows are the singular vectors on their side
   */
  private static double variance(
      double[] rows,
      double[] difference,
      int sign,
      Root root,
      double[] turns,
      double[] singular,
      int dim) {
    int count = rows.length / dim;
    // Row k is sqrt(s_k) turns_k root^-1: the squared norm of its products is x'Tx.
    double[] map = new double[dim * dim];
    DotProducts.multiply(turns, 0, dim, root.inverse, dim, dim, map);
    for (int k = 0; k < dim; k++) {
      double scale = Math.sqrt(Math.max(0, singular[k]));
      for (int c = 0; c < dim; c++) {
        map[k * dim + c] *= scale;
      }
    }
    double[] mapped = new double[count * dim];
    DotProducts.multiply(rows, 0, count, map, dim, dim, mapped);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < count; i++) {
      double linear = 2 * sign * DotProducts.product(rows, i * dim, difference, 0, dim);
      double own = DotProducts.product(rows, i * dim, rows, i * dim, dim);
      double added = linear + own - DotProducts.product(mapped, i * dim, mapped, i * dim, dim);
      sum += added;
      squares += added * added;
    }
    return Math.max(0, squares - sum * sum / count) / Math.max(1, count - 1);
  }

  private static double trace(double[] matrix, int dim) {
    double sum = 0;
    for (int i = 0; i < dim; i++) {
      sum += matrix[i * dim + i];
    }
    return sum;
  }

  private static double dot(double[] a, double[] b) {
    return DotProducts.product(a, 0, b, 0, a.length);
  }

  /** A symmetric root and its pseudo-inverse, with the eigenvalues and axes they come from. */
  private static final class Root {
    private final double[] values;
    private final double[] vectors;
    private final double[] root;
    private final double[] inverse;

    private Root(double[] values, double[] vectors, double[] root, double[] inverse) {
      this.values = values;
      this.vectors = vectors;
      this.root = root;
      this.inverse = inverse;
    }

    static Root of(double[] covariance, int dim) {
      SymmetricEigen eigen = DenseAlgebra.symmetricEigen(covariance, dim);
      double least = Math.max(0, eigen.values()[0]) * NEGLIGIBLE;
      double[] values = Arrays.stream(eigen.values()).map(v -> Math.max(0, v)).toArray();
      // Columns of axes in rows: both factors of V f V' are then rows to be multiplied.
      double[] axes = DenseAlgebra.transpose(eigen.vectors(), dim, dim);
      double[] quarter = new double[dim * dim];
      double[] inverse = new double[dim * dim];
      for (int i = 0; i < dim; i++) {
        for (int k = 0; k < dim; k++) {
          double axis = axes[i * dim + k];
          quarter[i * dim + k] = axis * Math.sqrt(values[k]);
          inverse[i * dim + k] = values[k] > least ? axis / Math.sqrt(values[k]) : 0;
        }
      }
      double[] root = new double[dim * dim];
      double[] inverseRoot = new double[dim * dim];
      DotProducts.multiply(quarter, 0, dim, axes, dim, dim, root);
      DotProducts.multiply(inverse, 0, dim, axes, dim, dim, inverseRoot);
      return new Root(values, eigen.vectors(), root, inverseRoot);
    }
  }

  /** Mean and variance of the distance of equal populations, over the inverse numbers of rows. */
  private record Null(double mean, double variance) {
    static Null of(Root root, double[] rows, int dim, Workers workers) {
      int count = rows.length / dim;
      double[] turned = new double[count * dim];
      DotProducts.multiply(rows, 0, count, root.vectors, dim, dim, turned);
      for (int i = 0; i < turned.length; i++) {
        turned[i] *= turned[i];
      }
      double[] fourth = new double[dim * dim];
      ColumnProducts.add(turned, count, dim, fourth, workers);
      double mean = 0;
      double variance = 0;
      for (int i = 0; i < dim; i++) {
        double own = root.values[i];
        mean += own;
        variance += 2 * own * own;
        for (int j = 0; j <= i; j++) {
          double sum = own + root.values[j];
          double spread = fourth[i * dim + j] / Math.max(1, count) - (i == j ? own * own : 0);
          double part = sum > 0 ? Math.max(0, spread) / sum / (i == j ? 2 : 1) : 0;
          mean += part;
          variance += 2 * part * part;
        }
      }
      return new Null(mean, variance);
    }
  }
}
