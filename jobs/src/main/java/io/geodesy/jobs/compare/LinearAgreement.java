package io.geodesy.jobs.compare;

import io.geodesy.kernel.DenseAlgebra;
import io.geodesy.kernel.DenseAlgebra.Svd;
import io.geodesy.kernel.Workers;
import io.geodesy.moment.Moments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How far one space is a turned, mirrored and scaled copy of the other: linear centred kernel
 * alignment, biased and debiased, and what is left after the best orthogonal map.
 *
 * <p>CKA is {@code |Y'X|^2 / (|X'X| |Y'Y|)} of centred rows, Frobenius norms. The debiased one puts
 * the unbiased estimates of the three dependences in their places; with zero-diagonal Gram matrices
 * of centred rows, {@code a_i = |x_i|^2}, {@code b_i = |y_i|^2}, it is {@code (|X'Y|^2 - a'b + (sum
 * a) (sum b) / ((n - 1)(n - 2)) - 2 a'b / (n - 2)) / (n (n - 3))}. The Procrustes disparity is
 * {@code 1 - (|X'Y|_* / (|X| |Y|))^2}, with the sum of singular values.
 *
 * <p>Intervals are the jackknife's over {@value #BLOCKS} blocks of items, with the orthogonal map
 * of all items held fixed. Cost: {@code n (d1 + d2)^2} multiply-adds, {@code 20 d^3} operations on
 * one thread for the map, d the lesser of d1 and d2. Determinism class D0.
 *
 * <p>Papers: S. Kornblith and others, Similarity of Neural Network Representations Revisited, ICML
 * 2019, arXiv 1905.00414; L. Song and others, Feature Selection via Dependence Maximization, JMLR
 * 13, 2012; P. Schoenemann, A generalized solution of the orthogonal Procrustes problem, 1966.
 * Differs from the papers: none.
 */
final class LinearAgreement {
  static final int BLOCKS = 10;
  private static final int LEAST = 4 * BLOCKS;

  private final float[] rows;
  private final int first;
  private final int dim;
  private final int n;

  private LinearAgreement(float[] rows, int first, int dim) {
    this.rows = rows;
    this.first = first;
    this.dim = dim;
    this.n = rows.length / dim;
  }

  private record Figures(double biased, double debiased, double disparity) {}

  /**
   * Compares.
   *
   * @param first {@code N x firstDim}
   * @param second {@code N x secondDim}, the same items in the same order
   */
  static List<Agreement> of(
      float[] first, int firstDim, float[] second, int secondDim, Workers workers) {
    int n = first.length / firstDim;
    int dim = firstDim + secondDim;
    float[] rows = new float[Math.multiplyExact(n, dim)];
    for (int i = 0; i < n; i++) {
      System.arraycopy(first, i * firstDim, rows, i * dim, firstDim);
      System.arraycopy(second, i * secondDim, rows, i * dim + firstDim, secondDim);
    }
    return new LinearAgreement(rows, firstDim, dim).agreements(workers);
  }

  private List<Agreement> agreements(Workers workers) {
    if (n < LEAST) {
      return List.of(
          undefined("cka", "it needs %d items".formatted(LEAST)),
          undefined("cka-debiased", "it needs %d items".formatted(LEAST)),
          undefined("procrustes-disparity", "it needs %d items".formatted(LEAST)));
    }
    Moments[] parts = new Moments[BLOCKS];
    Arrays.setAll(parts, b -> Moments.of(rows, end(b), end(b + 1), dim, workers));
    Moments whole = Arrays.stream(parts).reduce(Moments::merge).orElseThrow();
    double[] map = map(whole.covariance());
    Figures all = figures(whole, map, -1);
    double[][] without = new double[3][BLOCKS];
    for (int b = 0; b < BLOCKS; b++) {
      Moments rest = null;
      for (int other = 0; other < BLOCKS; other++) {
        if (other != b) {
          rest = rest == null ? parts[other] : rest.merge(parts[other]);
        }
      }
      Figures figures = figures(rest, map, b);
      without[0][b] = figures.biased;
      without[1][b] = figures.debiased;
      without[2][b] = figures.disparity;
    }
    List<Agreement> found = new ArrayList<>();
    found.add(
        agreement(
            "cka",
            all.biased,
            without[0],
            Double.NaN,
            "1 for a turned, mirrored or scaled copy; biased upwards where items are not many times the columns"));
    found.add(
        agreement(
            "cka-debiased",
            all.debiased,
            without[1],
            0,
            "the same without the bias; may be below 0"));
    found.add(
        agreement(
            "procrustes-disparity",
            all.disparity,
            without[2],
            Double.NaN,
            "share of the variance left after the best turn, mirroring and scale: 0 for a copy; too low where items are few"));
    return found;
  }

  private int end(int block) {
    return (int) ((long) n * block / BLOCKS);
  }

  private static Agreement undefined(String name, String why) {
    return new Agreement(name, Double.NaN, Double.NaN, Double.NaN, Double.NaN, "undefined: " + why);
  }

  private static Agreement agreement(
      String name, double value, double[] without, double byChance, String note) {
    if (!Double.isFinite(value)) {
      return undefined(name, "in one of the spaces all items are equal");
    }
    double sum = Arrays.stream(without).sum();
    double squares = Arrays.stream(without).map(x -> x * x).sum();
    double variance = Math.max(0, squares - sum * sum / BLOCKS) * (BLOCKS - 1.0) / BLOCKS;
    return Agreement.around(name, value, Math.sqrt(variance), byChance, note);
  }

  /** The orthogonal map between the spaces, {@code firstDim x secondDim}. */
  private double[] map(double[] covariance) {
    int second = dim - first;
    double[] cross = new double[first * second];
    for (int i = 0; i < first; i++) {
      System.arraycopy(covariance, i * dim + first, cross, i * second, second);
    }
    Svd svd = DenseAlgebra.svd(cross, first, second);
    int rank = Math.min(first, second);
    double[] map = new double[first * second];
    for (int i = 0; i < first; i++) {
      for (int r = 0; r < rank; r++) {
        double left = svd.left()[i * rank + r];
        for (int j = 0; j < second; j++) {
          map[i * second + j] += left * svd.rightTransposed()[r * second + j];
        }
      }
    }
    return map;
  }

  private Figures figures(Moments moments, double[] map, int left) {
    double[] covariance = moments.covariance();
    double n = moments.count();
    double scale = (n - 1) * (n - 1);
    double xx = 0;
    double xy = 0;
    double yy = 0;
    double nuclear = 0;
    double traceX = 0;
    double traceY = 0;
    for (int i = 0; i < dim; i++) {
      for (int j = 0; j < dim; j++) {
        double value = covariance[i * dim + j];
        if (i < first && j < first) {
          xx += value * value;
        } else if (i < first) {
          xy += value * value;
          nuclear += value * map[i * (dim - first) + j - first];
        } else if (j >= first) {
          yy += value * value;
        }
      }
      traceX += i < first ? covariance[i * dim + i] : 0;
      traceY += i < first ? 0 : covariance[i * dim + i];
    }
    Diagonals own = diagonals(moments.mean(), left);
    double unbiasedXy = unbiased(xy * scale, own.ab, own.a, own.b, n);
    double unbiasedXx = unbiased(xx * scale, own.aa, own.a, own.a, n);
    double unbiasedYy = unbiased(yy * scale, own.bb, own.b, own.b, n);
    return new Figures(
        xy / Math.sqrt(xx * yy),
        unbiasedXy / Math.sqrt(unbiasedXx * unbiasedYy),
        1 - nuclear * nuclear / (traceX * traceY));
  }

  private static double unbiased(double product, double ab, double a, double b, double n) {
    return (product - ab + a * b / ((n - 1) * (n - 2)) - 2 * ab / (n - 2)) / (n * (n - 3));
  }

  /** Sums over items of the squared norms of their centred rows, and of their products. */
  private record Diagonals(double a, double b, double ab, double aa, double bb) {}

  private Diagonals diagonals(double[] mean, int left) {
    double a = 0;
    double b = 0;
    double ab = 0;
    double aa = 0;
    double bb = 0;
    int skipFrom = left < 0 ? n : end(left);
    int skipTo = left < 0 ? n : end(left + 1);
    for (int i = 0; i < n; i++) {
      if (i >= skipFrom && i < skipTo) {
        continue;
      }
      double x = 0;
      double y = 0;
      for (int c = 0; c < dim; c++) {
        double offset = rows[i * dim + c] - mean[c];
        x += c < first ? offset * offset : 0;
        y += c < first ? 0 : offset * offset;
      }
      a += x;
      b += y;
      ab += x * y;
      aa += x * x;
      bb += y * y;
    }
    return new Diagonals(a, b, ab, aa, bb);
  }
}
