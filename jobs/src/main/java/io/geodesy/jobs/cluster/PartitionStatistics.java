package io.geodesy.jobs.cluster;

import io.geodesy.table.Statistic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What is said of a grouping in the {@code statistics} table. */
final class PartitionStatistics {
  private final Partition partition;
  private final List<Statistic> statistics = new ArrayList<>();
  private final int rows;

  PartitionStatistics(Partition partition) {
    this.partition = partition;
    this.rows = partition.cluster().length;
  }

  /** Adds what needs no labels. */
  PartitionStatistics internal(
      GraphQuality quality, SquaredSilhouette silhouette, String silhouetteNote) {
    int[] sizes = partition.sizes();
    int clustered = rows - partition.noise();
    add("clusters", partition.clusters(), rows, "noise not counted");
    add("noise-share", (double) partition.noise() / rows, rows, "share of rows in no cluster");
    add(
        "largest-cluster-share",
        sizes.length == 0 ? Double.NaN : (double) sizes[0] / rows,
        rows,
        sizes.length == 0 ? "there is no cluster" : null);
    add(
        "mean-strength",
        Arrays.stream(partition.strength()).sum() / clustered,
        clustered,
        "over the rows of all clusters");
    add(
        "modularity",
        quality.modularity(),
        rows,
        "of the shared-neighbour graph at resolution 1; noise as clusters of one row");
    add("coverage", quality.coverage(), rows, "share of the link weight inside clusters");
    add(
        "worst-conductance",
        Arrays.stream(quality.conductance()).filter(Double::isFinite).max().orElse(Double.NaN),
        rows,
        "greatest share of a cluster's link weight that leaves it");
    add("silhouette-squared", silhouette.mean(), clustered, silhouetteNote);
    return this;
  }

  /** Adds how much of the clusters comes back in samples. */
  PartitionStatistics stability(double[] stability, int samples) {
    int[] sizes = partition.sizes();
    double sum = 0;
    long stable = 0;
    int doubtful = 0;
    for (int c = 0; c < sizes.length; c++) {
      if (Double.isFinite(stability[c])) {
        sum += stability[c] * sizes[c];
        stable += sizes[c];
        doubtful += stability[c] < ClusterStability.DOUBTFUL ? 1 : 0;
      }
    }
    String note = "over %d samples of four fifths of the rows, grouped again".formatted(samples);
    add("stability", sum / stable, stable, "mean of the clusters, each by its rows; " + note);
    add("doubtful-clusters", doubtful, rows, "clusters with a stability below 0.6; " + note);
    return this;
  }

  /** Adds the agreement with labels, noise once as a class and once left out. */
  PartitionStatistics external(LabelCounts labels) {
    agreement(labels, Contingency.Noise.A_CLASS, "", "noise is a class of its own");
    if (partition.noise() > 0) {
      agreement(
          labels, Contingency.Noise.LEFT_OUT, "-without-noise", "rows in no cluster left out");
    }
    return this;
  }

  /** Returns them. */
  List<Statistic> all() {
    return List.copyOf(statistics);
  }

  private void agreement(LabelCounts labels, Contingency.Noise noise, String suffix, String note) {
    Contingency table = Contingency.of(labels.counts(), noise);
    long n = table.total();
    String said = n == 0 ? "no row has both a cluster and a label" : note;
    add("adjusted-rand-index" + suffix, table.adjustedRand(), n, said);
    add("adjusted-mutual-information" + suffix, table.adjustedMutualInformation(), n, said);
    add("normalized-mutual-information" + suffix, table.normalizedMutualInformation(), n, said);
    add("homogeneity" + suffix, table.homogeneity(), n, said);
    add("completeness" + suffix, table.completeness(), n, said);
    add("v-measure" + suffix, table.vMeasure(), n, said);
    add("purity" + suffix, table.purity(), n, said);
    add("b-cubed-precision" + suffix, table.bCubedPrecision(), n, said);
    add("b-cubed-recall" + suffix, table.bCubedRecall(), n, said);
    add("b-cubed-f" + suffix, table.bCubedF(), n, said);
  }

  private void add(String metric, double value, long n, String note) {
    statistics.add(Statistic.of(ClustersAnalysis.NAME, metric, value, n).withNote(note));
  }
}
