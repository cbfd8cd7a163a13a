package io.geodesy.jobs.entropy;

import io.geodesy.analysis.Estimate;
import io.geodesy.analysis.Numbers;
import io.geodesy.analysis.TableShape;
import io.geodesy.kernel.GaussianTiles;
import io.geodesy.spectral.BlockQuadrature;
import java.util.ArrayList;
import java.util.List;

/** What {@code spectral-entropy} will cost. */
final class EntropyEstimate {
  private static final double EIGEN_RATE = 1e9;
  private static final double PAIR_RATE = 4e9;

  /** From a run on 70 000 rows. */
  private static final double TILE_RATE = 8e10;

  /** Row sums and what a block takes to converge; 7 to 12 on the tables of docs/performance.md. */
  private static final int USUAL_PRODUCTS = 10;

  /** What an exponential costs, in operations of a tile. */
  private static final double EXPONENTIAL = 40;

  /** Classes for which the cost of a label is given as an example. */
  private static final int CLASSES = 10;

  private EntropyEstimate() {}

  static Estimate of(SpectralEntropyParameters parameters, TableShape shape) {
    double n = shape.rows();
    double d = shape.dim();
    double memory = 12 * n * d;
    int cores = Math.max(1, shape.cores());
    if (!parameters.variant().isSpectral()) {
      double pairs = parameters.variant() == Variant.ENTRIES ? 6 * n * n * d : n * d;
      return new Estimate(
          List.of(
              "Measures the entropy of %s rows, variant %s; with a label also of every class and of %d random subsets of its size."
                  .formatted(
                      Numbers.count(shape.rows()),
                      EntropyRows.name(parameters.variant()),
                      parameters.subsets())),
          (long) memory,
          2 + pairs / PAIR_RATE / cores);
    }
    boolean isStored = n <= parameters.maxExact() && parameters.mode() != Mode.SCALABLE;
    boolean isSampled = !(isStored && parameters.mode() == Mode.EXACT);
    double seconds = 2;
    if (isStored) {
      seconds += 1.5 * n * n * d / PAIR_RATE / cores + 4.0 / 3 * n * n * n / EIGEN_RATE;
      memory += 16 * n * n;
    }
    List<String> plan = new ArrayList<>();
    if (isStored) {
      plan.add(
          "Measures the entropy of %s rows from all eigenvalues of the stored matrix%s."
              .formatted(
                  Numbers.count(shape.rows()), isSampled ? " and, beside it, by quadrature" : ""));
    }
    if (isSampled && parameters.variant().isGaussian()) {
      double wide = wideSeconds(parameters, n, d) / cores;
      seconds += wide;
      memory += BlockQuadrature.bytes(shape.rows(), QuadratureMeasure.options(parameters, (int) n));
      memory += Math.min(GaussianTiles.keptBytes(shape.rows()), QuadratureMeasure.MOST_KEPT_BYTES);
      plan.add(
          "By quadrature %s rows with a wide kernel take about %d products with the weights of %s pairs, made anew for each, that %d random vectors share: %s of this time; fewer axes than %d are enough where the bandwidth is wide beside most of them. Where the bandwidth joins fewer than %d pairs a row, one pass over the pairs finds them all, in about %s."
              .formatted(
                  Numbers.count(shape.rows()),
                  USUAL_PRODUCTS,
                  Numbers.count(shape.rows() * (shape.rows() - 1) / 2),
                  QuadratureMeasure.options(parameters, (int) n).probes(),
                  duration(wide),
                  shape.dim(),
                  QuadratureMeasure.FEW_PAIRS,
                  duration(narrowSeconds(n, d) / cores)));
    } else if (isSampled) {
      seconds += 1.5 * n * n * d / PAIR_RATE / cores;
      memory += BlockQuadrature.bytes(shape.rows(), QuadratureMeasure.options(parameters, (int) n));
      plan.add(
          "By quadrature it takes one pass over the distances of all %s pairs and products with the links it finds."
              .formatted(Numbers.count(shape.rows() * (shape.rows() - 1) / 2)));
    }
    plan.add(
        "With a label, which the time does not count, it does the same for every class and for %d random subsets of its size: for %d equal classes %s times the work of the table."
            .formatted(
                parameters.subsets(),
                CLASSES,
                Numbers.decimal((parameters.subsets() + 1.0) / CLASSES, 2)));
    return new Estimate(plan, (long) memory, seconds);
  }

  /** One core's seconds where most pairs weigh something. */
  private static double wideSeconds(SpectralEntropyParameters parameters, double n, double d) {
    double made = d + EXPONENTIAL;
    double used = 2.0 * QuadratureMeasure.options(parameters, (int) n).probes();
    boolean isKept = GaussianTiles.keptBytes((long) n) <= QuadratureMeasure.MOST_KEPT_BYTES;
    return n * n * ((isKept ? 1 : USUAL_PRODUCTS) * made + USUAL_PRODUCTS * used) / TILE_RATE;
  }

  /** One core's seconds where few pairs do. */
  private static double narrowSeconds(double n, double d) {
    return n * n * ReducedRows.sieveColumns((long) n, (int) d) / TILE_RATE;
  }

  private static String duration(double seconds) {
    return seconds < 90
        ? Numbers.decimal(Math.max(1, Math.ceil(seconds)), 2) + " s"
        : Numbers.decimal(Math.ceil(seconds / 60), 2) + " min";
  }
}
