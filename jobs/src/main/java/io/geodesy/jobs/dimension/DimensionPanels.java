package io.geodesy.jobs.dimension;

import io.geodesy.analysis.Chart;
import io.geodesy.analysis.Chart.Axis;
import io.geodesy.analysis.Chart.LineSeries;
import io.geodesy.analysis.Chart.Mark;
import io.geodesy.analysis.Finding;
import io.geodesy.analysis.Grid;
import io.geodesy.analysis.Numbers;
import io.geodesy.analysis.Panel;
import io.geodesy.analysis.Tables;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** The report's part on dimension: the curve over scale, the rows' own values, and the cautions. */
final class DimensionPanels {
  private static final int MOST_GROUPS = 6;
  private static final int BINS = 40;
  private static final double BIN = 0.05;
  private static final double GREATEST = 200;
  private static final double STEADY = 1.2;

  /** From this share of duplicates on they are mentioned. */
  private static final double MANY_DUPLICATES = 0.001;

  private DimensionPanels() {}

  /** A row of the published table of groups. */
  private record Point(
      String group,
      String estimator,
      int rank2,
      Double d,
      Double low,
      Double high,
      Double calibrated,
      long n,
      double duplicateRate,
      Double recall) {
    static Point of(Row row) {
      return new Point(
          row.getAs("group"),
          row.getAs("estimator"),
          row.getAs("rank2"),
          row.getAs("d"),
          row.getAs("low"),
          row.getAs("high"),
          row.getAs("calibrated_d"),
          row.getAs("n"),
          row.getAs("duplicate_rate"),
          row.getAs("graph_recall"));
    }

    boolean isUsable() {
      return d != null;
    }
  }

  static List<Panel> of(DimensionParameters parameters, Tables published) {
    List<Row> groups = published.dataset(DimensionTables.GROUPS.name()).collectAsList();
    List<Point> points = groups.stream().map(Point::of).toList();
    List<Point> whole = points.stream().filter(p -> p.group() == null && p.isUsable()).toList();
    Optional<Point> best =
        whole.stream()
            .filter(p -> p.estimator().equals("mle"))
            .max(Comparator.comparingInt(Point::rank2));
    Panel.Builder panel = Panel.titled("Dimension");
    if (best.isEmpty()) {
      panel.finding(
          Finding.caution(
              "The number of directions in which the rows vary could not be estimated: there are fewer than %d different rows, or their distances are all equal."
                  .formatted(parameters.minGroupRows())));
      return List.of(panel.build());
    }
    panel.finding(Finding.shape(shape(best.get(), columns(published))));
    panel.say(
        "The intrinsic dimension of a table is the number of directions in which one can move from a row and still meet other rows; it is read off how fast the number of neighbours grows with distance.");
    panel.say(
        "It depends on the scale: few neighbours see noise and rounding, many see curvature, edges and gaps. A plateau of the curve is a trustworthy value; a slope means that no single number says it all.");
    if (best.get().calibrated() != null) {
      panel.say(
          "A round sphere of %s directions with as many rows would give the same value: maximum likelihood falls short where a shape curves within the reach of the neighbours, and the calibrated curve makes up for that as if the rows lay on a sphere."
              .formatted(Numbers.decimal(best.get().calibrated())));
    }
    cautions(panel, whole, best.get());
    audit(panel, published);
    duplicates(panel, parameters, best.get(), exactRate(published));
    panel.chart("By how far one looks", curve(points, whole));
    List<Bin> bins = histogram(published.dataset(DimensionTables.ROWS.name()));
    if (bins.size() > 1) {
      panel.chart("Row by row", histogramChart(bins, best.get().d()));
    }
    panel.grid(FamilyGrid.of(groups, best.get().rank2()));
    grid(points, best.get().rank2()).ifPresent(panel::grid);
    return List.of(panel.build());
  }

  private static String columns(Tables published) {
    return published
        .find("vectors")
        .map(t -> t.attributes().number("dim"))
        .filter(dim -> dim.isPresent())
        .map(dim -> ", although each has %d columns".formatted((long) dim.getAsDouble()))
        .orElse("");
  }

  private static String shape(Point best, String columns) {
    String interval =
        best.low() == null
            ? ""
            : ", %s to %s with %s"
                .formatted(
                    Numbers.decimal(best.low()), Numbers.decimal(best.high()), "sampling error");
    return "Locally these rows vary in about %d direction%s%s (%s at the scale of %d neighbours%s)."
        .formatted(
            Math.max(1, Math.round(best.d())),
            Math.round(best.d()) > 1 ? "s" : "",
            columns,
            Numbers.decimal(best.d()),
            best.rank2(),
            interval);
  }

  private static void cautions(Panel.Builder panel, List<Point> whole, Point best) {
    List<Point> curve = whole.stream().filter(p -> p.estimator().equals("gride")).toList();
    double least = curve.stream().mapToDouble(Point::d).min().orElse(best.d());
    double most = curve.stream().mapToDouble(Point::d).max().orElse(best.d());
    if (most > STEADY * least) {
      Point finest = curve.get(0);
      Point coarsest = curve.get(curve.size() - 1);
      panel.finding(
          Finding.caution(
              "The dimension changes with the scale, from %s at %d neighbours to %s at %d: quote a value only together with its number of neighbours."
                  .formatted(
                      Numbers.decimal(finest.d()),
                      finest.rank2(),
                      Numbers.decimal(coarsest.d()),
                      coarsest.rank2())));
    }
    if (best.d() > GroupEstimate.LOWER_BOUND_ABOVE) {
      panel.finding(
          Finding.caution(
              "A dimension above %.0f is a lower bound: a table would need many more rows to show all its directions."
                  .formatted(GroupEstimate.LOWER_BOUND_ABOVE)));
    }
    if (best.rank2() > GroupEstimate.LONG_LIST * best.n()) {
      panel.finding(
          Finding.caution(
              "%d neighbours are %s of all different rows, so that the dimension is that of the whole table's extent, not of a neighbourhood: use fewer neighbours."
                  .formatted(best.rank2(), Numbers.percent((double) best.rank2() / best.n()))));
    }
    if (best.recall() != null && best.recall() < GroupEstimate.ENOUGH_RECALL) {
      panel.finding(
          Finding.caution(
              "The neighbour graph found only %s of the true neighbours, and the dimension read off it may be too low: compute the graph with a higher recall target."
                  .formatted(Numbers.percent(best.recall()))));
    }
  }

  /** What the graph gives away about itself. */
  private static void audit(Panel.Builder panel, Tables published) {
    double unanswered = statistic(published, "unanswered-neighbours");
    double spread = statistic(published, "unanswered-spread");
    if (unanswered > GroupEstimate.MANY_UNANSWERED && spread > GroupEstimate.CROWDED) {
      panel.finding(
          Finding.caution(
              "%s of the neighbours that the graph should list are missing, and they crowd on some rows: the dimension read off it may be too low. Compute the graph with a higher recall target."
                  .formatted(Numbers.percent(unanswered))));
    }
  }

  private static double statistic(Tables published, String metric) {
    return published
        .find("statistics")
        .map(
            table ->
                table
                    .dataset()
                    .where(
                        functions
                            .col("analysis")
                            .equalTo(IntrinsicDimensionAnalysis.NAME)
                            .and(functions.col("metric").equalTo(metric)))
                    .select("value")
                    .collectAsList())
        .filter(rows -> !rows.isEmpty() && !rows.get(0).isNullAt(0))
        .map(rows -> rows.get(0).getDouble(0))
        .orElse(Double.NaN);
  }

  /** Exact repeats are the neighbour graph's to caution against; here it is what they do. */
  private static void duplicates(
      Panel.Builder panel, DimensionParameters parameters, Point best, double exactRate) {
    if (best.duplicateRate() < MANY_DUPLICATES) {
      return;
    }
    String share = Numbers.percent(best.duplicateRate());
    if (parameters.duplicatePolicy() == DuplicatePolicy.KEEP) {
      panel.finding(
          Finding.caution(
              "%s of the rows repeat an earlier row exactly or almost and were kept, which pulls the dimension towards zero: collapse them by intrinsic-dimension.duplicate-policy = collapse."
                  .formatted(share)));
    } else if (best.duplicateRate() - exactRate >= MANY_DUPLICATES) {
      panel.finding(
          Finding.caution(
              "Beyond exact repeats, %s of the rows repeat an earlier row almost; left in, they would pull the dimension towards zero."
                  .formatted(Numbers.percent(best.duplicateRate() - exactRate))));
    } else {
      panel.say(
          "%s of the rows repeat an earlier row exactly; left in, they would pull the dimension towards zero."
              .formatted(share));
    }
  }

  /** What the graph says of exact repeats; zero if it says nothing. */
  private static double exactRate(Tables published) {
    return published
        .find("neighbors")
        .map(
            table ->
                table.attributes().number("duplicate-rows").orElse(0)
                    / Math.max(1, table.attributes().number("n").orElse(1)))
        .orElse(0.0);
  }

  private static Chart curve(List<Point> points, List<Point> whole) {
    List<LineSeries> series = new ArrayList<>();
    series.add(line("all rows, Gride", points, null, "gride"));
    series.add(line("all rows, maximum likelihood", points, null, "mle"));
    series.add(calibrated(points));
    for (String group : largestGroups(points)) {
      series.add(line(group, points, group, "gride"));
    }
    series.removeIf(line -> line.x().length == 0);
    Point first =
        whole.stream().filter(p -> p.estimator().equals("gride")).findFirst().orElse(whole.get(0));
    Point last =
        whole.stream()
            .filter(p -> p.estimator().equals("gride") || p.estimator().equals("mle"))
            .max(Comparator.comparingInt(Point::rank2))
            .orElse(first);
    return new Chart.Lines(
        "Dimension against the number of neighbours it is read off: %s at %d neighbours, %s at %d. Bands are jackknife intervals."
            .formatted(
                Numbers.decimal(first.d()), first.rank2(), Numbers.decimal(last.d()), last.rank2()),
        Axis.log("neighbours (scale)"),
        Axis.linear("dimension"),
        series,
        true);
  }

  private static List<String> largestGroups(List<Point> points) {
    return points.stream()
        .filter(p -> p.group() != null && p.estimator().equals("mle"))
        .sorted(Comparator.comparingLong(Point::n).reversed().thenComparing(Point::group))
        .map(Point::group)
        .distinct()
        .limit(MOST_GROUPS)
        .toList();
  }

  private static LineSeries calibrated(List<Point> points) {
    List<Point> line =
        points.stream()
            .filter(p -> p.group() == null && p.calibrated() != null)
            .sorted(Comparator.comparingInt(Point::rank2))
            .toList();
    return LineSeries.of(
        "all rows, calibrated to spheres",
        line.stream().mapToDouble(Point::rank2).toArray(),
        line.stream().mapToDouble(Point::calibrated).toArray());
  }

  private static LineSeries line(String name, List<Point> points, String group, String estimator) {
    List<Point> line =
        points.stream()
            .filter(p -> Objects.equals(p.group(), group) && p.estimator().equals(estimator))
            .filter(Point::isUsable)
            .sorted(Comparator.comparingInt(Point::rank2))
            .toList();
    double[] x = line.stream().mapToDouble(Point::rank2).toArray();
    double[] y = line.stream().mapToDouble(Point::d).toArray();
    boolean hasBand = group == null && line.stream().allMatch(p -> p.low() != null);
    return hasBand
        ? new LineSeries(
            name,
            x,
            y,
            line.stream().mapToDouble(Point::low).toArray(),
            line.stream().mapToDouble(Point::high).toArray())
        : LineSeries.of(name, x, y);
  }

  /** Rows whose dimension is in a bin of width {@link #BIN}. */
  private record Bin(int at, long rows) {}

  /** At most {@link #GREATEST} / {@link #BIN} + 1 counts, over all rows. */
  private static List<Bin> histogram(Dataset<Row> rows) {
    return rows
        .where(functions.col("mle").isNotNull())
        .select(
            functions
                .floor(functions.least(functions.col("mle"), functions.lit(GREATEST)).divide(BIN))
                .cast("int")
                .as("bin"))
        .groupBy("bin")
        .count()
        .orderBy("bin")
        .collectAsList()
        .stream()
        .map(row -> new Bin(row.getInt(0), row.getLong(1)))
        .toList();
  }

  private static Chart histogramChart(List<Bin> bins, double whole) {
    long total = bins.stream().mapToLong(Bin::rows).sum();
    int first = quantile(bins, total, 0);
    int last = quantile(bins, total, 0.98);
    int width = Math.max(1, (last - first + BINS) / BINS);
    int count = (last - first) / width + 1;
    double[] edges = new double[count + 1];
    for (int i = 0; i <= count; i++) {
      edges[i] = (first + i * width) * BIN;
    }
    double[] counts = new double[count];
    long beyond = 0;
    for (Bin bin : bins) {
      int at = (bin.at() - first) / width;
      if (at < count) {
        counts[at] += bin.rows();
      } else {
        beyond += bin.rows();
      }
    }
    return new Chart.Histogram(
        "How many rows have which local dimension by maximum likelihood: half lie between %s and %s; %d rows above %s are not shown."
            .formatted(
                Numbers.decimal(quantile(bins, total, 0.25) * BIN),
                Numbers.decimal((quantile(bins, total, 0.75) + 1) * BIN),
                beyond,
                Numbers.decimal(edges[count])),
        Axis.linear("local dimension of a row"),
        Axis.linear("rows"),
        edges,
        counts,
        List.of(Mark.atX("all rows together", whole)));
  }

  private static int quantile(List<Bin> bins, long total, double share) {
    long seen = 0;
    for (Bin bin : bins) {
      seen += bin.rows();
      if (seen > share * total) {
        return bin.at();
      }
    }
    return bins.get(bins.size() - 1).at();
  }

  private static Optional<Grid> grid(List<Point> points, int rank) {
    List<Point> groups =
        points.stream()
            .filter(p -> p.group() != null && p.estimator().equals("mle") && p.rank2() == rank)
            .filter(Point::isUsable)
            .sorted(Comparator.comparing(Point::d).reversed().thenComparing(Point::group))
            .toList();
    if (groups.isEmpty()) {
      return Optional.empty();
    }
    int shown = Math.min(groups.size(), 20);
    List<List<String>> rows =
        groups.stream()
            .limit(shown)
            .map(
                p ->
                    List.of(
                        p.group(),
                        Numbers.count(p.n()),
                        Numbers.decimal(p.d()),
                        p.low() == null
                            ? ""
                            : Numbers.decimal(p.low()) + " to " + Numbers.decimal(p.high())))
            .toList();
    return Optional.of(
        new Grid(
            List.of("group", "rows", "dimension", "interval"),
            rows,
            "Maximum likelihood at %d neighbours, the highest of %d groups first%s."
                .formatted(
                    rank,
                    groups.size(),
                    shown < groups.size()
                        ? "; %d are not shown".formatted(groups.size() - shown)
                        : "")));
  }
}
