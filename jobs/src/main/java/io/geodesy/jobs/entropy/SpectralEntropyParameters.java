package io.geodesy.jobs.entropy;

import io.geodesy.analysis.Bounds;
import io.geodesy.analysis.Parameter;
import io.geodesy.error.ConfigException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Parameters of {@code spectral-entropy}. */
record SpectralEntropyParameters(
    @Parameter(
            doc =
                "What the entropy is taken of: the spectrum of the kernel normalised once (code) or of the random walk on it (paper), the entries of the kernel, the rows cut in two along every column (shannon), or the spectrum of links to nearest neighbours (knn).",
            value = "code",
            why = "the number the reference code prints, so that published values can be compared")
        Variant variant,
    @Parameter(
            doc =
                "Width of the Gaussian in the unit of the vectors: a number above 0, or median for the median distance of rows.",
            value = "10",
            why =
                "that of the paper; where the saturation nears 1 or 0 take a quarter to a half of the median distance, which the report names: with the median itself t = 1 alone says something")
        String bandwidth,
    @Parameter(
            doc =
                "Diffusion times: eigenvalues are raised to each; greater ones see coarser modes.",
            value = "1,2,4,8,16,32,64",
            min = 1e-9,
            max = 1000,
            why = "1 is the paper's; the others come from the same eigenvalues for free")
        List<Double> t,
    @Parameter(
            doc =
                "All eigenvalues of the stored matrix (exact), a quadrature that stores none (scalable), or both side by side up to max-exact rows (auto).",
            value = "auto",
            why = "where both are cheap, each checks the other")
        Mode mode,
    @Parameter(
            doc =
                "Most rows whose matrix is stored; larger groups are measured by quadrature, never by a sample.",
            value = "3000",
            min = 100,
            max = 20000,
            why = "eigenvalues take one core and grow with the cube of the rows")
        int maxExact,
    @Parameter(
            doc = "Random vectors of the quadrature; at least 64 from 20,000 rows on.",
            value = "32",
            min = 4,
            max = 512,
            why = "within 0.01 bits of the exact value on the tables of the tests")
        int probes,
    @Parameter(
            doc = "Most products of the quadrature, which all random vectors share.",
            value = "80",
            min = 10,
            max = 400,
            why =
                "it stops by itself, usually after 7 to 12, when a further one moves no entropy by more than half its error or a thousandth")
        int steps,
    @Parameter(
            doc = "Leading eigenvalues that the quadrature takes exactly, at most.",
            value = "64",
            min = 0,
            max = 512,
            why = "they come from the same products; sampled, they are off by 0.05 bits and more")
        int deflate,
    @Parameter(doc = "Neighbours of a row in variant knn.", value = "10", min = 1, max = 500)
        int neighbors,
    @Parameter(
            doc =
                "Random subsets, as large as a class, whose mean entropy the class is compared with.",
            value = "5",
            min = 1,
            max = 50,
            why = "that of the paper")
        int subsets,
    @Parameter(
            doc = "Bins of equal width into which a continuous reference column is cut.",
            value = "10",
            min = 2,
            max = 1000)
        int bins,
    @Parameter(
            doc =
                "Column of the input, beside label, with which information is shared: whole numbers and texts are classes, other numbers are cut into bins; auto takes label if there is one.",
            value = "auto")
        Optional<String> referenceColumn) {
  private static final String MEDIAN = "median";

  /** Checks the bounds. */
  SpectralEntropyParameters {
    t = List.copyOf(t);
    Bounds.check(SpectralEntropyParameters.class, "t", t);
    Bounds.check(SpectralEntropyParameters.class, "maxExact", maxExact);
    Bounds.check(SpectralEntropyParameters.class, "probes", probes);
    Bounds.check(SpectralEntropyParameters.class, "steps", steps);
    Bounds.check(SpectralEntropyParameters.class, "deflate", deflate);
    Bounds.check(SpectralEntropyParameters.class, "neighbors", neighbors);
    Bounds.check(SpectralEntropyParameters.class, "subsets", subsets);
    Bounds.check(SpectralEntropyParameters.class, "bins", bins);
    if (t.isEmpty()) {
      throw new ConfigException(
          "t is empty: name at least one diffusion time, for instance t = 1.");
    }
    if (new HashSet<>(t).size() < t.size()) {
      throw new ConfigException("t names a diffusion time twice: %s.".formatted(t));
    }
    width(bandwidth);
  }

  /** Returns the bandwidth, empty if it is the median distance. */
  OptionalDouble width() {
    return width(bandwidth);
  }

  private static OptionalDouble width(String text) {
    if (text.equals(MEDIAN)) {
      return OptionalDouble.empty();
    }
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      value = Double.NaN;
    }
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new ConfigException(
          "bandwidth is %s but must be a number above 0 or median.".formatted(text));
    }
    return OptionalDouble.of(value);
  }
}
