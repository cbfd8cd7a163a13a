package io.geodesy.jobs.separability;

import io.geodesy.error.ConfigException;
import io.geodesy.graph.CertifiedTree;
import io.geodesy.graph.CompleteTree;
import io.geodesy.graph.CompleteTree.PairWeights;
import io.geodesy.graph.NeighborLists;
import io.geodesy.graph.RowDistances;
import io.geodesy.kernel.IndexSort;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.table.CategoryColumn;
import io.geodesy.table.RowIds;
import io.geodesy.table.VectorBlock;
import java.util.Arrays;
import org.apache.spark.sql.SparkSession;

/** Grows the tree of a group by the way its proof needs, and scores it. */
final class GroupScorer {
  /** Pairs times columns that take about ten seconds on one core. */
  private static final double CHEAP = 1e10;

  private static final double AFFORDABLE = 2e11;

  private final SeparabilityParameters parameters;
  private final NeighborLists lists;
  private final VectorBlock block;
  private final CategoryColumn labels;
  private final Surroundings surroundings;

  /**
   * What does not differ between groups.
   *
   * @param metric of the neighbour table
   * @param isExact whether the neighbour lists are proven
   * @param seed of samples and splits
   */
  record Surroundings(
      SparkSession session, String metric, boolean isExact, long seed, Workers workers) {}

  /**
   * Scores groups of a table.
   *
   * @param labels null where they are not looked at
   */
  GroupScorer(
      SeparabilityParameters parameters,
      NeighborLists lists,
      VectorBlock block,
      CategoryColumn labels,
      Surroundings surroundings) {
    this.parameters = parameters;
    this.lists = lists;
    this.block = block;
    this.labels = labels;
    this.surroundings = surroundings;
  }

  /** Returns whether comparing all pairs takes seconds. */
  static boolean isCheap(double rows, double dim) {
    return rows * rows / 2 * dim <= CHEAP;
  }

  /**
   * Scores one group.
   *
   * @param name null for the whole table
   * @param rows ascending
   */
  GroupScore score(String name, int[] rows) {
    GroupRows group = GroupRows.of(name, rows, block);
    if (parameters.exact() == TreeProof.SAMPLE) {
      return sampled(group);
    }
    CertifiedTree tree = tree(group);
    DeathTimes deaths = DeathTimes.of(tree.tree().weights(), parameters.length());
    double score = deaths.score(parameters.score());
    return withLabels(group, group, tree, deaths, score, Double.NaN, Double.NaN);
  }

  private CertifiedTree tree(GroupRows group) {
    RowDistances distances = distances(group);
    PairWeights pairs = distances::between;
    if (surroundings.isExact()) {
      return CertifiedTree.of(group.lists(lists), pairs, surroundings.workers());
    }
    double work = 0.5 * group.size() * group.size() * group.dim();
    if (isCheap(group.size(), group.dim())
        || (parameters.exact() == TreeProof.CERTIFIED && work <= AFFORDABLE)) {
      return CertifiedTree.ofAllPairs(CompleteTree.of(pairs, group.size(), surroundings.workers()));
    }
    if (parameters.exact() == TreeProof.CERTIFIED) {
      throw new ConfigException(
          "exact is certified but table neighbors is approximate, and comparing all pairs of %d rows takes %.0e operations. Compute the graph with --set knn-graph.mode=exact, or give exact auto or sample."
              .formatted(group.size(), 3 * work));
    }
    return CertifiedTree.ofApproximate(group.lists(lists), pairs, surroundings.workers());
  }

  private GroupScore sampled(GroupRows group) {
    int size = Math.min(parameters.sample(), group.size());
    double[] scores = new double[parameters.repeats()];
    GroupRows first = group;
    CertifiedTree tree = null;
    DeathTimes deaths = null;
    for (int repeat = 0; repeat < scores.length; repeat++) {
      GroupRows members = GroupRows.of(group.name(), sample(group.rows(), size, repeat), block);
      RowDistances distances = distances(members);
      CertifiedTree found =
          CertifiedTree.ofAllPairs(
              CompleteTree.of(distances::between, size, surroundings.workers()));
      DeathTimes times = DeathTimes.of(found.tree().weights(), parameters.length());
      scores[repeat] = times.score(parameters.score());
      if (repeat == 0) {
        first = members;
        tree = found;
        deaths = times;
      }
    }
    double mean = Arrays.stream(scores).average().orElse(Double.NaN);
    DeathTimes ordered =
        new DeathTimes(Arrays.stream(scores).map(s -> -s).sorted().map(s -> -s).toArray());
    boolean hasInterval = scores.length > 1;
    return withLabels(
        group,
        first,
        tree,
        deaths,
        mean,
        hasInterval ? ordered.quantile(0.025) : Double.NaN,
        hasInterval ? ordered.quantile(0.975) : Double.NaN);
  }

  private int[] sample(int[] rows, int size, int repeat) {
    RowIds ids = lists.ids();
    long stream = SeededStream.derive(surroundings.seed(), "sample-" + repeat);
    int[] order =
        IndexSort.sorted(
            rows.length,
            (a, b) -> Long.compareUnsigned(ids.hash(stream, rows[a]), ids.hash(stream, rows[b])));
    return Arrays.stream(order, 0, size).map(i -> rows[i]).sorted().toArray();
  }

  private RowDistances distances(GroupRows group) {
    return new RowDistances(group.values(), group.dim(), surroundings.metric());
  }

  private GroupScore withLabels(
      GroupRows group,
      GroupRows members,
      CertifiedTree tree,
      DeathTimes deaths,
      double score,
      double low,
      double high) {
    LabelSeparation separation = LabelSeparation.UNDEFINED;
    double auc = Double.NaN;
    if (labels != null) {
      int[] rows = members.rows();
      int[] codes = Arrays.stream(rows).map(row -> labels.codes()[row]).toArray();
      float[] values = members.measured(surroundings.metric());
      int count = labels.names().size();
      separation = LabelSeparation.of(values, members.dim(), codes, count, tree.tree());
      long stream = SeededStream.derive(surroundings.seed(), "held-out");
      auc =
          HeldOutAuc.of(
              surroundings.session(),
              values,
              members.dim(),
              codes,
              count,
              i -> lists.ids().hash(stream, rows[i]));
    }
    boolean isWhole = members.size() == group.size();
    return new GroupScore(group, members, tree, isWhole, deaths, score, low, high, separation, auc);
  }
}
