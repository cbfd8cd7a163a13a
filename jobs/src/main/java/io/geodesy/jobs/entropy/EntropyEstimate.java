package io.geodesy.jobs.entropy;

import io.geodesy.analysis.Estimate;
import io.geodesy.analysis.Numbers;
import io.geodesy.analysis.TableShape;
import java.util.List;

/** What {@code spectral-entropy} will cost. */
final class EntropyEstimate {
  private static final double EIGEN_RATE = 1e9;
  private static final double PAIR_RATE = 4e9;
  private static final double TILE_RATE = 4e10;
  private static final int USUAL_PRODUCTS = 20;

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
    if (isSampled) {
      seconds += USUAL_PRODUCTS * n * n * (d + 4 * parameters.probes()) / TILE_RATE / cores;
      memory += 8 * n * (7.0 * parameters.deflate() + 6.0 * parameters.probes());
    }
    String how =
        isStored
            ? isSampled
                ? "from all eigenvalues of the stored matrix and, beside it, by quadrature"
                : "from all eigenvalues of the stored matrix"
            : "by quadrature with %d random vectors and about %d products with a kernel of %s pairs that is never stored"
                .formatted(
                    parameters.probes(),
                    USUAL_PRODUCTS,
                    Numbers.count(shape.rows() * shape.rows() / 2));
    return new Estimate(
        List.of(
            "Measures the entropy of %s rows %s.".formatted(Numbers.count(shape.rows()), how),
            "With a label it does the same for every class and for %d random subsets of its size."
                .formatted(parameters.subsets())),
        (long) memory,
        seconds);
  }
}
