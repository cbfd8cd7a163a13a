package io.geodesy.jobs.statistics;

import io.geodesy.graph.NeighborLists;
import java.util.Arrays;
import org.apache.commons.math3.special.Erf;

/**
 * How far every row lies apart, read off the neighbour graph: the distance to its last neighbour
 * and the mean distance to all of them, the local outlier factor (LOF) and the local outlier
 * probability (LoOP). A row without neighbours has NaN.
 *
 * <p>With {@code r(o)} the distance of o to its last neighbour, {@code LOF(p)} is the mean over
 * neighbours o of {@code reach(p) / reach(o)}, where {@code reach(p)} is the mean over neighbours o
 * of {@code max(r(o), d(p, o))}: about 1 where a row is as dense as its neighbours. {@code LoOP(p)}
 * is {@code max(0, erf(q / (s sqrt 2)))}, where q is the root mean square distance of p over the
 * mean of those of its neighbours, less 1, and s three times the root mean square of q over the
 * table.
 *
 * <p>Cost: four passes over {@code n k} neighbours, {@code 48 n} bytes. Determinism class D0: rows
 * are taken in id order.
 *
 * <p>Papers: S. Ramaswamy, R. Rastogi, K. Shim, Efficient Algorithms for Mining Outliers from Large
 * Data Sets, SIGMOD 2000 (last neighbour); F. Angiulli, C. Pizzuti, Fast Outlier Detection in High
 * Dimensional Spaces, PKDD 2002 (mean distance); M. Breunig, H.-P. Kriegel, R. Ng, J. Sander, LOF,
 * SIGMOD 2000; H.-P. Kriegel, P. Kröger, E. Schubert, A. Zimek, LoOP, CIKM 2009. Differs from the
 * papers: ties beyond the k-th neighbour are left out; where all neighbours are copies the reach is
 * taken as the least positive one of the table, so that LOF stays finite.
 */
final class OutlierScores {
  /** Standard deviations of LoOP: 99.7 % of what is normal. */
  private static final double LAMBDA = 3;

  private final double[] last;
  private final double[] mean;
  private final double[] factor;
  private final double[] probability;
  private final double[] lastScores;
  private final double[] factorScores;
  private final double[] scores;

  private OutlierScores(double[] last, double[] mean, double[] factor, double[] probability) {
    this.last = last;
    this.mean = mean;
    this.factor = factor;
    this.probability = probability;
    this.lastScores = UnifiedScores.of(last);
    this.factorScores = UnifiedScores.of(factor);
    this.scores = new double[last.length];
    Arrays.setAll(scores, i -> (lastScores[i] + factorScores[i]) / 2);
  }

  /**
   * Measures all rows.
   *
   * @param lists the graph
   * @param k neighbours of each row, from the nearest
   */
  static OutlierScores of(NeighborLists lists, int k) {
    int n = lists.rows();
    double[] last = new double[n];
    double[] mean = new double[n];
    double[] spread = new double[n];
    for (int i = 0; i < n; i++) {
      int from = lists.offsets()[i];
      int degree = Math.min(k, lists.degree(i));
      double sum = 0;
      double squares = 0;
      for (int e = from; e < from + degree; e++) {
        double distance = lists.distances()[e];
        sum += distance;
        squares += distance * distance;
      }
      last[i] = degree > 0 ? lists.distances()[from + degree - 1] : Double.NaN;
      mean[i] = sum / degree;
      spread[i] = Math.sqrt(squares / degree);
    }
    return new OutlierScores(
        last, mean, ratios(lists, k, reaches(lists, k, last)), probabilities(lists, k, spread));
  }

  private static double[] reaches(NeighborLists lists, int k, double[] last) {
    double[] reaches = new double[last.length];
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < reaches.length; i++) {
      int from = lists.offsets()[i];
      int degree = Math.min(k, lists.degree(i));
      for (int e = from; e < from + degree; e++) {
        // A neighbour may have no list of its own: then only the distance is known.
        double own = last[lists.neighbors()[e]];
        reaches[i] += own > lists.distances()[e] ? own : lists.distances()[e];
      }
      reaches[i] /= degree;
      least = reaches[i] > 0 ? Math.min(least, reaches[i]) : least;
    }
    for (int i = 0; i < reaches.length; i++) {
      reaches[i] = reaches[i] == 0 ? (Double.isInfinite(least) ? 1 : least) : reaches[i];
    }
    return reaches;
  }

  private static double[] ratios(NeighborLists lists, int k, double[] reaches) {
    double[] ratios = new double[reaches.length];
    for (int i = 0; i < ratios.length; i++) {
      int from = lists.offsets()[i];
      int degree = Math.min(k, lists.degree(i));
      int known = 0;
      for (int e = from; e < from + degree; e++) {
        double other = reaches[lists.neighbors()[e]];
        if (!Double.isNaN(other)) {
          ratios[i] += reaches[i] / other;
          known++;
        }
      }
      ratios[i] /= known;
    }
    return ratios;
  }

  private static double[] probabilities(NeighborLists lists, int k, double[] spread) {
    double[] excess = new double[spread.length];
    double squares = 0;
    int measured = 0;
    for (int i = 0; i < excess.length; i++) {
      int from = lists.offsets()[i];
      int degree = Math.min(k, lists.degree(i));
      double sum = 0;
      int known = 0;
      for (int e = from; e < from + degree; e++) {
        double other = spread[lists.neighbors()[e]];
        if (!Double.isNaN(other)) {
          sum += other;
          known++;
        }
      }
      // Copies among copies are as dense as their neighbours; beside copies anything else is apart.
      double ratio = spread[i] == 0 && sum == 0 ? 1 : spread[i] * known / sum;
      excess[i] = known == 0 ? Double.NaN : ratio - 1;
      if (Double.isFinite(excess[i])) {
        squares += excess[i] * excess[i];
        measured++;
      }
    }
    double scale = LAMBDA * Math.sqrt(squares / Math.max(1, measured));
    double[] probabilities = new double[excess.length];
    for (int i = 0; i < excess.length; i++) {
      probabilities[i] =
          excess[i] <= 0 ? 0 : scale > 0 ? Erf.erf(excess[i] / (scale * Math.sqrt(2))) : 1;
      probabilities[i] = Double.isNaN(excess[i]) ? Double.NaN : probabilities[i];
    }
    return probabilities;
  }

  /** Returns the distance of every row to its last neighbour; not to be modified. */
  double[] lastDistances() {
    return last;
  }

  /** Returns the mean distance of every row to its neighbours; not to be modified. */
  double[] meanDistances() {
    return mean;
  }

  /** Returns the local outlier factor of every row; not to be modified. */
  double[] localFactors() {
    return factor;
  }

  /** Returns the local outlier probability of every row; not to be modified. */
  double[] localProbabilities() {
    return probability;
  }

  /** Returns the last distances brought into [0, 1]; not to be modified. */
  double[] distanceScores() {
    return lastScores;
  }

  /** Returns the local outlier factors brought into [0, 1]; not to be modified. */
  double[] factorScores() {
    return factorScores;
  }

  /** Returns the mean of both scores of every row; not to be modified. */
  double[] scores() {
    return scores;
  }
}
