package io.geodesy.jobs.statistics;

import io.geodesy.analysis.Numbers;
import io.geodesy.moment.SpectrumShape;
import io.geodesy.table.ExactCopies;
import io.geodesy.table.Statistic;
import java.util.Arrays;
import java.util.List;

/** The scalars of {@code statistics} under the names by which they are published. */
final class ScalarStatistics {
  /** Rows with an outlier score above it are counted as outliers. */
  static final double APART = 0.99;

  private static final String EQUAL = "undefined: all rows are equal";
  private static final String NO_ROWS = "there are no rows";
  private static final String NO_DIRECTIONS = "fewer than two rows have a direction";
  private static final String NO_NEIGHBOURS = "no row has a neighbour";

  private ScalarStatistics() {}

  static void ofHubs(Occurrences occurrences, double multiple, List<Statistic> found) {
    int n = occurrences.rows();
    String k = "k = %s".formatted(occurrences.mean());
    add(found, "k-occurrence-skewness", occurrences.skewness(), n, k, "all rows occur as often");
    add(found, "k-occurrence-robin-hood", occurrences.robinHood(), n, k, "no neighbours");
    add(found, "k-occurrence-gini", occurrences.gini(), n, k, "no neighbours");
    add(found, "k-occurrence-max", (double) occurrences.max(), n, k, null);
    add(found, "antihub-share", occurrences.antihubShare(), n, k + ": rows in no list", null);
    add(
        found,
        "hub-share",
        occurrences.hubShare(multiple),
        n,
        k + ": rows in more than %s k lists".formatted(multiple),
        null);
  }

  static void ofOutliers(OutlierScores outliers, List<Statistic> found) {
    double[] factors = measured(outliers.localFactors());
    int n = factors.length;
    for (int percent : new int[] {50, 99, 100}) {
      double value = n == 0 ? Double.NaN : factors[(int) Math.ceil(percent / 100.0 * n) - 1];
      String name = percent == 100 ? "lof-max" : "lof-quantile-" + percent;
      add(found, name, value, n, "local outlier factor", NO_NEIGHBOURS);
    }
    double[] scores = measured(outliers.scores());
    add(
        found,
        "outlier-share",
        (double) Arrays.stream(scores).filter(score -> score > APART).count() / scores.length,
        scores.length,
        "rows with an outlier score above %s; about 0.005 or less where logarithms of distances and factors are normal"
            .formatted(APART),
        NO_NEIGHBOURS);
  }

  /** Returns the numbers among some values, ascending. */
  private static double[] measured(double[] values) {
    return Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
  }

  static void ofPurity(LabelPurity purity, List<String> names, List<Statistic> found) {
    add(
        found,
        "label-purity",
        purity.overall(),
        purity.rows(),
        "mean share of labelled neighbours with the row's label",
        "no labelled row has a labelled neighbour");
    add(
        found,
        "label-purity-chance",
        purity.chance(),
        purity.rows(),
        "of neighbours drawn at random",
        "fewer than two labelled rows");
    for (int label = 0; label < names.size(); label++) {
      double value = purity.of(label);
      found.add(
          Statistic.of(StatisticsAnalysis.NAME, "label-purity", value, purity.rows(label))
              .forGroup(names.get(label))
              .withNote(
                  Double.isNaN(value) ? "no row of this label has a labelled neighbour" : null));
    }
  }

  static void ofLabelErrors(LabelErrors errors, long labelled, List<Statistic> found) {
    add(
        found,
        "label-disagreement-share",
        (double) errors.doubts().size() / labelled,
        labelled,
        "rows whose neighbours carry another label more often than theirs: the error of a vote of neighbours",
        "no labelled row has a labelled neighbour");
    add(found, "label-error-candidates", (double) errors.candidates(), labelled, "rows", null);
    add(
        found,
        "contradicted-copies",
        (double) errors.contradicted(),
        labelled,
        "labelled rows with an exact copy of another label",
        null);
  }

  static void ofCopies(ExactCopies copies, int n, List<Statistic> found) {
    add(found, "distinct-vectors", (double) copies.distinct(), n, null, null);
    add(
        found,
        "exact-duplicate-rate",
        (double) (n - copies.distinct()) / n,
        n,
        "rows that repeat one of smaller id, element by element",
        null);
  }

  static void ofNorms(Norms norms, double[] mean, int n, List<Statistic> found) {
    add(found, "norm-mean", norms.mean(), n, null, null);
    add(found, "norm-min", norms.quantile(0), n, null, null);
    for (int percent : new int[] {1, 25, 50, 75, 99}) {
      add(found, "norm-quantile-" + percent, norms.quantile(percent / 100.0), n, null, null);
    }
    add(found, "norm-max", norms.quantile(1), n, null, null);
    double square = Arrays.stream(mean).map(v -> v * v).sum();
    add(found, "mean-vector-norm", Math.sqrt(square), n, null, null);
    add(
        found,
        "mean-vector-share",
        square / norms.meanSquare(),
        n,
        "squared norm of the mean over the mean squared norm",
        "undefined: all rows are zero");
  }

  static void ofDirections(Measured meanCosine, Measured uniformity, List<Statistic> found) {
    found.add(
        meanCosine.publish(
            "mean-cosine",
            "anisotropy: between two different rows, over all pairs",
            NO_DIRECTIONS));
    found.add(
        uniformity.publish(
            "uniformity",
            "ln of the mean of exp(-2 d^2) over pairs of sampled rows brought to length 1",
            NO_DIRECTIONS));
  }

  static void ofIsotropy(Measured isotropy, List<Statistic> found) {
    found.add(
        isotropy.publish(
            "isotropy",
            "least over greatest mean of exp(c'x) over sampled rows x of mean square length 1, among eigenvectors c",
            "undefined: all rows are zero, or one is hundreds of times as long as the others"));
  }

  static void ofAlignment(Measured alignment, List<Statistic> found) {
    found.add(
        alignment.publish(
            "label-alignment",
            "mean squared distance of two rows of one label brought to length 1, over all pairs",
            "no label has two rows with a direction"));
  }

  static void ofMap(
      MapRanks.Found at, List<String> coordinates, int sampled, int n, List<Statistic> found) {
    String of =
        "map of %s, exact ranks of %s"
            .formatted(
                String.join(", ", coordinates),
                sampled < n ? sampled + " sampled rows among all" : "all rows");
    found.add(at.trustworthiness().publish("map-trustworthiness-" + at.k(), of, NO_ROWS));
    found.add(at.continuity().publish("map-continuity-" + at.k(), of, NO_ROWS));
    found.add(
        at.overlap()
            .publish(
                "map-overlap-" + at.k(),
                "%s; by chance %s".formatted(of, Numbers.decimal(at.k() / (n - 1.0))),
                NO_ROWS));
  }

  static void ofSpectrum(
      double[] eigenvalues,
      double[] uncentred,
      Participation participation,
      int n,
      List<Statistic> found) {
    double[] singular = SpectrumShape.singularValues(eigenvalues);
    add(found, "total-variance", Arrays.stream(eigenvalues).sum(), n, null, null);
    add(
        found,
        "rankme-singular-values",
        SpectrumShape.rankMe(singular),
        n,
        "centred; shares of singular values plus 1e-7",
        EQUAL);
    add(
        found,
        "rankme-eigenvalues",
        SpectrumShape.rankMe(eigenvalues),
        n,
        "centred; shares of eigenvalues plus 1e-7",
        EQUAL);
    add(
        found,
        "rankme-singular-values-uncentred",
        SpectrumShape.rankMe(SpectrumShape.singularValues(uncentred)),
        n,
        "as in the paper: of the rows themselves",
        "undefined: all rows are zero");
    add(
        found,
        "effective-rank",
        SpectrumShape.effectiveRank(eigenvalues),
        n,
        "centred; exponential of the entropy of eigenvalue shares",
        EQUAL);
    found.add(
        participation
            .ratio()
            .publish("participation-ratio", "squared trace over trace of the square", EQUAL));
    found.add(
        participation
            .isoScore()
            .publish(
                "iso-score",
                "(participation ratio - 1) / (columns - 1)",
                eigenvalues.length > 1 ? EQUAL : "undefined: there is one column"));
    add(found, "stable-rank", SpectrumShape.stableRank(eigenvalues), n, null, EQUAL);
    for (int percent : new int[] {80, 90, 95, 99}) {
      add(
          found,
          "dimensions-" + percent,
          SpectrumShape.dimensionsFor(eigenvalues, percent / 100.0),
          n,
          "fewest principal axes with %d %% of the variance".formatted(percent),
          EQUAL);
    }
  }

  private static void add(
      List<Statistic> found, String metric, double value, long n, String note, String undefined) {
    Statistic statistic = Statistic.of(StatisticsAnalysis.NAME, metric, value, n);
    String text = Double.isFinite(value) ? note : undefined;
    found.add(text == null ? statistic : statistic.withNote(text));
  }
}
