package io.geodesy.report;

import io.geodesy.analysis.Chart.Axis;
import io.geodesy.analysis.Chart.Bars;
import io.geodesy.analysis.Chart.Coloring;
import io.geodesy.analysis.Chart.Histogram;
import io.geodesy.analysis.Chart.Kinds;
import io.geodesy.analysis.Chart.LineSeries;
import io.geodesy.analysis.Chart.Lines;
import io.geodesy.analysis.Chart.Mark;
import io.geodesy.analysis.Chart.PointMap;
import io.geodesy.analysis.Chart.PointSeries;
import io.geodesy.analysis.Chart.Scatter;
import io.geodesy.analysis.Chart.Shades;
import io.geodesy.analysis.Finding;
import io.geodesy.analysis.Grid;
import io.geodesy.analysis.Panel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** A report of the kind real runs make, with hostile names in it; seed 7. */
final class SampleReport {
  static final String HOSTILE =
      "</script><script>document.title='owned'</script><img src=x onerror=alert(1)>";
  static final int CHARTS = 11;

  private final Random random = new Random(7);

  private SampleReport() {}

  /** Writes a sample page to the path given. */
  public static void main(String[] arguments) throws IOException {
    Path path = Path.of(arguments[0]);
    Files.createDirectories(path.toAbsolutePath().getParent());
    Files.writeString(path, ReportPage.render(of(20_000, 30)));
  }

  /** Returns a sample. */
  static Report of(int points, int clusters) {
    return new SampleReport().report(points, clusters);
  }

  private Report report(int points, int clusters) {
    return new Report(
        "sample.parquet",
        "first",
        List.of(
            new Fact("rows", "70,000"),
            new Fact("dimensions", "784"),
            new Fact("metric", "euclidean"),
            new Fact("neighbours k", "15"),
            new Fact("recall", "99.71 %"),
            new Fact("seed", "42"),
            new Fact("created", "2026-03-01 12:00 UTC")),
        List.of(
            section("diffusion-map", map(points, clusters), spectrum()),
            section("intrinsic-dimension", dimension()),
            section("clusters", clusters(clusters)),
            section("statistics", hubness(), scatter())),
        List.of(
            new Grid(
                List.of("parameter", "value"),
                List.of(List.of("k", "15"), List.of("metric", "euclidean")),
                "knn-graph"),
            new Grid(
                List.of("file", "bytes", "sha256"),
                List.of(
                    List.of(
                        "file:/data/" + "very-long-name-".repeat(12) + ".parquet",
                        "31,337",
                        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")),
                "Input files")));
  }

  private static Section section(String analysis, Panel... panels) {
    return new Section(
        analysis,
        "Says one thing about the table.",
        List.of("A. Author, B. Author, A title of some length, Journal of Things, 2006"),
        List.of(panels));
  }

  private Panel map(int points, int clusters) {
    double[] x = new double[points];
    double[] y = new double[points];
    double[] density = new double[points];
    int[] cluster = new int[points];
    int[] label = new int[points];
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < points; i++) {
      int group = i % clusters;
      double angle = 2 * Math.PI * group / clusters;
      double radius = 0.02 + 0.008 * (group % 3);
      x[i] = radius * Math.cos(angle) + 0.0016 * random.nextGaussian();
      y[i] = radius * Math.sin(angle) + 0.0016 * random.nextGaussian();
      density[i] = Math.exp(random.nextGaussian());
      cluster[i] = random.nextInt(12) == 0 ? -1 : group;
      label[i] = group % 10;
      ids.add(Long.toString(1_000_000L + i));
    }
    density[3] = Double.NaN;
    List<String> names =
        IntStream.range(0, clusters).mapToObj(i -> i == 4 ? HOSTILE : "cluster " + i).toList();
    List<Coloring> colorings =
        List.of(
            new Kinds("cluster", names, cluster, "noise"),
            new Kinds(
                "label",
                IntStream.range(0, 10).mapToObj(Integer::toString).toList(),
                label,
                "no label"),
            new Shades(Axis.log("local density"), density));
    return Panel.titled("Map of the rows")
        .finding(
            Finding.shape(
                "The table falls into 30 clusters that are well apart: 97 % of the neighbours of a row are in its own cluster."))
        .finding(
            Finding.caution(
                "8.3 % of the rows belong to no cluster. They are shown grey; figures per cluster leave them out."))
        .finding(Finding.caution("A label holds markup and is shown as it is: " + HOSTILE))
        .say(
            "Each point is a row. Rows that a random walk over the neighbour graph reaches easily from one another lie together; distances across empty space mean little.")
        .say(
            "20,000 of 70,000 rows are drawn, chosen by a hash of their id, so that a rerun draws the same ones.")
        .chart(
            new PointMap(
                "Rows as points in the first two diffusion coordinates. "
                    + clusters
                    + " clusters lie on three rings.",
                Axis.linear("second diffusion coordinate"),
                Axis.linear("third diffusion coordinate"),
                x,
                y,
                ids,
                colorings))
        .build();
  }

  private Panel spectrum() {
    double[] rank = IntStream.range(0, 32).asDoubleStream().toArray();
    double[] value =
        Arrays.stream(rank).map(r -> Math.exp(-0.04 * r) - (r > 9 ? 0.15 : 0)).toArray();
    double[] residual = Arrays.stream(rank).map(r -> 1e-12 * Math.exp(0.4 * r)).toArray();
    return Panel.titled("Spectrum of the diffusion operator")
        .finding(
            Finding.shape(
                "The spectrum drops after the tenth eigenvalue: about ten groups hold together."))
        .say(
            "An eigenvalue near 1 belongs to a slow direction of the random walk. A gap says how many groups there are.")
        .chart(
            "Eigenvalues",
            new Lines(
                "Eigenvalues fall from 1 to 0.14 with a gap after the tenth.",
                Axis.linear("rank"),
                Axis.linear("eigenvalue"),
                List.of(LineSeries.of("eigenvalue", rank, value)),
                true,
                List.of(Mark.atX("largest gap", 9.5))))
        .chart(
            "Residuals",
            new Lines(
                "Residuals rise from 1e-12 to 2.4e-7.",
                Axis.linear("rank"),
                Axis.log("residual"),
                List.of(LineSeries.of("residual", rank, residual)),
                true,
                List.of(Mark.atY("tolerance", 1e-6))))
        .build();
  }

  private static Panel dimension() {
    double[] scale = {2, 4, 8, 16, 32, 64, 128, 256};
    List<LineSeries> curves = new ArrayList<>();
    for (int g = 0; g < 3; g++) {
      double shift = 2.5 * g;
      double[] middle = Arrays.stream(scale).map(s -> 14 - shift - Math.log(s)).toArray();
      double[] low = Arrays.stream(middle).map(m -> m - 0.6 - shift / 8).toArray();
      double[] high = Arrays.stream(middle).map(m -> m + 0.6 + shift / 8).toArray();
      String name = g == 0 ? "Gride" : g == 1 ? "maximum likelihood" : HOSTILE;
      curves.add(new LineSeries(name, scale, middle, low, high));
    }
    double[] time = IntStream.range(0, 50).mapToDouble(i -> i / 5.0).toArray();
    double[] wave = Arrays.stream(time).map(Math::sin).toArray();
    return Panel.titled("Intrinsic dimension over scale")
        .finding(
            Finding.shape(
                "Close up the rows fill about 12 dimensions out of 784; seen from further away, 9."))
        .say(
            "The dimension says how many numbers describe a row near its neighbours. It depends on how far one looks.")
        .chart(
            "Over neighbours",
            new Lines(
                "Three estimates fall from 13 at 2 neighbours to 8 at 256.",
                Axis.log("neighbours"),
                Axis.linear("intrinsic dimension"),
                curves,
                true,
                List.of(Mark.atX("k = 15", 15))))
        .chart(
            "A band across zero",
            new Lines(
                "A wave between -1 and 1 with a band of constant width.",
                Axis.linear("time"),
                Axis.linear("value"),
                List.of(
                    new LineSeries(
                        "wave",
                        time,
                        wave,
                        Arrays.stream(wave).map(v -> v - 0.3).toArray(),
                        Arrays.stream(wave).map(v -> v + 0.3).toArray())),
                false,
                List.of(Mark.atY("zero", 0))))
        .build();
  }

  private Panel clusters(int clusters) {
    double[] sizes =
        IntStream.range(0, clusters)
            .mapToDouble(i -> Math.rint(9000 / Math.pow(i + 1, 0.8)))
            .toArray();
    List<String> names =
        IntStream.range(0, clusters).mapToObj(i -> i == 4 ? HOSTILE : "cluster " + i).toList();
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < clusters; i++) {
      rows.add(
          List.of(
              Integer.toString(i),
              String.format("%,.0f", sizes[i]),
              "97.3 %",
              "0.412",
              "1002311, 1009144, 1000001, 1017232, 1000078",
              i == 4 ? HOSTILE : Integer.toString(i % 10),
              "99.1 %"));
    }
    return Panel.titled("Clusters")
        .finding(Finding.shape("The largest cluster holds 12.9 % of the rows, the smallest 0.8 %."))
        .say(
            "A cluster is a set of rows that choose one another as neighbours more often than others.")
        .chart(
            "Sizes",
            new Bars(
                "Sizes of the clusters, from 9,000 to 600 rows.",
                Axis.linear("cluster"),
                Axis.linear("rows"),
                names,
                sizes))
        .chart(
            "Agreement with the labels",
            new Bars(
                "Five scores between 0.7 and 0.95.",
                Axis.linear("score"),
                Axis.linear("value"),
                List.of("ARI", "AMI", "NMI", "V", "pur."),
                new double[] {0.81, 0.85, 0.86, 0.86, 0.93}))
        .grid(
            new Grid(
                List.of("cluster", "rows", "cohesion", "silhouette", "exemplars", "label", "share"),
                rows,
                "One row a cluster, the largest first."))
        .build();
  }

  private Panel hubness() {
    int bins = 40;
    double[] edges = IntStream.rangeClosed(0, bins).mapToDouble(i -> 2.0 * i).toArray();
    double[] counts =
        IntStream.range(0, bins)
            .mapToDouble(i -> Math.rint(9000 * i * Math.exp(-i / 5.0)))
            .toArray();
    double[] logEdges =
        IntStream.rangeClosed(0, 24).mapToDouble(i -> Math.pow(10, i / 8.0)).toArray();
    double[] logCounts =
        IntStream.range(0, 24).mapToDouble(i -> i == 20 ? 0 : 5000 / (1.0 + i * i)).toArray();
    return Panel.titled("Hubs and orphans")
        .finding(
            Finding.shape(
                "No row is a hub: the most popular one is a neighbour of 71 others where 15 is the average."))
        .finding(
            Finding.caution(
                "412 rows are nobody's neighbour; a search by neighbours can never find them."))
        .say(
            "How often a row appears in the neighbour lists of others. A long tail to the right means hubs, which turn up in every search.")
        .chart(
            "How often rows are neighbours",
            new Histogram(
                "A hump at 10 with a tail to 70.",
                Axis.linear("times a row is a neighbour"),
                Axis.linear("rows"),
                edges,
                counts,
                List.of(Mark.atX("mean", 15), Mark.atX("median", 12), Mark.atX("hubs begin", 60))))
        .chart(
            "The same on logarithmic axes",
            new Histogram(
                "A falling line on two logarithmic axes.",
                Axis.log("times a row is a neighbour"),
                Axis.log("rows"),
                logEdges,
                logCounts,
                List.of()))
        .chart(
            "Share by group",
            new Bars(
                "Sixty groups.",
                Axis.linear("group"),
                Axis.log("rows"),
                IntStream.range(0, 60).mapToObj(i -> "g" + i).toList(),
                IntStream.range(0, 60).mapToDouble(i -> 3 + i * i).toArray()))
        .build();
  }

  private Panel scatter() {
    double[] x = new double[900];
    double[] y = new double[900];
    List<String> hover = new ArrayList<>();
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.exp(2 * random.nextGaussian());
      y[i] = 3 + 0.5 * Math.log(x[i]) + 0.3 * random.nextGaussian();
      hover.add("row " + i + HOSTILE);
    }
    return Panel.titled("Norm and popularity")
        .say(
            "A sentence that goes on for a while so that one sees how long lines are set: "
                + "words and words ".repeat(30))
        .chart(
            new Scatter(
                "Popularity rises with the logarithm of the norm.",
                Axis.log("norm"),
                Axis.linear("popularity"),
                List.of(
                    new PointSeries("rows", x, y, hover),
                    new PointSeries("rows", new double[] {1, 10}, new double[] {5, 6}, List.of()))))
        .build();
  }
}
