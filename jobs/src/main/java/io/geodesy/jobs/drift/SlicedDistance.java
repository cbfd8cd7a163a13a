package io.geodesy.jobs.drift;

import io.geodesy.kernel.DotProducts;
import io.geodesy.kernel.IndexSort;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.table.Statistic;

/**
 * The sliced Wasserstein distance of order 1: the mean over random directions of the area between
 * the two distribution functions of the projected rows, in the unit of the vectors; with a
 * permutation test over rows.
 *
 * <p>Works on the sampled rows m: {@code 2 m dim} operations and a sort a direction, {@code m}
 * steps a direction and permutation on all threads. The interval is a jackknife over {@value
 * #BLOCKS} blocks of rows. Determinism class D0.
 *
 * <p>Paper: N. Bonneel, J. Rabin, G. Peyre, H. Pfister, Sliced and Radon Wasserstein Barycenters of
 * Measures, 2015. Differs from the paper: order 1, which needs no equal numbers of rows.
 */
final class SlicedDistance {
  static final String NAME = "sliced-wasserstein";
  private static final int BLOCKS = 20;

  private SlicedDistance() {}

  static Measure of(SamplePair samples, int projections, int permutations, Workers workers) {
    int n1 = samples.referenceRows();
    int n2 = samples.currentRows();
    int n = n1 + n2;
    if (n1 < BLOCKS || n2 < BLOCKS) {
      return Measure.undefined(NAME, n1, n2, "it needs %d rows of each table".formatted(BLOCKS));
    }
    byte[][] sides = sides(n1, n, permutations, samples.seed());
    double[][] found = new double[projections][permutations + 1];
    double[][] without = new double[projections][BLOCKS];
    long stream = SeededStream.derive(samples.seed(), "projections");
    workers.forRanges(
        projections,
        1,
        (worker, from, to) -> {
          for (int p = from; p < to; p++) {
            double[] values = projected(samples, direction(stream, p, samples.dim()));
            int[] order = IndexSort.sorted(n, (a, b) -> Double.compare(values[a], values[b]));
            double[] gaps = new double[n];
            for (int i = 0; i + 1 < n; i++) {
              gaps[i] = values[order[i + 1]] - values[order[i]];
            }
            for (int q = 0; q <= permutations; q++) {
              found[p][q] = area(order, gaps, sides[q], n1, n2);
            }
            for (int block = 0; block < BLOCKS; block++) {
              without[p][block] = areaWithout(values, order, n1, n2, block);
            }
          }
        });
    double[] mean = new double[permutations + 1];
    for (double[] one : found) {
      for (int q = 0; q <= permutations; q++) {
        mean[q] += one[q] / projections;
      }
    }
    int reached = 1;
    double none = 0;
    for (int q = 1; q <= permutations; q++) {
      reached += mean[q] >= mean[0] * (1 - 1e-12) ? 1 : 0;
      none += mean[q] / permutations;
    }
    double error = error(without, projections);
    return new Measure(
        NAME,
        mean[0],
        Math.max(0, mean[0] - Statistic.NORMAL_95 * error),
        mean[0] + Statistic.NORMAL_95 * error,
        none,
        reached / (permutations + 1.0),
        n1,
        n2,
        "order 1, %d directions, on sampled rows; never 0 by chance: judge it beside under_no_drift"
            .formatted(projections));
  }

  private static byte[][] sides(int n1, int n, int permutations, long seed) {
    byte[][] sides = new byte[permutations + 1][n];
    for (int i = n1; i < n; i++) {
      sides[0][i] = 1;
    }
    for (int q = 1; q <= permutations; q++) {
      int[] order = SamplePair.shuffle(n, SeededStream.derive(seed, "rows"), q);
      for (int i = n1; i < n; i++) {
        sides[q][order[i]] = 1;
      }
    }
    return sides;
  }

  private static double[] direction(long stream, int number, int dim) {
    double[] direction = new double[dim];
    double norm = 0;
    for (int c = 0; c < dim; c++) {
      direction[c] = SeededStream.normal(stream, (long) number * (dim + (dim & 1)) + c);
      norm += direction[c] * direction[c];
    }
    for (int c = 0; c < dim; c++) {
      direction[c] /= Math.sqrt(norm);
    }
    return direction;
  }

  private static double[] projected(SamplePair samples, double[] direction) {
    int dim = samples.dim();
    double[] values = new double[samples.rows()];
    double[] row = new double[dim];
    for (int i = 0; i < values.length; i++) {
      for (int c = 0; c < dim; c++) {
        row[c] = samples.value(i, c);
      }
      values[i] = DotProducts.product(row, 0, direction, 0, dim);
    }
    return values;
  }

  private static double area(int[] order, double[] gaps, byte[] side, int n1, int n2) {
    double first = 1.0 / n1;
    double second = 1.0 / n2;
    int of2 = 0;
    double area = 0;
    for (int i = 0; i + 1 < order.length; i++) {
      of2 += side[order[i]];
      area += Math.abs((i + 1 - of2) * first - of2 * second) * gaps[i];
    }
    return area;
  }

  private static double areaWithout(double[] values, int[] order, int n1, int n2, int block) {
    int left1 = n1 - (end(block, n1) - end(block - 1, n1));
    int left2 = n2 - (end(block, n2) - end(block - 1, n2));
    int of1 = 0;
    int of2 = 0;
    double area = 0;
    double before = Double.NaN;
    for (int row : order) {
      boolean isFirst = row < n1;
      int at = isFirst ? row : row - n1;
      int size = isFirst ? n1 : n2;
      if (at >= end(block - 1, size) && at < end(block, size)) {
        continue;
      }
      if (of1 + of2 > 0) {
        area += Math.abs(of1 / (double) left1 - of2 / (double) left2) * (values[row] - before);
      }
      before = values[row];
      of1 += isFirst ? 1 : 0;
      of2 += isFirst ? 0 : 1;
    }
    return area;
  }

  private static int end(int block, int rows) {
    return (int) ((long) rows * (block + 1) / BLOCKS);
  }

  private static double error(double[][] without, int projections) {
    double sum = 0;
    double squares = 0;
    for (int block = 0; block < BLOCKS; block++) {
      double mean = 0;
      for (double[] one : without) {
        mean += one[block] / projections;
      }
      sum += mean;
      squares += mean * mean;
    }
    return Math.sqrt(Math.max(0, squares - sum * sum / BLOCKS) * (BLOCKS - 1.0) / BLOCKS);
  }
}
