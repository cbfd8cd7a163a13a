package io.geodesy.jobs.cluster;

import io.geodesy.analysis.Estimate;
import io.geodesy.analysis.Numbers;
import io.geodesy.analysis.TableShape;
import io.geodesy.graph.NeighborBlocks;
import io.geodesy.spectral.FilteredIteration;
import java.util.ArrayList;
import java.util.List;

/** What clustering would cost: counted operations over assumed rates of one core. */
final class ClustersEstimate {
  /** The default of knn-graph: the graph that will be there is not known yet. */
  private static final double K = 15;

  private static final double LINKS_PER_SECOND = 2e7;
  private static final double LEIDEN_LINKS_PER_SECOND = 3e5;
  private static final double FLOPS_PER_SECOND = 1e9;
  private static final int K_MEANS_PASSES = 25;

  /** Clusters that are reckoned with where their number is to be chosen. */
  private static final int TYPICAL = 10;

  /** Sum of the numbers tried, times the samples fitted and the passes of a fit. */
  private static final double CHOICE_PASSES = 280.0 * 3 * 30;

  private ClustersEstimate() {}

  static Estimate of(ClustersParameters parameters, TableShape shape) {
    double n = shape.rows();
    double links = n * K;
    List<String> plan = new ArrayList<>();
    plan.add(
        "Weighs the links of the neighbour graph by shared neighbours (about %s of them)."
            .formatted(Numbers.count((long) links)));
    double memory = 60 * links + 8 * n * shape.dim();
    double seconds = links * K / LINKS_PER_SECOND / shape.cores();
    switch (parameters.method()) {
      case LEIDEN -> {
        int rounds = (parameters.starts() + shape.cores() - 1) / shape.cores();
        plan.add(
            "Finds communities by the Leiden algorithm from %d random starts at resolution %s."
                .formatted(parameters.starts(), Numbers.decimal(parameters.resolution())));
        seconds += rounds * links / LEIDEN_LINKS_PER_SECOND;
        memory += 48 * links * Math.min(parameters.starts(), shape.cores());
      }
      case HDBSCAN -> {
        boolean isInBlocks = parameters.isInBlocks(shape.rows());
        boolean isExact =
            !isInBlocks && Hdbscan.isExact(parameters.spanningTree(), shape.rows(), shape.dim());
        plan.add(
            isExact
                ? "Grows the exact spanning tree of all %s pairs of rows."
                    .formatted(Numbers.count((long) (n * (n - 1) / 2)))
                : "Grows the spanning forest of the neighbour graph and bridges its components"
                    + " exactly; a graph in many large components costs more than said here.");
        if (isInBlocks) {
          plan.add(inBlocks(shape, "the spanning tree", 30 * links + 4 * n * shape.dim()));
          memory = 0;
        }
        plan.add(
            "Condenses it to clusters of at least %d rows.".formatted(parameters.minClusterSize()));
        seconds +=
            isExact
                ? 0.5 * n * n * shape.dim() / FLOPS_PER_SECOND
                : links * Math.log(n + 2) / LINKS_PER_SECOND;
        memory += 200 * n;
      }
      case DENSITY_PEAKS -> {
        plan.add(
            "Follows every row to the peak of the density it leads to, and joins peaks that stand less than %s standard errors above their saddle."
                .formatted(Numbers.decimal(parameters.z())));
        seconds += links * Math.log(n + 2) / LINKS_PER_SECOND;
        memory += 60 * n + 20 * links;
      }
      case SPECTRAL -> {
        int count = parameters.clusters().orElse(FrequencyGaps.MOST + 1);
        plan.add(
            parameters.clusters().isPresent()
                ? "Solves for %d eigenvectors and groups the rows by k-means on them."
                    .formatted(count)
                : "Solves for %d eigenvectors, takes those before the widest gap of their frequencies and groups the rows by k-means on them."
                    .formatted(count));
        seconds += 200 * count * links / FLOPS_PER_SECOND * 4 / shape.cores();
        memory += 40 * n * count;
        if (parameters.isInBlocks(shape.rows())) {
          long solver = FilteredIteration.executorBytes(shape.rows(), (long) (2 * links), count);
          plan.add(inBlocks(shape, "the clusters", 4 * n * shape.dim() + solver));
          memory = 200 * n + FilteredIteration.driverBytes(shape.rows(), (long) (2 * links), count);
        }
      }
      case K_MEANS, BISECTING -> {
        seconds += choice(parameters, shape, SampleMeans.MOST_ROWS, 1, plan);
        int count = parameters.clusters().orElse(TYPICAL);
        int sampled = KMeansClusters.rowsOfStart(shape.rows(), count);
        plan.add(
            "Groups the vectors into %s by %s from %d starts on at most %s rows; all rows follow."
                .formatted(
                    number(parameters, "clusters"),
                    parameters.method() == ClusterMethod.K_MEANS
                        ? "k-means"
                        : "k-means of two, again and again,",
                    parameters.starts(),
                    Numbers.count(sampled)));
        seconds +=
            ((double) parameters.starts() * K_MEANS_PASSES * sampled + n)
                * count
                * shape.dim()
                / FLOPS_PER_SECOND
                / shape.cores();
        memory += 16.0 * sampled * shape.dim();
      }
      case K_SUBSPACES -> {
        int dimension = parameters.subspaceDimension();
        seconds += choice(parameters, shape, SampleFlats.MOST_ROWS, dimension, plan);
        double columns = (double) parameters.clusters().orElse(TYPICAL) * dimension;
        plan.add(
            "Fits %s of dimension %d from %d starts on at most 10,000 rows, the best on all."
                .formatted(number(parameters, "subspaces"), dimension, parameters.starts()));
        double rows = n + parameters.starts() * Math.min(n, 10_000);
        seconds +=
            K_MEANS_PASSES
                * rows
                * shape.dim()
                * (0.1 * columns + dimension)
                / FLOPS_PER_SECOND
                / shape.cores();
        memory += 8 * n * shape.dim() + 4 * n * columns;
      }
    }
    if (parameters.stabilitySamples() > 0) {
      plan.add(
          "Groups %d random samples of four fifths of the rows again, to say how much of each cluster comes back."
              .formatted(parameters.stabilitySamples()));
      seconds *= 1 + ClusterStability.SHARE * parameters.stabilitySamples();
    }
    plan.add("Measures modularity, cohesion, squared silhouette and agreement with labels.");
    return new Estimate(plan, (long) memory, seconds);
  }

  private static String number(ClustersParameters parameters, String what) {
    return parameters.clusters().isPresent()
        ? parameters.clusters().getAsInt() + " " + what
        : "that many " + what;
  }

  /** Adds the choice of the number of clusters to the plan; returns its seconds. */
  private static double choice(
      ClustersParameters parameters, TableShape shape, int most, int width, List<String> plan) {
    if (parameters.clusters().isPresent()) {
      return 0;
    }
    double rows = Math.min(shape.rows(), most);
    plan.add(
        "Chooses the number of clusters, up to %d, on %s sampled rows by how far their silhouette exceeds that of one Gaussian cloud."
            .formatted(SilhouetteExcess.MOST, Numbers.count((long) rows)));
    return 0.1 * CHOICE_PASSES * rows * shape.dim() * width / FLOPS_PER_SECOND / shape.cores();
  }

  private static String inBlocks(TableShape shape, String gets, double bytes) {
    int blocks = NeighborBlocks.usualCount(shape.rows(), shape.dim());
    return "Leaves lists and vectors on the executors, in %s blocks of %s rows; the driver gets %s. They hold about %s, on disk where memory is short."
        .formatted(
            Numbers.count(blocks),
            Numbers.count(shape.rows() / blocks),
            gets,
            Numbers.mebibytes((long) bytes));
  }
}
