package io.geodesy.spectral;

import io.geodesy.kernel.Workers;
import io.geodesy.table.Kept;
import io.geodesy.table.PartitionItems;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.apache.spark.api.java.JavaRDD;

/**
 * {@link StochasticLanczosQuadrature} of an operator whose rows are on the executors: the same
 * probes, deflated by eigenvectors that are there too.
 *
 * <p>Cost: a product and one job a step. How long what is left of an image is follows from its
 * inner products, which keeps seven digits, as many as ghosts have. Executors hold six blocks of
 * {@code 8 n probes} bytes, on disk where memory is short. Class D0 for a given number of blocks.
 */
final class SpreadQuadrature {
  /** Below this share of the first one a Lanczos vector is rounding: the space has ended. */
  private static final double END = 1e-6;

  /** Steps whose blocks the next one is made from. */
  private static final int NEEDED = 3;

  private final GhostBlocks space;
  private final JavaRDD<double[]> leading;
  private final int probes;

  private SpreadQuadrature(GhostBlocks space, JavaRDD<double[]> leading, int probes) {
    this.space = space;
    this.leading = leading;
    this.probes = probes;
  }

  /**
   * Samples a spectrum.
   *
   * @param space beside the rows of the operator
   * @param leading eigenpairs to take exactly
   * @param options probes and steps
   * @param watched the functions whose sums decide when to stop
   */
  static SpectralSamples of(
      GhostBlocks space,
      SpreadEigenpairs leading,
      QuadratureOptions options,
      List<DoubleUnaryOperator> watched) {
    Deque<Kept> recent = new ArrayDeque<>();
    try {
      return new SpreadQuadrature(space, leading.vectors(), options.probes())
          .sample(leading.eigenvalues().values(), options, watched, recent);
    } finally {
      recent.forEach(Kept::close);
    }
  }

  private SpectralSamples sample(
      double[] values,
      QuadratureOptions options,
      List<DoubleUnaryOperator> watched,
      Deque<Kept> recent) {
    JavaRDD<double[]> signs = space.randomSigns(probes);
    double[] none = new double[probes];
    Products first = products(signs, signs);
    double[] lengths = first.left(none, none);
    for (int c = 0; c < probes; c++) {
      // What is left of a probe that lies in the deflated space is rounding.
      lengths[c] = lengths[c] > END * space.rows() ? lengths[c] : 0;
    }
    try (Workers alone = new Workers(1)) {
      ProbeQuadratures quadratures =
          new ProbeQuadratures(values, lengths, options, watched, END, alone);
      JavaRDD<double[]> current =
          begin(recent).keep(next(signs, signs, signs, first.inside, none, none, lengths));
      JavaRDD<double[]> previous = current;
      while (!quadratures.isDone()) {
        Kept step = begin(recent);
        JavaRDD<double[]> image = step.keep(space.product(current, probes));
        Products products = products(image, current);
        double[] beta = quadratures.couplings();
        double[] squares = products.left(products.along, beta);
        quadratures.add(products.along, squares);
        JavaRDD<double[]> next =
            step.keep(
                next(image, current, previous, products.inside, products.along, beta, squares));
        previous = current;
        current = next;
      }
      return quadratures.samples();
    }
  }

  /** Keeps what a step makes, and lets go of what no further step needs. */
  private static Kept begin(Deque<Kept> recent) {
    if (recent.size() > NEEDED) {
      recent.removeFirst().close();
    }
    recent.addLast(new Kept());
    return recent.getLast();
  }

  /**
   * Inner products of a block.
   *
   * @param inside with the deflated vectors, {@code deflated x probes}
   * @param along of equal columns of it and the current vectors
   * @param whole of its columns with themselves
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Products(double[] inside, double[] along, double[] whole) implements Serializable {
    static Products of(double[] x, double[] current, double[] deflated, int probes) {
      int rows = x.length / probes;
      int count = rows == 0 ? 0 : deflated.length / rows;
      Products sums =
          new Products(new double[count * probes], new double[probes], new double[probes]);
      for (int i = 0; i < rows; i++) {
        for (int c = 0; c < probes; c++) {
          double value = x[i * probes + c];
          sums.along[c] = Math.fma(value, current[i * probes + c], sums.along[c]);
          sums.whole[c] = Math.fma(value, value, sums.whole[c]);
        }
        for (int k = 0; k < count; k++) {
          double q = deflated[i * count + k];
          for (int c = 0; c < probes; c++) {
            sums.inside[k * probes + c] =
                Math.fma(q, x[i * probes + c], sums.inside[k * probes + c]);
          }
        }
      }
      return sums;
    }

    /** Adds those of the next block; a block without rows has none with deflated vectors. */
    Products plus(Products other) {
      return new Products(
          inside.length == 0 ? other.inside : sum(inside, other.inside),
          sum(along, other.along),
          sum(whole, other.whole));
    }

    private static double[] sum(double[] a, double[] b) {
      double[] sum = a.clone();
      for (int i = 0; i < b.length; i++) {
        sum[i] += b[i];
      }
      return sum;
    }

    /** Returns the squared lengths of columns without their parts along orthonormal vectors. */
    double[] left(double[] alpha, double[] beta) {
      double[] left = new double[whole.length];
      for (int c = 0; c < left.length; c++) {
        left[c] = whole[c] - alpha[c] * alpha[c] - beta[c] * beta[c];
        for (int at = c; at < inside.length; at += left.length) {
          left[c] -= inside[at] * inside[at];
        }
        left[c] = Math.max(0, left[c]);
      }
      return left;
    }
  }

  private Products products(JavaRDD<double[]> x, JavaRDD<double[]> current) {
    int width = probes;
    return x
        .zip(current)
        .zipPartitions(
            leading,
            (pair, vectors) -> {
              var own = pair.next();
              return PartitionItems.one(Products.of(own._1(), own._2(), vectors.next(), width));
            })
        .collect()
        .stream()
        .reduce(Products::plus)
        .orElseThrow();
  }

  /** Takes parts off a block and divides its columns by lengths, those of no length by infinity. */
  private JavaRDD<double[]> next(
      JavaRDD<double[]> image,
      JavaRDD<double[]> current,
      JavaRDD<double[]> previous,
      double[] inside,
      double[] alpha,
      double[] beta,
      double[] squares) {
    int width = probes;
    return image
        .zip(current.zip(previous))
        .zipPartitions(
            leading,
            (blocks, vectors) -> {
              var own = blocks.next();
              double[] next = own._1().clone();
              double[] deflated = vectors.next();
              int count = inside.length / width;
              for (int at = 0; at < next.length; at++) {
                int c = at % width;
                double value =
                    next[at] - alpha[c] * own._2()._1()[at] - beta[c] * own._2()._2()[at];
                for (int k = 0; k < count; k++) {
                  value -= deflated[at / width * count + k] * inside[k * width + c];
                }
                next[at] = squares[c] > 0 ? value / Math.sqrt(squares[c]) : 0;
              }
              return PartitionItems.one(next);
            });
  }
}
