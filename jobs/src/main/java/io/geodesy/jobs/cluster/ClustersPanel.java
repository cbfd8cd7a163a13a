package io.geodesy.jobs.cluster;

import io.geodesy.analysis.Chart;
import io.geodesy.analysis.Finding;
import io.geodesy.analysis.Grid;
import io.geodesy.analysis.Numbers;
import io.geodesy.analysis.Panel;
import io.geodesy.analysis.Tables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * The clusters' part of the report: sizes, a table of clusters, agreement with labels, cautions.
 */
final class ClustersPanel {
  /** More clusters than this are counted, not drawn. */
  private static final int MOST_SHOWN = 40;

  private static final double GIANT = 0.9;
  private static final double MUCH_NOISE = 0.25;
  private static final double WEAK_MODULARITY = 0.3;

  /** A sphere without clusters shows 0.17, swiss roll 0.05, digits and rings below 0.03. */
  private static final double MUCH_LEAVES = 0.1;

  private static final double LOW_RECALL = 0.9;

  private final ClustersParameters parameters;
  private final Tables published;
  private final Map<String, Double> values;
  private final List<Row> clusters;
  private final CountCurve curve;
  private final Panel.Builder panel = Panel.titled("Clusters");

  private ClustersPanel(ClustersParameters parameters, Tables published) {
    this.parameters = parameters;
    this.published = published;
    this.values = values(published);
    this.curve = CountCurve.of(published).orElse(null);
    this.clusters =
        published
            .dataset("cluster_statistics")
            .where("cluster >= 0")
            .orderBy("cluster")
            .limit(MOST_SHOWN)
            .collectAsList();
  }

  static List<Panel> of(ClustersParameters parameters, Tables published) {
    return List.of(new ClustersPanel(parameters, published).build());
  }

  private static Map<String, Double> values(Tables published) {
    Map<String, Double> values = new HashMap<>();
    published
        .dataset("statistics")
        .where(functions.col("analysis").equalTo(ClustersAnalysis.NAME))
        .where("group is null and value is not null")
        .select("metric", "value")
        .collectAsList()
        .forEach(row -> values.put(row.getString(0), row.getDouble(1)));
    return values;
  }

  private Panel build() {
    int count = (int) value("clusters").orElse(0.0).doubleValue();
    double noise = value("noise-share").orElse(0.0);
    panel.finding(Finding.shape(shape(count, noise)));
    panel.say(explanation());
    choice().ifPresent(c -> panel.say(c.sentence()));
    agreement()
        .ifPresent(
            sentence -> {
              panel.finding(Finding.shape(sentence));
              panel.say(sentence);
            });
    value("silhouette-squared")
        .ifPresent(
            v ->
                panel.say(
                    "The squared silhouette is %s: near 1, clusters are far apart for their width; near 0, they touch. It uses squared distances and is higher than the usual silhouette."
                        .formatted(Numbers.decimal(v, 2))));
    value("stability").ifPresent(v -> panel.say(stability(v)));
    cautions(count, noise)
        .forEach(
            c -> {
              panel.finding(Finding.caution(c));
              panel.say(c);
            });
    if (!clusters.isEmpty()) {
      choice()
          .filter(c -> c.counts().length > 0)
          .ifPresent(c -> panel.chart(c.heading(), c.chart()));
      panel.chart("Sizes", sizes(count));
      panel.grid(table(count));
    }
    return panel.build();
  }

  private String shape(int count, double noise) {
    if (count == 0) {
      return "No clusters: method %s found no group of rows that stands out."
          .formatted(ClustersAnalysis.name(parameters.method()));
    }
    String left =
        noise > 0 ? ", leaving out " + Numbers.percent(noise) + " of the rows as noise" : "";
    if (count == 1) {
      return "The rows form one cluster by method %s%s: %s."
          .formatted(
              ClustersAnalysis.name(parameters.method()),
              left,
              noise > 0
                  ? "they do not come apart into several"
                  : "it holds all of them, they do not come apart into several");
    }
    return "The rows form %s by method %s%s; the largest holds %s of them."
        .formatted(
            Numbers.count(count) + " clusters",
            ClustersAnalysis.name(parameters.method()),
            left,
            Numbers.percent(value("largest-cluster-share").orElse(Double.NaN)));
  }

  private String explanation() {
    return switch (parameters.method()) {
      case LEIDEN ->
          "A cluster is a group of rows that count each other among their neighbours far more than"
              + " rows of other groups do. The number of clusters was found, not given; parameter"
              + " resolution makes them finer or coarser.";
      case HDBSCAN ->
          "A cluster is a region where rows are dense and that stays connected over a range of"
              + " densities; rows in sparse surroundings are noise and belong to none.";
      case DENSITY_PEAKS ->
          "Every row was followed uphill, each time to its nearest denser neighbour, to a peak of"
              + " the density; rows that reach one peak are a cluster. Peaks that do not stand"
              + " clearly above the saddle to the next, by parameter z, were joined to it.";
      case SPECTRAL ->
          "The neighbour graph was cut along its slowest modes, as many as there are clusters.";
      case K_MEANS ->
          "Every row belongs to the nearest of the centres; the clusters are round by construction.";
      case BISECTING ->
          "The rows were divided in two by k-means, and the largest part again, until there were as"
              + " many centres; every row belongs to the one its path of divisions leads to.";
      case K_SUBSPACES ->
          "Every row belongs to the flat through the origin, of the given dimension, that holds most"
              + " of its length; length alone does not matter, direction does."
              + value("subspace-share")
                  .map(v -> " Together they hold " + Numbers.percent(v) + " of it.")
                  .orElse("");
    };
  }

  private Optional<String> agreement() {
    return value("adjusted-mutual-information")
        .map(
            ami ->
                "Compared with the labels, %s: adjusted mutual information (AMI) %s, where 0 is chance and 1 is agreement; purity %s, adjusted Rand index %s."
                    .formatted(
                        inWords(ami),
                        Numbers.decimal(ami, 2),
                        Numbers.decimal(value("purity").orElse(Double.NaN), 2),
                        Numbers.decimal(value("adjusted-rand-index").orElse(Double.NaN), 2)));
  }

  /** AMI is 0 for groupings that agree by chance alone and 1 for equal ones. */
  static String inWords(double ami) {
    if (ami > 0.99) {
      return "the clusters are the labels";
    }
    if (ami >= 0.8) {
      return "the clusters nearly are the labels";
    }
    if (ami >= 0.5) {
      return "the clusters follow the labels in large part";
    }
    if (ami >= 0.2) {
      return "the clusters have something to do with the labels";
    }
    return ami >= 0.05
        ? "the clusters have little to do with the labels"
        : "the clusters have nothing to do with the labels";
  }

  private String stability(double mean) {
    return "Grouped again %d times on a random four fifths of the rows, %s of a cluster comes back on average (the rows it shares with its best match, of the rows in either; each cluster's is in the table). Above three quarters a cluster is no accident of the sample; that it means something is not proved by that."
        .formatted(parameters.stabilitySamples(), Numbers.percent(mean));
  }

  private List<String> cautions(int count, double noise) {
    List<String> cautions = new ArrayList<>();
    if (noise >= MUCH_NOISE) {
      cautions.add(
          "%s of the rows are in no cluster: figures about clusters say nothing about them."
              .formatted(Numbers.percent(noise)));
    }
    double largest = value("largest-cluster-share").orElse(0.0);
    if (count > 1 && largest >= GIANT) {
      cautions.add(
          "One cluster holds %s of the rows: what the others show may be outliers rather than groups."
              .formatted(Numbers.percent(largest)));
    }
    choice()
        .filter(CountCurve::isUncertain)
        .ifPresent(c -> cautions.add("The number of clusters is uncertain: " + c.doubt() + "."));
    value("doubtful-clusters")
        .filter(d -> d > 0)
        .ifPresent(
            d ->
                cautions.add(
                    "%s of %s clusters come back by less than three fifths where a fifth of the rows is left out: do not interpret them."
                        .formatted(Numbers.count(d.longValue()), Numbers.count(count))));
    if (count == 1) {
      cautions.add("There is one cluster only, so nothing can be said about how clusters differ.");
    }
    value("modularity")
        .filter(m -> count > 1 && m < WEAK_MODULARITY)
        .ifPresent(
            m ->
                cautions.add(
                    "Modularity is %s: the groups are barely denser than chance, and another seed may cut the table elsewhere."
                        .formatted(Numbers.decimal(m, 2))));
    value("worst-conductance")
        .filter(w -> count > 1 && w > MUCH_LEAVES)
        .ifPresent(
            w ->
                cautions.add(
                    "Up to %s of a cluster's links leave it: clusters that touch like this may be parts of one continuous shape."
                        .formatted(Numbers.percent(w))));
    published
        .find("neighbors")
        .flatMap(t -> t.attributes().number("recall").stream().boxed().findFirst())
        .filter(r -> r < LOW_RECALL)
        .ifPresent(
            r ->
                cautions.add(
                    "The neighbour graph holds only %s of the true neighbours, so clusters may be split or joined where links are missing."
                        .formatted(Numbers.percent(r))));
    value("worst-residual")
        .filter(r -> r > 1e-3)
        .ifPresent(
            r ->
                cautions.add(
                    "The eigenvectors behind these clusters did not converge (residual %s)."
                        .formatted(Numbers.decimal(r, 2))));
    return cautions;
  }

  private Optional<CountCurve> choice() {
    return Optional.ofNullable(curve);
  }

  private Chart sizes(int count) {
    double[] sizes = clusters.stream().mapToDouble(r -> r.<Long>getAs("size")).toArray();
    List<String> names =
        clusters.stream().map(r -> Integer.toString(r.<Integer>getAs("cluster"))).toList();
    return new Chart.Bars(
        "Rows of each cluster, largest first: from %s down to %s%s."
            .formatted(
                Numbers.count((long) sizes[0]),
                Numbers.count((long) sizes[sizes.length - 1]),
                count > MOST_SHOWN ? " in the largest " + MOST_SHOWN + " clusters" : ""),
        Chart.Axis.linear("cluster"),
        Chart.Axis.linear("rows"),
        names,
        sizes);
  }

  private Grid table(int count) {
    boolean hasLabels = clusters.stream().anyMatch(r -> r.<String>getAs("majority_label") != null);
    List<String> header = new ArrayList<>(List.of("cluster", "rows", "cohesion", "strength"));
    if (hasLabels) {
      header.addAll(List.of("commonest label", "its share"));
    }
    if (hasStability()) {
      header.add("stability");
    }
    header.add("most central rows");
    String shown =
        count > MOST_SHOWN
            ? "The largest %d of %s clusters. ".formatted(MOST_SHOWN, Numbers.count(count))
            : "";
    return new Grid(
        header,
        clusters.stream().map(row -> cells(row, hasLabels)).toList(),
        shown
            + "Cohesion is the share of the members' neighbours that are members too; strength is"
            + " how firmly members belong, from 0 to 1.");
  }

  private boolean hasStability() {
    return parameters.stabilitySamples() > 0;
  }

  private List<String> cells(Row row, boolean hasLabels) {
    List<String> cells = new ArrayList<>();
    cells.add(Integer.toString(row.<Integer>getAs("cluster")));
    cells.add(Numbers.count(row.<Long>getAs("size")));
    cells.add(decimal(row.getAs("cohesion")));
    cells.add(decimal(row.getAs("mean_strength")));
    if (hasLabels) {
      String label = row.getAs("majority_label");
      Double share = row.getAs("majority_share");
      cells.add(label == null ? "–" : label);
      cells.add(share == null ? "–" : Numbers.percent(share));
    }
    if (hasStability()) {
      cells.add(decimal(row.getAs("stability")));
    }
    List<?> exemplars = row.getList(row.fieldIndex("exemplar_ids"));
    cells.add(String.join(", ", exemplars.stream().map(String::valueOf).toList()));
    return cells;
  }

  private static String decimal(Double value) {
    return value == null ? "–" : Numbers.decimal(value, 2);
  }

  private Optional<Double> value(String metric) {
    return Optional.ofNullable(values.get(metric));
  }
}
