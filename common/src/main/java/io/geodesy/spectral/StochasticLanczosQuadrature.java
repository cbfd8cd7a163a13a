package io.geodesy.spectral;

import io.geodesy.kernel.Workers;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Spectral sums {@code tr f(T)} of a symmetric operator for any number of functions f from one
 * quadrature, each with a standard error.
 *
 * <p>The leading eigenpairs are taken exactly. What is left, {@code P T P} with {@code P = I - Q
 * Q'}, is sampled: for a probe v of random signs, projected by P, m Lanczos steps give a
 * tridiagonal matrix with eigenpairs {@code (theta_j, u_j)}, and {@code v'f(T)v} is about {@code
 * |v|^2 sum_j u_1j^2 f(theta_j)}, a Gauss quadrature of f over the spectral measure of v. Its mean
 * over probes estimates the trace; its spread is the standard error.
 *
 * <p>Cost: at most {@code maxSteps} operator products with all probes in one block, {@code 4 n
 * probes deflated} operations a step for the projection; memory {@code 32 n probes} bytes. Probes
 * are a pure function of a key a row and their number, sums are folded in fixed order: class D0.
 *
 * <p>Ubaru, Chen, Saad, Fast estimation of tr(f(A)) via stochastic Lanczos quadrature, SIAM J.
 * Matrix Anal. Appl. 38 (2017); Golub, Meurant, Matrices, moments and quadrature (2010). Differs
 * from the papers: leading pairs are deflated; Lanczos vectors are not orthogonalised again, which
 * repeats converged nodes but leaves the quadrature as it is; the number of steps follows from the
 * standard error and the sum.
 */
public final class StochasticLanczosQuadrature {
  private static final int CHUNK = 2048;

  /** Below this share of the first one a Lanczos vector is rounding: the space has ended. */
  private static final double END = 1e-10;

  private final SymmetricOperator operator;
  private final Eigenpairs leading;
  private final int n;
  private final int probes;
  private final Workers workers;
  private final ProbeQuadratures quadratures;
  private double[] current;
  private double[] previous;

  private StochasticLanczosQuadrature(
      SymmetricOperator operator,
      Eigenpairs leading,
      QuadratureOptions options,
      long[] rowKeys,
      List<DoubleUnaryOperator> watched,
      Workers workers) {
    this.operator = operator;
    this.leading = leading;
    this.n = operator.rows();
    this.probes = options.probes();
    this.workers = workers;
    this.current = RandomSigns.of(rowKeys, probes, workers);
    this.previous = new double[n * probes];
    project(current);
    double[] squaredLengths = columnProducts(current, current);
    for (int c = 0; c < probes; c++) {
      // What is left of a probe that lies in the deflated space is rounding.
      squaredLengths[c] = squaredLengths[c] > END * n ? squaredLengths[c] : 0;
    }
    divide(current, squaredLengths);
    this.quadratures =
        new ProbeQuadratures(leading.values(), squaredLengths, options, watched, END, workers);
  }

  /**
   * Makes the quadrature.
   *
   * @param operator on n rows
   * @param leading eigenpairs to take exactly, of any number
   * @param options probes and steps
   * @param rowKeys a well-mixed key a row
   * @param watched the functions whose sums decide when to stop
   * @param workers share the rows
   */
  public static StochasticLanczosQuadrature of(
      SymmetricOperator operator,
      Eigenpairs leading,
      QuadratureOptions options,
      long[] rowKeys,
      List<DoubleUnaryOperator> watched,
      Workers workers) {
    StochasticLanczosQuadrature quadrature =
        new StochasticLanczosQuadrature(operator, leading, options, rowKeys, watched, workers);
    while (!quadrature.quadratures.isDone()) {
      quadrature.step();
    }
    return quadrature;
  }

  /** Multiplies all probes once. */
  private void step() {
    double[] next = new double[n * probes];
    operator.multiply(current, next, probes, workers);
    project(next);
    double[] alpha = columnProducts(current, next);
    subtract(next, alpha, quadratures.couplings());
    double[] squares = columnProducts(next, next);
    quadratures.add(alpha, squares);
    divide(next, squares);
    previous = current;
    current = next;
  }

  /** Returns the number of operator products with the block of probes. */
  public int steps() {
    return quadratures.steps();
  }

  /** Returns whether further steps would not have mattered. */
  public boolean isConverged() {
    return quadratures.isConverged();
  }

  /** Returns what the probes tell. */
  public SpectralSamples samples() {
    return quadratures.samples();
  }

  /** Takes the deflated vectors out of a block, in place. */
  private void project(double[] block) {
    int count = leading.count();
    if (count == 0) {
      return;
    }
    double[] q = leading.vectors();
    double[] inside =
        folded(
            count * probes,
            (i, sums) -> {
              for (int k = 0; k < count; k++) {
                double a = q[i * count + k];
                for (int c = 0; c < probes; c++) {
                  sums[k * probes + c] = Math.fma(a, block[i * probes + c], sums[k * probes + c]);
                }
              }
            });
    workers.forRanges(
        n,
        CHUNK,
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            for (int k = 0; k < count; k++) {
              double a = -q[i * count + k];
              for (int c = 0; c < probes; c++) {
                block[i * probes + c] = Math.fma(a, inside[k * probes + c], block[i * probes + c]);
              }
            }
          }
        });
  }

  /** Returns the inner products of equal columns. */
  private double[] columnProducts(double[] a, double[] b) {
    return folded(
        probes,
        (i, sums) -> {
          for (int c = 0; c < probes; c++) {
            sums[c] = Math.fma(a[i * probes + c], b[i * probes + c], sums[c]);
          }
        });
  }

  /** Takes {@code alpha current + beta previous} off a block, in place. */
  private void subtract(double[] block, double[] alpha, double[] beta) {
    workers.forRanges(
        n,
        CHUNK,
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            for (int c = 0; c < probes; c++) {
              int at = i * probes + c;
              double less = Math.fma(beta[c], previous[at], alpha[c] * current[at]);
              block[at] -= less;
            }
          }
        });
  }

  /** Divides every column by a length, or makes it zero where that is zero, in place. */
  private void divide(double[] block, double[] squaredLength) {
    double[] inverse = new double[probes];
    for (int c = 0; c < probes; c++) {
      inverse[c] = squaredLength[c] > 0 ? 1 / Math.sqrt(squaredLength[c]) : 0;
    }
    workers.forRanges(
        n,
        CHUNK,
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            for (int c = 0; c < probes; c++) {
              block[i * probes + c] *= inverse[c];
            }
          }
        });
  }

  /** What a row adds to sums. */
  @FunctionalInterface
  private interface RowTerms {
    void add(int row, double[] sums);
  }

  /** Adds up all rows, chunk by chunk, and the chunks in their order. */
  private double[] folded(int size, RowTerms terms) {
    int chunks = (n + CHUNK - 1) / CHUNK;
    double[][] partial = new double[chunks][];
    workers.forRanges(
        chunks,
        1,
        (worker, from, to) -> {
          for (int chunk = from; chunk < to; chunk++) {
            double[] sums = new double[size];
            int end = Math.min(n, (chunk + 1) * CHUNK);
            for (int i = chunk * CHUNK; i < end; i++) {
              terms.add(i, sums);
            }
            partial[chunk] = sums;
          }
        });
    double[] total = new double[size];
    for (double[] sums : partial) {
      for (int s = 0; s < size; s++) {
        total[s] += sums[s];
      }
    }
    return total;
  }
}
