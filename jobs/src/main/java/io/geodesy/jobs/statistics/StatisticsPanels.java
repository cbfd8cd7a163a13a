package io.geodesy.jobs.statistics;

import io.geodesy.analysis.Attributes;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** The report's part on hubs, outliers, labels, copies and the covariance spectrum. */
final class StatisticsPanels {
  /** Above it the hubness literature speaks of a hub problem. */
  private static final double MANY_HUBS = 1.4;

  private static final double ONE_WAY = 0.5;

  /** Half of what a score above {@link ScalarStatistics#APART} lacks to 1: what chance gives. */
  private static final double MANY_APART = (1 - ScalarStatistics.APART) / 2;

  private static final int LISTED = 10;
  private static final int MOST_LABELS = 20;
  private static final int BINS = 50;

  private StatisticsPanels() {}

  static List<Panel> of(StatisticsParameters parameters, Tables published) {
    Dataset<Row> statistics =
        published
            .dataset("statistics")
            .where(functions.col("analysis").equalTo(StatisticsAnalysis.NAME));
    Map<String, Double> values = new HashMap<>();
    statistics
        .where(functions.col("group").isNull().and(functions.col("value").isNotNull()))
        .select("metric", "value")
        .collectAsList()
        .forEach(row -> values.put(row.getString(0), row.getDouble(1)));
    List<Panel> panels = new ArrayList<>();
    panels.add(neighbourhood(parameters, values, published.dataset(StatisticsTables.HUBS.name())));
    panels.add(outliers(values, published.dataset(StatisticsTables.OUTLIERS.name())));
    if (values.containsKey("label-purity")) {
      Attributes graph = published.attributes(StatisticsTables.HUBS.name());
      long listed = (long) graph.number("k").orElse(0);
      panels.add(labels(values, statistics, parameters.k().orElse((int) listed)));
      panels.add(labelErrors(values, published.dataset(StatisticsTables.LABEL_ERRORS.name())));
    }
    List<Integer> ks = ranked(values, parameters);
    if (!ks.isEmpty()) {
      panels.add(map(parameters, statistics, ks));
    }
    panels.add(spread(values, published.dataset(StatisticsTables.SPECTRUM.name())));
    return panels;
  }

  private static Panel neighbourhood(
      StatisticsParameters parameters, Map<String, Double> values, Dataset<Row> hubs) {
    Panel.Builder panel = Panel.titled("Hubs and copies");
    double antihubs = values.getOrDefault("antihub-share", 0.0);
    double skewness = values.getOrDefault("k-occurrence-skewness", 0.0);
    if (skewness > MANY_HUBS) {
      panel.finding(
          Finding.caution(
              "Some rows are hubs: the greatest is among the nearest neighbours of %s others, while %s of the rows are among nobody's. A search by nearest neighbours shows the hubs too often and never finds the latter."
                  .formatted(
                      Numbers.count(Math.round(values.get("k-occurrence-max"))),
                      Numbers.percent(antihubs))));
    }
    panel.say(
        "How often a row is among the nearest neighbours of others should not differ much between rows; in many dimensions a few hubs crowd out the rest. The skewness is %s here; above %s counts as many hubs, and below nothing needs to be done."
            .formatted(Numbers.decimal(skewness), Numbers.decimal(MANY_HUBS)));
    panel.say(
        "%s of the rows are in no list at all, %s are in more than %s times the average number of lists."
            .formatted(
                Numbers.percent(antihubs),
                Numbers.percent(values.getOrDefault("hub-share", 0.0)),
                Numbers.decimal(parameters.hubMultiple())));
    panel.say(
        "Distrust it where rows have copies, which are hubs of each other, and where an approximate search missed neighbours, which it does first for rows in few lists. Compare the skewness of tables at one number of neighbours alone.");
    double copies = values.getOrDefault("exact-duplicate-rate", 0.0);
    if (copies > 0) {
      panel.say(
          "%s of the rows repeat an earlier row exactly, element by element: anything that counts neighbours or splits into training and test sees them twice."
              .formatted(Numbers.percent(copies)));
    } else {
      panel.say("No row repeats another exactly, element by element.");
    }
    histogram(hubs, panel);
    return panel.build();
  }

  private static Panel outliers(Map<String, Double> values, Dataset<Row> outliers) {
    Panel.Builder panel = Panel.titled("Outliers");
    double share = values.getOrDefault("outlier-share", 0.0);
    if (share > MANY_APART) {
      panel.finding(
          Finding.shape(
              "%s of the rows lie apart: their neighbours are far, and closer to each other than to them."
                  .formatted(Numbers.percent(share))));
    }
    panel.say(
        "The outlier score asks whether a row's neighbours are far away compared with those of the other rows, and whether they are closer to each other than to it (the local outlier factor: 1 is as dense as around it, 2 half as dense). It is near 1 for what is far beyond the usual on both counts: %s of the rows are above %s; if the logarithms of both measures were normal it would be at most about %s."
            .formatted(
                Numbers.percent(share),
                Numbers.decimal(ScalarStatistics.APART),
                Numbers.percent(MANY_APART)));
    panel.say(
        "An outlier is not an error: it may be rare and right. Groups of outliers larger than the number of neighbours look inside themselves and are missed; and where the graph misses neighbours, it misses those of outliers first, so that the score of a row is rather too high than too low.");
    List<Row> top =
        outliers
            .where("outlier_score is not null")
            .orderBy(functions.desc("outlier_score"), functions.desc("lof"), functions.col("id"))
            .limit(LISTED)
            .collectAsList();
    panel.grid(
        new Grid(
            List.of("id", "score", "distance to the last neighbour", "local outlier factor"),
            top.stream()
                .map(
                    row ->
                        List.of(
                            row.get(0).toString(),
                            Numbers.decimal(row.<Double>getAs("outlier_score")),
                            Numbers.decimal(row.<Double>getAs("kth_distance")),
                            Numbers.decimal(row.<Double>getAs("lof"))))
                .toList(),
            "The rows farthest apart. All rows are in table outliers."));
    return panel.build();
  }

  /** One count for every number of occurrences that occurs: seldom more than a few hundred. */
  private static void histogram(Dataset<Row> hubs, Panel.Builder panel) {
    Row range =
        hubs.agg(functions.max("occurrences"), functions.avg("occurrences")).collectAsList().get(0);
    long most = range.isNullAt(0) ? 0 : range.getLong(0);
    if (most == 0) {
      return;
    }
    int width = (int) (most / BINS + 1);
    int count = (int) (most / width + 1);
    double[] edges = new double[count + 1];
    for (int i = 0; i <= count; i++) {
      edges[i] = (double) i * width;
    }
    double[] counts = new double[count];
    hubs.select(functions.floor(functions.col("occurrences").divide(width)).cast("int").as("bin"))
        .groupBy("bin")
        .count()
        .collectAsList()
        .forEach(row -> counts[row.getInt(0)] = row.getLong(1));
    panel.chart(
        "How many lists a row is in",
        new Chart.Histogram(
            "How many rows are among the neighbours of how many others: from 0 to %s, %s on average."
                .formatted(Numbers.count(most), Numbers.decimal(range.getDouble(1))),
            Axis.linear("lists that hold the row"),
            Axis.log("rows"),
            edges,
            counts,
            List.of(Mark.atX("average", range.getDouble(1)))));
  }

  private static Panel labels(Map<String, Double> values, Dataset<Row> statistics, long neighbors) {
    double purity = values.get("label-purity");
    double chance = values.getOrDefault("label-purity-chance", Double.NaN);
    Panel.Builder panel = Panel.titled("Labels of neighbours");
    panel.finding(
        Finding.shape(
            "On average %s of a row's nearest neighbours carry its label; by chance it would be %s."
                .formatted(Numbers.percent(purity), Numbers.percent(chance))));
    panel.say(
        "On average %s of a row's nearest neighbours carry its label; by chance it would be %s. Labels that their own neighbours share are well separated in this table; a low value means that the label is spread among others, is wrong for some rows, or is not what these vectors were made to tell."
            .formatted(Numbers.percent(purity), Numbers.percent(chance)));
    panel.say(
        "Exact copies with the same label raise it without saying anything. A label of few rows cannot fill the lists of its rows, so that only labels with more rows than a list holds are shown.");
    List<Row> rows =
        statistics
            .where(
                functions
                    .col("metric")
                    .equalTo("label-purity")
                    .and(functions.col("group").isNotNull())
                    .and(functions.col("value").isNotNull())
                    .and(functions.col("n").gt(neighbors)))
            .orderBy(functions.col("value"), functions.col("group"))
            .limit(MOST_LABELS + 1)
            .collectAsList();
    List<List<String>> cells =
        rows.stream()
            .limit(MOST_LABELS)
            .map(
                row ->
                    List.of(
                        row.<String>getAs("group"),
                        Numbers.count(row.<Long>getAs("n")),
                        Numbers.percent(row.<Double>getAs("value"))))
            .toList();
    if (cells.isEmpty()) {
      return panel.build();
    }
    panel.grid(
        new Grid(
            List.of("label", "rows", "neighbours with the same label"),
            cells,
            rows.size() > MOST_LABELS
                ? "The %d least pure labels; the others are in the table of statistics."
                    .formatted(MOST_LABELS)
                : "The least pure label first."));
    return panel.build();
  }

  private static Panel labelErrors(Map<String, Double> values, Dataset<Row> errors) {
    Panel.Builder panel = Panel.titled("Labels to look at");
    double candidates = values.getOrDefault("label-error-candidates", 0.0);
    double contradicted = values.getOrDefault("contradicted-copies", 0.0);
    if (candidates > 0) {
      panel.finding(
          Finding.shape(
              "%s rows may carry a wrong label: their neighbours mostly carry another one. They are listed, the most doubtful first."
                  .formatted(Numbers.count(Math.round(candidates)))));
    }
    panel.say(
        "The neighbours of %s of the labelled rows carry another label more often than the row's own. A row is a candidate for a wrong label if the other label is at least as common around it as it is around the rows that carry it: of these there are %s."
            .formatted(
                Numbers.percent(values.getOrDefault("label-disagreement-share", 0.0)),
                Numbers.count(Math.round(candidates))));
    panel.say(
        "This is a list to read, not to apply: rows on the border between two labels, and rare but right ones, are on it too, and rows that were all mislabelled alike are not. Where the purity above is hardly better than chance, labels and vectors have little to do with each other and the list means nothing.");
    if (contradicted > 0) {
      panel.finding(
          Finding.caution(
              "%s rows have an exact copy that carries another label: one of the two labels is wrong, or the vectors do not hold what tells them apart."
                  .formatted(Numbers.count(Math.round(contradicted)))));
    }
    List<Row> top = errors.orderBy("rank").limit(LISTED).collectAsList();
    if (!top.isEmpty()) {
      panel.grid(
          new Grid(
              List.of(
                  "id",
                  "label",
                  "suggested",
                  "neighbours with the label",
                  "with the suggested one",
                  "nearest of those"),
              top.stream().map(StatisticsPanels::labelErrorCells).toList(),
              "The most doubtful labels. All rows that their neighbours outvote are in table label_errors."));
    }
    return panel.build();
  }

  private static List<String> labelErrorCells(Row row) {
    return List.of(
        row.getAs("id").toString(),
        row.getAs("label"),
        row.getAs("suggested_label"),
        Numbers.percent(row.<Double>getAs("own_share")),
        Numbers.percent(row.<Double>getAs("suggested_share")),
        "%s at %s"
            .formatted(
                row.getAs("nearest_id"), Numbers.decimal(row.<Double>getAs("nearest_distance"))));
  }

  /** Returns the numbers of neighbours at which there are figures on the map. */
  private static List<Integer> ranked(Map<String, Double> values, StatisticsParameters parameters) {
    return parameters.coordinates().isEmpty()
        ? List.of()
        : parameters.coordinatesK().stream()
            .filter(k -> values.containsKey("map-trustworthiness-" + k))
            .toList();
  }

  private static Panel map(
      StatisticsParameters parameters, Dataset<Row> statistics, List<Integer> ks) {
    Map<String, Row> rows = new HashMap<>();
    statistics
        .where(functions.col("metric").startsWith("map-").and(functions.col("group").isNull()))
        .collectAsList()
        .forEach(row -> rows.put(row.getAs("metric"), row));
    String name = String.join(", ", parameters.coordinates());
    int middle = ks.get(ks.size() / 2);
    double trust = rows.get("map-trustworthiness-" + middle).<Double>getAs("value");
    double continuity = rows.get("map-continuity-" + middle).<Double>getAs("value");
    Panel.Builder panel = Panel.titled("The map " + name);
    panel.finding(
        Finding.shape(
            "On the map %s, %s of a row's %d nearest are its nearest in the table too. Its trustworthiness is %s, its continuity %s; 1 is best, a map without relation to the table has 0.5."
                .formatted(
                    name,
                    Numbers.percent(rows.get("map-overlap-" + middle).<Double>getAs("value")),
                    middle,
                    Numbers.decimal(trust),
                    Numbers.decimal(continuity))));
    panel.say(
        "Trustworthiness falls where rows are near on the map that are far apart in the table: groups seen there may not exist. Continuity falls where rows near in the table are torn apart: groups may be one. Both count by how many ranks they miss, so that a map of a large table can have 0.9 and few right neighbours: look at the overlap as well. Compare maps of the same rows at the same number of neighbours.");
    panel.grid(
        new Grid(
            List.of("neighbours", "trustworthiness", "continuity", "overlap"),
            ks.stream()
                .map(
                    k ->
                        List.of(
                            Integer.toString(k),
                            withInterval(rows.get("map-trustworthiness-" + k)),
                            withInterval(rows.get("map-continuity-" + k)),
                            withInterval(rows.get("map-overlap-" + k))))
                .toList(),
            "With 95 %% intervals, over %s sampled rows; each rank is exact, among all rows."
                .formatted(Numbers.count(rows.get("map-overlap-" + middle).<Long>getAs("n")))));
    return panel.build();
  }

  private static String withInterval(Row row) {
    double value = row.<Double>getAs("value");
    Double low = row.getAs("low");
    Double high = row.getAs("high");
    return low == null || low.equals(high)
        ? Numbers.decimal(value, 4)
        : "%s (%s to %s)"
            .formatted(
                Numbers.decimal(value, 4), Numbers.decimal(low, 4), Numbers.decimal(high, 4));
  }

  private static Panel spread(Map<String, Double> values, Dataset<Row> spectrum) {
    Panel.Builder panel = Panel.titled("Spread over directions");
    double[] eigenvalues =
        spectrum.orderBy("rank").select("eigenvalue").collectAsList().stream()
            .mapToDouble(row -> row.getDouble(0))
            .toArray();
    if (values.containsKey("effective-rank")) {
      panel.finding(
          Finding.shape(
              "Taken as a whole the rows spread as if over %s equally strong directions out of %s; 90 %% of the variance lies along the first %s principal axes."
                  .formatted(
                      Numbers.count(Math.round(values.get("effective-rank"))),
                      Numbers.count(eigenvalues.length),
                      Numbers.count(Math.round(values.get("dimensions-90"))))));
      panel.say(
          "As a whole the rows spread as if over %s equally strong directions (the effective rank). These are straight directions through the whole table, so that there are at least as many as the local dimension of a curved surface, and usually far more. Two other counts of the same: RankMe, %s, gives weak directions more weight, the participation ratio, %s, gives them less. All are too low where rows are not many times the columns."
              .formatted(
                  Numbers.decimal(values.get("effective-rank")),
                  Numbers.decimal(values.get("rankme-singular-values")),
                  Numbers.decimal(values.get("participation-ratio"))));
      if (values.containsKey("iso-score")) {
        panel.say(
            "IsoScore is %s: 1 would be the same variance in all directions, 0 all of it in one; it is the participation ratio brought between 0 and 1. A low score is no fault by itself: clusters and low dimension lower it, and so does one column that is larger than all others. It is too low where rows are not many times the participation ratio."
                .formatted(Numbers.decimal(values.get("iso-score"))));
      }
      panel.chart("Variance along the principal axes", chart(eigenvalues, values));
    } else if (eigenvalues.length > 0) {
      panel.finding(
          Finding.caution("All rows are equal: there is no direction in which they vary."));
    }
    Double cosine = values.get("mean-cosine");
    if (cosine != null && cosine > ONE_WAY) {
      panel.finding(
          Finding.caution(
              "All rows lean one way: two rows drawn at random have a cosine of %s on average, so that a high cosine says little by itself. Subtracting the mean vector helps."
                  .formatted(Numbers.decimal(cosine))));
    }
    directions(values, panel);
    panel.say(lengths(values));
    return panel.build();
  }

  private static String lengths(Map<String, Double> values) {
    String least = Numbers.decimal(values.get("norm-min"));
    String greatest = Numbers.decimal(values.get("norm-max"));
    String mean = Numbers.decimal(values.get("mean-vector-norm"));
    if (least.equals(greatest)) {
      return "All rows have length %s; the mean vector has length %s: near that they point one way, near 0 all ways."
          .formatted(least, mean);
    }
    return "Lengths of rows run from %s to %s, half of them between %s and %s; the mean vector has length %s."
        .formatted(
            least,
            greatest,
            Numbers.decimal(values.get("norm-quantile-25")),
            Numbers.decimal(values.get("norm-quantile-75")),
            mean);
  }

  private static void directions(Map<String, Double> values, Panel.Builder panel) {
    if (!values.containsKey("mean-cosine")) {
      return;
    }
    panel.say(
        "Two rows drawn at random have a cosine of %s on average (anisotropy): near 0 they point in all directions alike, near 1 all one way. Opposite clusters can hide a lean, so that a mean of 0 does not prove that there is none."
            .formatted(Numbers.decimal(values.get("mean-cosine"))));
    if (values.containsKey("isotropy")) {
      panel.say(
          "Isotropy is %s: 1 if no direction holds more of the rows than another, near 0 if one does (by the partition function of Mu and Viswanath). Clusters and a mean off the origin lower it, so that a higher value is not a better model; a few very long rows can decide it."
              .formatted(Numbers.decimal(values.get("isotropy"))));
    }
    if (values.containsKey("uniformity")) {
      panel.say(
          "Uniformity, how evenly directions cover the sphere, is %s: 0 if all are the same and about -4 if they are spread evenly over many dimensions; rows in tight clusters, and copies, bring it up. It looks at directions alone, and is comparable between models of the same rows, not between tables.%s"
              .formatted(
                  Numbers.decimal(values.get("uniformity")),
                  values.containsKey("label-alignment")
                      ? " Two rows of one label are at a squared distance of %s on average (alignment; 0 is together, 2 is unrelated)."
                          .formatted(Numbers.decimal(values.get("label-alignment")))
                      : ""));
    }
  }

  private static Chart chart(double[] eigenvalues, Map<String, Double> values) {
    int positive = 0;
    while (positive < eigenvalues.length && eigenvalues[positive] > 0) {
      positive++;
    }
    double[] x = new double[positive];
    double[] y = new double[positive];
    for (int i = 0; i < positive; i++) {
      x[i] = i + 1.0;
      y[i] = eigenvalues[i];
    }
    return new Chart.Lines(
        "Variance along each principal axis, from %s along the first to %s along the last of %d that vary."
            .formatted(Numbers.decimal(y[0]), Numbers.decimal(y[positive - 1]), positive),
        Axis.log("principal axis"),
        Axis.log("variance"),
        List.of(LineSeries.of("variance", x, y)),
        false,
        List.of(Mark.atX("90 %", values.get("dimensions-90"))));
  }
}
