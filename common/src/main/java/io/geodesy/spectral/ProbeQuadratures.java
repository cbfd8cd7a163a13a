package io.geodesy.spectral;

import io.geodesy.kernel.DenseAlgebra;
import io.geodesy.kernel.DenseAlgebra.SymmetricEigen;
import io.geodesy.kernel.Workers;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * The Gauss quadratures of several Lanczos processes that go on side by side, wherever their
 * vectors are, and whether further steps would matter.
 *
 * <p>Golub, Meurant, Matrices, moments and quadrature (2010).
 */
final class ProbeQuadratures {
  private static final int FIRST_CHECK = 4;

  private final double[] leading;
  private final double[] squaredLengths;
  private final QuadratureOptions options;
  private final List<DoubleUnaryOperator> watched;
  private final double end;
  private final Workers workers;
  private final int probes;
  private final double[][] diagonal;
  private final double[][] offDiagonal;
  private double[] before;
  private int steps;
  private boolean isConverged;
  private boolean hasMore = true;
  private SpectralSamples samples;

  /**
   * Begins.
   *
   * @param leading eigenvalues that are taken exactly
   * @param squaredLengths of the probes without the parts along these
   * @param options probes and steps
   * @param watched the functions whose sums decide when to stop
   * @param end below this share of the first one a Lanczos vector is rounding: the space has ended
   * @param workers share the probes
   */
  ProbeQuadratures(
      double[] leading,
      double[] squaredLengths,
      QuadratureOptions options,
      List<DoubleUnaryOperator> watched,
      double end,
      Workers workers) {
    this.leading = leading;
    this.squaredLengths = squaredLengths;
    this.options = options;
    this.watched = watched;
    this.end = end;
    this.workers = workers;
    this.probes = options.probes();
    this.diagonal = new double[probes][options.maxSteps()];
    this.offDiagonal = new double[probes][options.maxSteps()];
  }

  /** Returns the length of the last Lanczos vector of every probe before it got unit length. */
  double[] couplings() {
    double[] couplings = new double[probes];
    for (int c = 0; c < probes && steps > 0; c++) {
      couplings[c] = offDiagonal[c][steps - 1];
    }
    return couplings;
  }

  /**
   * Takes a step.
   *
   * @param alpha of every probe, its vector times the image of it
   * @param squares of what is left of the images without the last two vectors; those that are
   *     rounding are set to 0
   */
  void add(double[] alpha, double[] squares) {
    hasMore = false;
    for (int c = 0; c < probes; c++) {
      diagonal[c][steps] = alpha[c];
      double scale = Math.max(Math.abs(diagonal[c][0]), steps == 0 ? 0 : offDiagonal[c][0]);
      boolean isEnd = !(Math.sqrt(squares[c]) > end * scale);
      squares[c] = isEnd ? 0 : squares[c];
      offDiagonal[c][steps] = Math.sqrt(squares[c]);
      hasMore |= !isEnd;
    }
    steps++;
    boolean isCheck = steps >= FIRST_CHECK && steps % 2 == 0;
    if (isCheck || isDone()) {
      check();
    }
  }

  private void check() {
    solveTridiagonals();
    double[] now = new double[watched.size()];
    boolean isStill = before != null;
    for (int f = 0; f < now.length; f++) {
      SpectralSamples.Sum sum = samples.sum(watched.get(f));
      now[f] = sum.value();
      double enough =
          Math.max(options.share() * sum.standardError(), options.relative() * Math.abs(now[f]));
      isStill = isStill && Math.abs(now[f] - before[f]) <= enough;
    }
    before = now;
    isConverged = isStill || !hasMore;
  }

  private void solveTridiagonals() {
    double[][] nodes = new double[probes][];
    double[][] weights = new double[probes][];
    workers.forRanges(
        probes,
        1,
        (worker, from, to) -> {
          for (int c = from; c < to; c++) {
            int size = 1;
            while (size < steps && offDiagonal[c][size - 1] > 0) {
              size++;
            }
            double[] matrix = new double[size * size];
            for (int j = 0; j < size; j++) {
              matrix[j * size + j] = diagonal[c][j];
              if (j > 0) {
                matrix[j * size + j - 1] = offDiagonal[c][j - 1];
              }
            }
            SymmetricEigen eigen = DenseAlgebra.symmetricEigen(matrix, size);
            nodes[c] = eigen.values();
            weights[c] = new double[size];
            for (int j = 0; j < size; j++) {
              double first = eigen.vectors()[j * size];
              weights[c][j] = squaredLengths[c] * first * first;
            }
          }
        });
    samples = new SpectralSamples(leading, nodes, weights);
  }

  /** Returns whether no further step is wanted. */
  boolean isDone() {
    return steps >= options.maxSteps() || isConverged || !hasMore;
  }

  /** Returns whether further steps would not have mattered. */
  boolean isConverged() {
    return isConverged;
  }

  /** Returns the number of steps. */
  int steps() {
    return steps;
  }

  /** Returns what the probes tell, once there was a step. */
  SpectralSamples samples() {
    return samples;
  }
}
