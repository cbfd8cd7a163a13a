package io.geodesy.jobs.probe;

import io.geodesy.analysis.Progress;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.TallBlocks;
import io.geodesy.kernel.Workers;

/**
 * Random functions on the rows, smoothed: {@code F = W^t f_0}, {@code n x m} float64 in blocks of
 * {@value #WIDTH} columns; columns beyond m are zero.
 *
 * <p>Cost: {@code 2 t k n m} operations, {@code 8 n m} bytes. An entry of {@code f_0} is a pure
 * function of a key of its row and its column: determinism class D0.
 */
final class SmoothProbes {
  static final int WIDTH = 40;

  private final double[][] blocks;
  private final int n;
  private final int count;

  private SmoothProbes(double[][] blocks, int n, int count) {
    this.blocks = blocks;
    this.n = n;
    this.count = count;
  }

  /**
   * Draws and smooths.
   *
   * @param smoother W
   * @param parameters probes, steps, family
   * @param rowKeys a well-mixed key a row
   * @param workers share the rows
   * @param progress told how far it is
   */
  static SmoothProbes of(
      Smoother smoother,
      ProbeParameters parameters,
      long[] rowKeys,
      Workers workers,
      Progress progress) {
    int n = smoother.rows();
    int count = parameters.probes();
    double[][] blocks = new double[(count + WIDTH - 1) / WIDTH][];
    double[] other = new double[n * WIDTH];
    for (int b = 0; b < blocks.length; b++) {
      double[] block = new double[n * WIDTH];
      for (int i = 0; i < n; i++) {
        for (int c = 0; c < Math.min(WIDTH, count - b * WIDTH); c++) {
          block[i * WIDTH + c] = draw(parameters.probeFamily(), rowKeys[i], b * WIDTH + c);
        }
      }
      for (int step = 0; step < parameters.steps(); step++) {
        smoother.apply(block, other, WIDTH, workers);
        double[] done = other;
        other = block;
        block = done;
      }
      blocks[b] = block;
      progress.advance(b + 1, blocks.length);
    }
    return new SmoothProbes(blocks, n, count);
  }

  private static double draw(ProbeFamily family, long key, int column) {
    return switch (family) {
      case UNIFORM -> 2 * SeededStream.uniform(key, column) - 1;
      case RADEMACHER -> SeededStream.bits(key, column) < 0 ? -1 : 1;
    };
  }

  int rows() {
    return n;
  }

  int count() {
    return count;
  }

  double value(int row, int probe) {
    return blocks[probe / WIDTH][row * WIDTH + probe % WIDTH];
  }

  /** Returns {@code F'F}, {@code m x m}, for m rounded up to whole blocks. */
  double[] gram(Workers workers) {
    int size = paddedCount();
    double[] gram = new double[size * size];
    for (int b = 0; b < blocks.length; b++) {
      double[] strip = TallBlocks.gram(blocks, b + 1, blocks[b], n, WIDTH, workers);
      for (int r = 0; r < (b + 1) * WIDTH; r++) {
        for (int c = 0; c < WIDTH; c++) {
          gram[r * size + b * WIDTH + c] = strip[r * WIDTH + c];
          gram[(b * WIDTH + c) * size + r] = strip[r * WIDTH + c];
        }
      }
    }
    return gram;
  }

  int paddedCount() {
    return blocks.length * WIDTH;
  }

  /** Returns {@code F F'}, {@code n x n}: its triangle {@code column <= row}. */
  double[] outerGram(Workers workers) {
    double[] gram = new double[n * n];
    workers.forRanges(
        n,
        16,
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            for (int j = 0; j <= i; j++) {
              double sum = 0;
              for (double[] block : blocks) {
                for (int c = 0; c < WIDTH; c++) {
                  sum = Math.fma(block[i * WIDTH + c], block[j * WIDTH + c], sum);
                }
              }
              gram[i * n + j] = sum;
            }
          }
        });
    return gram;
  }

  /**
   * Returns {@code F B}.
   *
   * @param matrix B, {@code paddedCount x columns}
   * @param columns of B
   */
  double[] times(double[] matrix, int columns, Workers workers) {
    double[] result = new double[n * columns];
    workers.forRanges(
        n,
        256,
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            for (int b = 0; b < blocks.length; b++) {
              for (int c = 0; c < WIDTH; c++) {
                double value = blocks[b][i * WIDTH + c];
                int at = (b * WIDTH + c) * columns;
                for (int k = 0; k < columns; k++) {
                  result[i * columns + k] =
                      Math.fma(value, matrix[at + k], result[i * columns + k]);
                }
              }
            }
          }
        });
    return result;
  }

  /**
   * Returns the inner products of some functions with all probes, {@code columns x m}.
   *
   * @param functions {@code n x columns}
   * @param columns functions
   */
  double[] products(double[] functions, int columns, Workers workers) {
    double[] result = new double[columns * count];
    workers.forRanges(
        blocks.length,
        1,
        (worker, from, to) -> {
          for (int b = from; b < to; b++) {
            int width = Math.min(WIDTH, count - b * WIDTH);
            for (int i = 0; i < n; i++) {
              for (int k = 0; k < columns; k++) {
                double f = functions[i * columns + k];
                int at = k * count + b * WIDTH;
                for (int c = 0; c < width; c++) {
                  result[at + c] = Math.fma(f, blocks[b][i * WIDTH + c], result[at + c]);
                }
              }
            }
          }
        });
    return result;
  }

  /** Returns for every probe {@code sum_i weight_i F_i^2}. */
  double[] weightedSquares(double[] weight) {
    double[] result = new double[count];
    for (int p = 0; p < count; p++) {
      for (int i = 0; i < n; i++) {
        double f = value(i, p);
        result[p] = Math.fma(weight[i] * f, f, result[p]);
      }
    }
    return result;
  }
}
