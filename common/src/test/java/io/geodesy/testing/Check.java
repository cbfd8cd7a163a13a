package io.geodesy.testing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * The numeric checks that diffusion operators and the analyses built on them must pass, each made
 * by a test that calls {@link #got}: closed forms, values of the papers, agreement of two ways to
 * the same number. {@code docs/correctness.md} lists them all; see {@link CorrectnessPage}.
 *
 * <p>A check may be made several times, for instance by a parameterised test: the worst value
 * counts.
 */
public enum Check {
  RING_SPECTRUM(
      Topic.DIFFUSION, "1", "rings of 12 and 1 001 rows, 9 eigenvalues: cos(2 pi j / n)", 1e-10),
  TORUS_SPECTRUM(
      Topic.DIFFUSION, "1", "tori up to 40 x 43, 17 or 40 eigenvalues: means of cosines", 1e-10),
  HYPERCUBE_SPECTRUM(
      Topic.DIFFUSION,
      "1",
      "hypercubes of 4, 10 and 12 dimensions, up to 64 eigenvalues: 1 - 2 j / d, C(d, j) copies",
      1e-10),
  PATH_SPECTRUM(
      Topic.DIFFUSION, "1", "paths of 5 and 600 rows, 5 eigenvalues: cos(pi j / (n - 1))", 1e-10),
  COMPLETE_SPECTRUM(
      Topic.DIFFUSION, "1", "complete graphs up to 400 rows: 1, then -1 / (n - 1)", 1e-10),
  STAR_SPECTRUM(Topic.DIFFUSION, "1", "stars of 3 and 500 rows: 1, then 0", 1e-10),
  UNIT_COPIES(
      Topic.DIFFUSION, "1", "seven rings: eigenvalues of 1 among the first ten", Rule.IS, 7, 0),
  RING_WALK_HEAT(
      Topic.DIFFUSION,
      "1",
      "ring of 101 rows, exp(-t (I - T)), t = 0.3, 7, 150: Bessel sum",
      1e-10),
  GHOST_PRODUCT(
      Topic.DIFFUSION,
      "1",
      "T X by exchange of float32 ghost rows against float64 in the driver",
      1e-5),
  CIRCLE_RATIOS_MAX(
      Topic.DIFFUSION,
      "2",
      "circle, fixed kernel, alpha 1: eigenvalue ratios, largest error",
      .008),
  CIRCLE_RATIOS_MEAN(Topic.DIFFUSION, "2", "the same, mean error", .006),
  TORUS_RATIOS_MAX(
      Topic.DIFFUSION,
      "2",
      "flat torus, 5 000 points, k = 64, fixed kernel, alpha 1: largest error",
      .038),
  TORUS_RATIOS_MEAN(Topic.DIFFUSION, "2", "the same, mean error", .018),
  SPHERE_RATIOS_MAX(
      Topic.DIFFUSION,
      "2",
      "sphere, 5 000 points, k = 64, fixed kernel, alpha 1: largest error",
      .044),
  SPHERE_RATIOS_MEAN(Topic.DIFFUSION, "2", "the same, mean error", .018),
  SPHERE_ALPHA0_RATIOS_MAX(
      Topic.DIFFUSION, "2", "sphere, fixed kernel, alpha 0: largest error", .198),
  SPHERE_ALPHA0_RATIOS_MEAN(Topic.DIFFUSION, "2", "the same, mean error", .074),
  SPHERE_SELF_TUNED_RATIOS_MAX(
      Topic.DIFFUSION, "2", "sphere, self-tuned kernel, alpha 1: largest error", .07),
  SPHERE_SELF_TUNED_RATIOS_MEAN(Topic.DIFFUSION, "2", "the same, mean error", .03),
  STRIP_RATIOS_MAX(
      Topic.DIFFUSION,
      "2",
      "strip [0, 2 pi], fixed kernel, alpha 1: ratios 1, 4, 9, 16, largest error",
      .008),
  UNEVEN_STEP_MEAN(
      Topic.DIFFUSION,
      "3",
      "sphere, one half 7 times as dense, 4 000 points, k = 128, variable kernel: mean error of ratios",
      .06),
  UNEVEN_STEP_GAIN(
      Topic.DIFFUSION,
      "3",
      "the same: mean error of the fixed kernel over that of the variable one",
      Rule.AT_LEAST,
      2,
      0),
  UNEVEN_SMOOTH_MEAN(
      Topic.DIFFUSION,
      "3",
      "sphere, density growing by 20 from pole to pole, variable kernel: mean error of ratios",
      .06),
  UNEVEN_SMOOTH_GAIN(
      Topic.DIFFUSION,
      "3",
      "the same: mean error of the fixed kernel over that of the variable one",
      Rule.AT_LEAST,
      2,
      0),
  ROLL_HEAT_SPEARMAN(
      Topic.DIFFUSION,
      "4",
      "swiss roll of 10 000 points, k = 15, t = 1 000, 40 sources: Spearman of heat distances with the unrolled strip",
      Rule.AT_LEAST,
      .95,
      0),
  ROLL_FIRST_COORDINATE(
      Topic.DIFFUSION,
      "4",
      "the same roll: absolute Spearman of the first diffusion coordinate with arc length",
      Rule.AT_LEAST,
      .995,
      0),
  LINEAR_KERNEL(
      Topic.DIFFUSION,
      "5",
      "(1 + cos) / 2 of 500 x 10 rows in two passes against the dense problem: eigenvalues",
      1e-10),
  BACK_END_VALUES(Topic.DIFFUSION, "6", "broadcast and ghost against local: eigenvalues", 1e-6),
  BACK_END_SUBSPACE(
      Topic.DIFFUSION, "6", "the same: part of a vector outside the local subspace", 1e-4),
  BACK_END_BYTES(
      Topic.DIFFUSION,
      "6",
      "bytes that Spark writes in a product over 4 bytes a ghost row and column",
      Rule.IS,
      1,
      .1),
  PERMUTED_ROWS(Topic.DIFFUSION, "6", "eigenvalues of permuted rows", 1e-12),
  TRACE_OF_SQUARES(
      Topic.DIFFUSION, "7", "quadrature with 32 vectors, 5 000 rows, tr T^2: relative error", .01),

  HEAT_RING_H0(Topic.HEAT, "1", "ring of 64 rows, t = 4: heat left", Rule.IS, .1434317819, 1e-6),
  HEAT_RING_H1(Topic.HEAT, "1", "the same: one row on", Rule.IS, .1341424933, 1e-6),
  HEAT_RING_H5(Topic.HEAT, "1", "the same: five rows on", Rule.IS, .0286940660, 1e-6),
  HEAT_RING_D1_PLAIN(Topic.HEAT, "1", "distance one row on, sigma = 0", Rule.IS, 5.669360, 1e-6),
  HEAT_RING_D5_PLAIN(Topic.HEAT, "1", "distance five rows on, sigma = 0", Rule.IS, 7.537708, 1e-6),
  HEAT_RING_D1(Topic.HEAT, "1", "distance one row on, sigma = 1", Rule.IS, 1.035041, 1e-6),
  HEAT_RING_D5(Topic.HEAT, "1", "distance five rows on, sigma = 1", Rule.IS, 5.074121, 1e-6),
  HEAT_RING_D0(Topic.HEAT, "1", "distance of a row from itself, sigma = 1", 1e-6),
  CHEBYSHEV_DEGREE_10(Topic.HEAT, "1", "Chebyshev of degree 10: error", Rule.IS, 1.3e-4, 6.5e-5),
  CHEBYSHEV_DEGREE_20(Topic.HEAT, "1", "Chebyshev of degree 20: error", Rule.IS, 5.9e-11, 3e-11),
  CHEBYSHEV_DEGREE_30(Topic.HEAT, "1", "Chebyshev of degree 30: error", 1.05e-15),
  EULER_30(Topic.HEAT, "1", "30 implicit Euler steps: error", Rule.IS, 1.98e-3, 1.98e-4),
  ROLL_SPEARMAN(
      Topic.HEAT,
      "2",
      "swiss roll of 1 000 points, two draws, exact filter, all pairs, t = 50: Spearman",
      Rule.AT_LEAST,
      .988,
      0),
  ROLL_PEARSON(Topic.HEAT, "2", "the same: Pearson", Rule.AT_LEAST, .988, 0),
  ROLL_PRECISION(
      Topic.HEAT, "2", "the same: true ones among the 20 nearest", Rule.AT_LEAST, .55, 0),
  CHEBYSHEV_EQUALS_EXACT(
      Topic.HEAT,
      "3",
      "1 000 rows, t = 0.05, 5, 50, 500: Chebyshev to 1e-10 against all eigenpairs",
      1e-8),
  HEAT_ROW_SUMS(Topic.HEAT, "4", "row sums of H less 1", 1e-9),
  HEAT_SYMMETRY(Topic.HEAT, "4", "H less its transpose", 1e-9),
  HEAT_SEMIGROUP(Topic.HEAT, "4", "H_2 H_3 less H_5", 1e-9),
  ENTROPY_NEVER_FALLS(
      Topic.HEAT, "5", "two heaps of 80 rows: largest fall of entropy from t to t", 1e-9),
  ENTROPY_LIMIT(Topic.HEAT, "5", "the same: entropy at the end, ln 80", Rule.IS, Math.log(80), .1),

  PROBE_CLOSED_FORM(
      Topic.PROBE,
      "1",
      "600 points on a circle: lambda_j^80 against 1, .855, .534, .243, .080, .019",
      1e-3),
  PROBE_RATIOS(
      Topic.PROBE, "1", "1 000 probes, 40 steps: squared singular values against the same", .08),
  PROBE_SPAN_40(
      Topic.PROBE,
      "1",
      "40 steps: least cosine with the nine slowest waves",
      Rule.AT_LEAST,
      .99,
      0),
  PROBE_SPAN_200(
      Topic.PROBE,
      "1",
      "200 steps: least cosine with the nine slowest waves",
      Rule.AT_LEAST,
      .9999,
      0),
  PROBE_WAVE(Topic.PROBE, "2", "W^30 cos(3 u) over lambda_3^30, less cos(3 u)", 1e-12),
  PROBE_ENERGY(Topic.PROBE, "3", "error of six terms less what they leave uncaptured", 1e-10),
  PROBE_ROTATIONS(
      Topic.PROBE,
      "3",
      "least error of five rotated bases less that of the basis",
      Rule.AT_LEAST,
      0,
      0),
  PROBE_CIRCLES(
      Topic.PROBE,
      "4",
      "three circles: least cosine of the first three with their indicators",
      Rule.AT_LEAST,
      .999,
      0),
  PROBE_DENSITY(Topic.PROBE, "4", "the same: sum of the density less 1", 1e-10),

  ENTROPY_CODE_1(
      Topic.ENTROPY,
      "1",
      "600 x 10 normal rows, variant code, bandwidth 2, t = 1",
      Rule.IS,
      7.2287819223437655,
      1e-9),
  ENTROPY_CODE_2(Topic.ENTROPY, "1", "the same, t = 2", Rule.IS, 2.9363421918070673, 1e-9),
  ENTROPY_CODE_WIDE(Topic.ENTROPY, "1", "bandwidth 10, t = 1", Rule.IS, 0.7899446640588346, 1e-9),
  ENTROPY_PAPER(Topic.ENTROPY, "2", "variant paper, bandwidth 2, t = 2", Rule.IS, 3.5888, 1e-4),
  ENTROPY_CLUSTERS(Topic.ENTROPY, "3", "eight tight clusters: entropy", Rule.IS, 3.000167, 1e-6),
  INFORMATION_CLUSTERS(
      Topic.ENTROPY, "3", "eight tight clusters: bits shared with the label", Rule.IS, 3, .002),
  QUADRATURE_CODE(Topic.ENTROPY, "4", "quadrature on check 1: largest error in bits", .02),
  QUADRATURE_PAPER(Topic.ENTROPY, "4", "quadrature on check 2", .02),
  QUADRATURE_CLUSTERS(Topic.ENTROPY, "4", "quadrature on check 3, entropy and shared bits", .02),
  ENTROPY_INVARIANCE(
      Topic.ENTROPY,
      "5",
      "rows moved, turned, reordered, scaled together with the bandwidth: change in bits",
      1e-9),
  ENTROPY_NARROW(Topic.ENTROPY, "6", "128 rows, bandwidth near 0: log2 128", Rule.IS, 7, 1e-9),
  ENTROPY_WIDE(Topic.ENTROPY, "6", "128 rows, bandwidth without end: nothing", 1e-6);

  /** What a check belongs to: a section of the page. */
  enum Topic {
    DIFFUSION(
        "Operators, spectra, heat and spectral sums",
        "`diffusion-map`, `linear-diffusion-map`, `diffuse`: R. Coifman, S. Lafon, ACHA 2006; T. Berry, J. Harlim, ACHA 2016."),
    HEAT(
        "Heat distances",
        "`heat-geodesic`: G. Huguet et al., A Heat Diffusion Perspective on Geodesic Preserving Dimensionality Reduction, NeurIPS 2023."),
    PROBE(
        "Eigenmaps from smooth probes",
        "`probe-eigenmaps`: Learning Eigenstructures of Unstructured Data Manifolds, arXiv 2512.01103."),
    ENTROPY("Spectral entropy", "`spectral-entropy`: D. Liao et al., CISS 2024, arXiv 2312.04823.");

    private final String title;
    private final String source;

    Topic(String title, String source) {
      this.title = title;
      this.source = source;
    }

    String title() {
      return title;
    }

    String source() {
      return source;
    }
  }

  /** How a value is compared with what is expected. */
  enum Rule {
    /** Within the tolerance. */
    IS,
    AT_LEAST
  }

  private static final Map<Check, Double> WORST = new EnumMap<>(Check.class);

  private final Topic topic;
  private final String number;
  private final String description;
  private final Rule rule;
  private final double expected;
  private final double tolerance;

  /** An error, which is to be zero. */
  Check(Topic topic, String number, String description, double tolerance) {
    this(topic, number, description, Rule.IS, 0, tolerance);
  }

  Check(
      Topic topic,
      String number,
      String description,
      Rule rule,
      double expected,
      double tolerance) {
    this.topic = topic;
    this.number = number;
    this.description = description;
    this.rule = rule;
    this.expected = expected;
    this.tolerance = tolerance;
  }

  /** Fails unless a value keeps to the tolerance and the page lists the check. */
  public void got(double value) {
    if (!isMetBy(value)) {
      throw new AssertionError(
          "%s: %s is %s but must be %s"
              .formatted(
                  key(),
                  description,
                  value,
                  expectation() + (rule == Rule.IS ? " +- " + tolerance : "")));
    }
    synchronized (WORST) {
      Double worst = WORST.get(this);
      if (worst == null || badness(value) > badness(worst)) {
        WORST.put(this, value);
        CorrectnessPage.keep(this, value);
      }
    }
  }

  boolean isMetBy(double value) {
    return rule == Rule.AT_LEAST ? value >= expected : Math.abs(value - expected) <= tolerance;
  }

  private double badness(double value) {
    return rule == Rule.AT_LEAST ? -value : Math.abs(value - expected);
  }

  /** Returns the name on the page. */
  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Topic topic() {
    return topic;
  }

  /** Returns the row of the page up to the value. */
  String row() {
    return "| %s | `%s` | %s | %s | %s | "
        .formatted(
            number, key(), description, expectation(), rule == Rule.IS ? plain(tolerance) : "");
  }

  private String expectation() {
    return rule == Rule.AT_LEAST ? "at least " + plain(expected) : plain(expected);
  }

  /** Returns a value with digits enough to be compared with the expected one. */
  String shown(double value) {
    if (rule == Rule.IS && expected != 0 && tolerance > 0) {
      int digits = (int) Math.ceil(-Math.log10(tolerance)) + 2;
      return plain(
          BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_EVEN).doubleValue());
    }
    if (rule == Rule.AT_LEAST) {
      // Rounded down: what is shown must keep to the bound as well.
      return plain(BigDecimal.valueOf(value).setScale(6, RoundingMode.FLOOR).doubleValue());
    }
    return value == 0 || Math.abs(value) >= 1e-3
        ? plain(BigDecimal.valueOf(value).setScale(4, RoundingMode.HALF_EVEN).doubleValue())
        : String.format(Locale.ROOT, "%.1e", value);
  }

  private static String plain(double value) {
    return Double.toString(value).replaceAll("\\.0(?=E|$)", "").replace('E', 'e');
  }
}
