package io.geodesy.jobs.entropy;

import io.geodesy.analysis.Chart;
import io.geodesy.analysis.Chart.Axis;
import io.geodesy.analysis.Chart.LineSeries;
import io.geodesy.analysis.Chart.Mark;
import io.geodesy.analysis.Finding;
import io.geodesy.analysis.Grid;
import io.geodesy.analysis.Numbers;
import io.geodesy.analysis.Panel;
import io.geodesy.analysis.Tables;
import io.geodesy.table.Statistic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** The report's part on spectral entropy. */
final class EntropyPanel {
  private static final int MOST_CLASSES = 30;

  /** From this share of its largest possible value on, an entropy owes most to the rows' number. */
  private static final double NEARLY_SATURATED = 0.95;

  /**
   * On the digits the entropies at t = 1, 2, 4, 8, 16 are 10.2, 8.7, 5.9, 3.8, 2.4 bits with a
   * quarter of the median distance, 7.2, 2.1, 0.2, 0, 0 with a half and 3.1, 0.2, 0, 0, 0 with all.
   */
  private static final double QUARTER = 0.25;

  /** Fewer bits are rounding. */
  private static final double NOTHING = 1e-6;

  private EntropyPanel() {}

  /** Returns bits as they are shown: 0 where rounding or their own error explains them. */
  private static String bits(double value, double error, int digits) {
    return isNothing(value, error) ? "0" : Numbers.decimal(value, digits);
  }

  private static boolean isNothing(double value, double error) {
    return Math.abs(value) < Math.max(NOTHING, error);
  }

  private static String error(double value) {
    return value > 0 && value < NOTHING ? "under 1e-6" : Numbers.decimal(value, 2);
  }

  /** A row of the published table of the whole table. */
  private record Point(
      String mode, double t, long n, double bits, double error, Double saturation) {
    static Point of(Row row) {
      return new Point(
          row.getAs("mode"),
          row.isNullAt(row.fieldIndex("t")) ? 1 : row.<Double>getAs("t"),
          row.getAs("n"),
          row.getAs("entropy_bits"),
          row.getAs("stderr"),
          row.getAs("saturation"));
    }
  }

  /** What one class contributes at the first t, by the first way of measuring. */
  private record Part(String name, String mode, double t, double bits, double variance) {}

  static Panel of(SpectralEntropyParameters parameters, Tables published) {
    List<Point> points =
        published
            .dataset(EntropyTables.ENTROPY.name())
            .where(functions.col("group").isNull())
            .collectAsList()
            .stream()
            .map(Point::of)
            .sorted(Comparator.comparingDouble(Point::t).thenComparing(Point::mode))
            .toList();
    double first = parameters.variant().isSpectral() ? parameters.t().get(0) : 1;
    Point main = points.stream().filter(p -> p.t() == first).findFirst().orElse(points.get(0));
    List<Part> parts = parts(published);
    Panel.Builder panel = Panel.titled("Spectral entropy");
    panel.finding(Finding.shape(shape(parameters, main)));
    shared(parts, main).ifPresent(s -> panel.finding(Finding.shape(s)));
    caution(parameters, main, published).ifPresent(s -> panel.finding(Finding.caution(s)));
    panel.say(
        "Let a walker step between rows, preferring near ones: the eigenvalues of that walk say into how many parts it falls and how slowly they mix. Their entropy counts the parts in bits: 3 bits are as many as 8 equal, separate groups.");
    panel.say(
        "A greater diffusion time t lets fast modes die out, so that the curve falls from detail to the coarsest structure. The information shared with a class is how much more orderly the rows of one class are than as many rows drawn at random.");
    if (points.stream().map(Point::mode).distinct().count() > 1) {
      panel.say(
          "The quadrature estimates the same number from random vectors without storing a matrix; here it stands beside the exact value, with its own standard error, as it stands alone on tables too large for the exact one.");
    }
    if (parameters.variant().isSpectral() && parameters.t().size() > 1) {
      panel.chart("By diffusion time", curve(points, main));
    }
    List<double[]> spectrum = spectrum(published);
    if (spectrum.size() > 1) {
      panel.chart("Eigenvalues", spectrumChart(spectrum));
    }
    panel.grid(entropies(points, parts));
    classes(parts, main).ifPresent(panel::grid);
    return panel.build();
  }

  private static String shape(SpectralEntropyParameters parameters, Point main) {
    String error = main.error() > 0 ? ", standard error " + error(main.error()) : "";
    if (!parameters.variant().isSpectral()) {
      return "The entropy of the %s is %s bits (variant %s)."
          .formatted(
              parameters.variant() == Variant.ENTRIES
                  ? "kernel's entries"
                  : "rows cut in two along every column",
              bits(main.bits(), main.error(), 3),
              EntropyRows.name(parameters.variant()));
    }
    if (isNothing(main.bits(), main.error())) {
      return "A random walk between the rows has one mode only: it mixes at once. The spectral entropy is 0 bits (variant %s, t = %s%s)."
          .formatted(EntropyRows.name(parameters.variant()), Numbers.decimal(main.t()), error);
    }
    return "A random walk between the rows has as many modes as %s equal, separate groups would: a spectral entropy of %s bits (variant %s, t = %s%s)."
        .formatted(
            Numbers.decimal(Math.pow(2, main.bits())),
            bits(main.bits(), main.error(), 4),
            EntropyRows.name(parameters.variant()),
            Numbers.decimal(main.t()),
            error);
  }

  private static Optional<String> caution(
      SpectralEntropyParameters parameters, Point main, Tables published) {
    if (main.saturation() == null) {
      return Optional.of("One row alone has no entropy: there is nothing to mix with.");
    }
    if (main.saturation() < NEARLY_SATURATED) {
      return Optional.empty();
    }
    boolean isSaturated = main.saturation() > EntropyRows.SATURATED;
    String meaning =
        isSaturated
            ? "it only counts rows"
            : "most of it counts rows, and only the rest says how they lie";
    String share =
        "%s of the largest value %s rows can have"
            .formatted(Numbers.percent(main.saturation()), Numbers.count(main.n()));
    return Optional.of(
        parameters.variant().isGaussian()
            ? "The spectral entropy is %s: the bandwidth is so small that %s, so that %s. %s"
                .formatted(
                    share,
                    isSaturated ? "every row stands alone" : "most rows stand nearly alone",
                    meaning,
                    advice(published))
            : "The entropy is %s: %s.".formatted(share, meaning));
  }

  /** What bandwidth to take instead, from the median distance of rows. */
  private static String advice(Tables published) {
    double bandwidth =
        published.attributes(EntropyTables.ENTROPY.name()).number("bandwidth").orElse(0);
    double median =
        bandwidth
            * published
                .dataset("statistics")
                .where(
                    "metric = 'median-distance-over-bandwidth' AND analysis = '%s' AND `group` IS NULL"
                        .formatted(SpectralEntropyAnalysis.NAME))
                .select("value")
                .collectAsList()
                .stream()
                .mapToDouble(row -> row.getDouble(0))
                .findFirst()
                .orElse(0);
    if (bandwidth < QUARTER * median) {
      return "Give spectral-entropy.bandwidth a value between a quarter and a half of the median distance of rows, here %s to %s: at the median distance itself little is left at t = 2 and nothing at greater t."
          .formatted(Numbers.decimal(QUARTER * median), Numbers.decimal(median / 2));
    }
    return bandwidth < median
        ? "Take a wider one, up to the median distance of rows, here %s, at which little is left at t = 2 and nothing at greater t."
            .formatted(Numbers.decimal(median))
        : "Take a wider one.";
  }

  private static Optional<String> shared(List<Part> parts, Point main) {
    List<Part> own =
        parts.stream().filter(p -> p.mode().equals(main.mode()) && p.t() == main.t()).toList();
    if (own.isEmpty()) {
      return Optional.empty();
    }
    double bits = own.stream().mapToDouble(Part::bits).sum();
    double error = Math.sqrt(own.stream().mapToDouble(Part::variance).sum());
    String verdict =
        bits < Math.max(NOTHING, 2 * error)
            ? "no more than chance: rows of one class are as varied as rows drawn at random"
            : "rows of one class are more alike than as many rows drawn at random";
    return Optional.of(
        "Rows and classes share %s bits (standard error %s): %s.%s"
            .formatted(
                isNothing(bits, error) ? "no" : Numbers.decimal(bits),
                error(error),
                verdict,
                bits > Entropy.log2(own.size()) ? beyond(own.size()) : ""));
  }

  /** Why a label may seem to share more than it holds. */
  private static String beyond(int classes) {
    return " A label of %d classes holds at most %s bits; this number compares modes of walks, which a class can lose for a reason beside the label: its rows lie closer together than those of other classes. Read it as an order between tables or layers, not as a share of the label."
        .formatted(classes, Numbers.decimal(Entropy.log2((double) classes)));
  }

  private static List<Part> parts(Tables published) {
    return published
        .dataset(EntropyTables.INFORMATION.name())
        .where(functions.col("group").isNull())
        .collectAsList()
        .stream()
        .map(
            row -> {
              double error = row.<Double>getAs("p") * row.<Double>getAs("stderr");
              return new Part(
                  row.getAs("class"),
                  row.getAs("mode"),
                  row.isNullAt(row.fieldIndex("t")) ? 1 : row.<Double>getAs("t"),
                  row.getAs("contribution"),
                  error * error);
            })
        .toList();
  }

  private static Chart curve(List<Point> points, Point main) {
    List<LineSeries> series = new ArrayList<>();
    for (String mode : points.stream().map(Point::mode).distinct().toList()) {
      List<Point> line =
          points.stream()
              .filter(p -> p.mode().equals(mode))
              .sorted(Comparator.comparingDouble(Point::t))
              .toList();
      double[] x = line.stream().mapToDouble(Point::t).toArray();
      double[] y = line.stream().mapToDouble(Point::bits).toArray();
      boolean hasBand = line.stream().anyMatch(p -> p.error() > 0);
      series.add(
          hasBand
              ? new LineSeries(
                  "by quadrature",
                  x,
                  y,
                  line.stream()
                      .mapToDouble(p -> p.bits() - Statistic.NORMAL_95 * p.error())
                      .toArray(),
                  line.stream()
                      .mapToDouble(p -> p.bits() + Statistic.NORMAL_95 * p.error())
                      .toArray())
              : LineSeries.of(mode.equals("exact") ? "exact" : "by quadrature", x, y));
    }
    Point last = points.stream().max(Comparator.comparingDouble(Point::t)).orElse(main);
    return new Chart.Lines(
        "Spectral entropy against diffusion time: %s bits at t = %s, %s at t = %s."
            .formatted(
                bits(main.bits(), main.error(), 3),
                Numbers.decimal(main.t()),
                bits(last.bits(), last.error(), 3),
                Numbers.decimal(last.t())),
        Axis.log("diffusion time t"),
        Axis.linear("entropy (bits)"),
        series,
        true,
        List.of(Mark.atY("log2 n: all rows apart", Entropy.log2((double) main.n()))));
  }

  /** At most max-exact values, of which a picture needs no more than those above rounding. */
  private static List<double[]> spectrum(Tables published) {
    return published
        .dataset(EntropyTables.SPECTRUM.name())
        .where(functions.col("group").isNull().and(functions.col("eigenvalue").gt(1e-12)))
        .orderBy("rank")
        .limit(20_000)
        .collectAsList()
        .stream()
        .map(
            row -> new double[] {row.<Integer>getAs("rank") + 1.0, row.<Double>getAs("eigenvalue")})
        .toList();
  }

  private static Chart spectrumChart(List<double[]> values) {
    long half = values.stream().filter(v -> v[1] > 0.5 * values.get(0)[1]).count();
    return new Chart.Lines(
        "Eigenvalues of the normalised kernel by rank, both axes logarithmic; %d of the %d shown are above half of the largest."
            .formatted(half, values.size()),
        Axis.log("rank"),
        Axis.log("eigenvalue"),
        List.of(
            LineSeries.of(
                "eigenvalues",
                values.stream().mapToDouble(v -> v[0]).toArray(),
                values.stream().mapToDouble(v -> v[1]).toArray())),
        false);
  }

  private static Grid entropies(List<Point> points, List<Part> parts) {
    List<List<String>> rows = new ArrayList<>();
    TreeMap<Double, List<Point>> byTime = new TreeMap<>();
    points.forEach(p -> byTime.computeIfAbsent(p.t(), t -> new ArrayList<>()).add(p));
    for (Map.Entry<Double, List<Point>> entry : byTime.entrySet()) {
      for (Point point : entry.getValue()) {
        List<Part> own =
            parts.stream()
                .filter(p -> p.mode().equals(point.mode()) && p.t() == point.t())
                .toList();
        double bits = own.stream().mapToDouble(Part::bits).sum();
        double error = Math.sqrt(own.stream().mapToDouble(Part::variance).sum());
        boolean isExact = point.mode().equals("exact");
        rows.add(
            List.of(
                Numbers.decimal(point.t()),
                isExact ? "exact" : "by quadrature",
                bits(point.bits(), point.error(), 5),
                isExact ? "exact" : error(point.error()),
                saturation(point),
                own.isEmpty() ? "" : bits(bits, error, 4),
                own.isEmpty() ? "" : error(error)));
      }
    }
    return new Grid(
        List.of(
            "t",
            "how",
            "entropy, bits",
            "standard error",
            "of log2 n",
            "shared with classes, bits",
            "standard error"),
        rows,
        "Entropy of the whole table and information shared with its classes; 0 stands for bits below their standard error, or below a millionth. The error of shared bits includes the draw of random subsets. They may exceed the log2 of the number of classes: they compare modes of walks, of which a class has fewer also where its rows lie closer together than those of other classes.");
  }

  private static String saturation(Point point) {
    if (point.saturation() == null) {
      return "";
    }
    return isNothing(point.bits(), point.error()) ? "0" : Numbers.percent(point.saturation());
  }

  private static Optional<Grid> classes(List<Part> parts, Point main) {
    List<Part> own =
        parts.stream()
            .filter(p -> p.mode().equals(main.mode()) && p.t() == main.t())
            .sorted(Comparator.comparingDouble(Part::bits).reversed().thenComparing(Part::name))
            .toList();
    if (own.isEmpty()) {
      return Optional.empty();
    }
    int shown = Math.min(own.size(), MOST_CLASSES);
    return Optional.of(
        new Grid(
            List.of("class", "contribution, bits", "standard error"),
            own.stream()
                .limit(shown)
                .map(
                    p ->
                        List.of(
                            p.name(),
                            bits(p.bits(), Math.sqrt(p.variance()), 3),
                            error(Math.sqrt(p.variance()))))
                .toList(),
            "What every class contributes to the shared bits at t = %s, the most first, 0 where it is below its error%s."
                .formatted(
                    Numbers.decimal(main.t()),
                    shown < own.size() ? "; %d are not shown".formatted(own.size() - shown) : "")));
  }
}
