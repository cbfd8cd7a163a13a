package io.geodesy.jobs.statistics;

import io.geodesy.graph.NeighborLists;
import io.geodesy.kernel.IndexSort;
import io.geodesy.table.CategoryColumn;
import io.geodesy.table.ExactCopies;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows whose neighbours mostly carry another label, the most doubtful first: by the share of
 * neighbours with the row's own label less that of the commonest other one, then by the distance to
 * the nearest row that carries it.
 *
 * <p>A row is a <em>candidate</em> for a wrong label when that other label is at least as common
 * around it as it is around the rows that carry it (its purity), half a neighbour forgiven since
 * shares are multiples of 1/k. A label that is spread among others anyway has a low bar, one that
 * keeps to itself a high one. Missing labels are no class: such rows neither ask nor answer.
 *
 * <p>Cost: one pass over {@code n k} neighbours with {@code k^2} comparisons of labels a row at
 * most, and a sort of the rows found. Determinism class D0: ties go to the row's own label, then to
 * the label that comes first by name, then to the lesser id.
 *
 * <p>Paper: C. Northcutt, L. Jiang, I. Chuang, Confident Learning: Estimating Uncertainty in
 * Dataset Labels, JAIR 70, 2021. Differs from the paper: shares of neighbours stand for the
 * probabilities of a trained classifier, which the row itself takes no part in; only the commonest
 * other label is tried, and it must outvote the row's own.
 */
final class LabelErrors {
  /**
   * A row outvoted by its neighbours.
   *
   * @param row its number
   * @param label that it carries
   * @param suggested the commonest other label around it
   * @param ownShare of its labelled neighbours with its own label
   * @param suggestedShare with the suggested one
   * @param nearest row of the suggested label among its neighbours
   * @param distance to that row
   * @param isCandidate whether the suggested label is as common around it as around its own rows
   */
  record Doubt(
      int row,
      String label,
      String suggested,
      double ownShare,
      double suggestedShare,
      int nearest,
      double distance,
      boolean isCandidate) {
    double margin() {
      return ownShare - suggestedShare;
    }
  }

  private static final double HALF = 0.5;

  private final List<Doubt> doubts;
  private final int contradicted;
  private final double[] ownShares;
  private final String[] labels;
  private final String[] predicted;

  private LabelErrors(
      List<Doubt> doubts,
      int contradicted,
      double[] ownShares,
      String[] labels,
      String[] predicted) {
    this.doubts = doubts;
    this.contradicted = contradicted;
    this.ownShares = ownShares;
    this.labels = labels;
    this.predicted = predicted;
  }

  /** No labels, no doubts. */
  static LabelErrors none(int rows) {
    double[] ownShares = new double[rows];
    Arrays.fill(ownShares, Double.NaN);
    return new LabelErrors(List.of(), 0, ownShares, new String[rows], new String[rows]);
  }

  /**
   * Finds them.
   *
   * @param lists the graph
   * @param labels of the same rows
   * @param k neighbours of each row, from the nearest
   * @param purity of the labels at the same k
   * @param copies among the rows
   */
  static LabelErrors of(
      NeighborLists lists, CategoryColumn labels, int k, LabelPurity purity, ExactCopies copies) {
    List<Doubt> found = new ArrayList<>();
    Votes votes = new Votes(lists, labels, k);
    double[] ownShares = new double[lists.rows()];
    for (int i = 0; i < lists.rows(); i++) {
      boolean isAsked = votes.count(i);
      ownShares[i] = isAsked ? (double) votes.own() / votes.voters : Double.NaN;
      if (isAsked && votes.most() > votes.own()) {
        found.add(votes.doubt(purity));
      }
    }
    int[] order =
        IndexSort.sorted(
            found.size(),
            (a, b) -> {
              Doubt one = found.get(a);
              Doubt other = found.get(b);
              int byKind = Boolean.compare(other.isCandidate(), one.isCandidate());
              int byMargin = Double.compare(one.margin(), other.margin());
              return byKind != 0
                  ? byKind
                  : byMargin != 0 ? byMargin : Double.compare(one.distance(), other.distance());
            });
    String[] given = new String[lists.rows()];
    String[] predicted = new String[lists.rows()];
    for (int i = 0; i < lists.rows(); i++) {
      int code = labels.codes()[i];
      given[i] = code == CategoryColumn.MISSING ? null : labels.names().get(code);
      predicted[i] = Double.isNaN(ownShares[i]) ? null : given[i];
    }
    found.forEach(doubt -> predicted[doubt.row()] = doubt.suggested());
    return new LabelErrors(
        Arrays.stream(order).mapToObj(found::get).toList(),
        contradicted(labels.codes(), copies),
        ownShares,
        given,
        predicted);
  }

  private static int contradicted(int[] codes, ExactCopies copies) {
    int[] rows = copies.rows();
    int[] first = new int[codes.length];
    Arrays.fill(first, CategoryColumn.MISSING);
    boolean[] isMixed = new boolean[codes.length];
    for (int row : rows) {
      int group = copies.representative(row);
      if (codes[row] != CategoryColumn.MISSING) {
        isMixed[group] |= first[group] != CategoryColumn.MISSING && first[group] != codes[row];
        first[group] = codes[row];
      }
    }
    return (int)
        Arrays.stream(rows)
            .filter(r -> codes[r] != CategoryColumn.MISSING && isMixed[copies.representative(r)])
            .count();
  }

  /** Returns the rows outvoted by their neighbours: candidates first, the most doubtful first. */
  List<Doubt> doubts() {
    return doubts;
  }

  /** Returns the number of candidates. */
  long candidates() {
    return doubts.stream().filter(Doubt::isCandidate).count();
  }

  /** Returns a row's label, null if it has none. */
  String label(int row) {
    return labels[row];
  }

  /** Returns the share of a row's labelled neighbours with its own label; NaN without either. */
  double ownShare(int row) {
    return ownShares[row];
  }

  /** Returns the commonest label around a row, its own of equals; null where nobody votes. */
  String predicted(int row) {
    return predicted[row];
  }

  /** Returns how many labelled rows have an exact copy, directly or not, with another label. */
  int contradicted() {
    return contradicted;
  }

  /** The labels around one row after another. */
  private static final class Votes {
    private final NeighborLists lists;
    private final List<String> names;
    private final int[] codes;
    private final int k;
    private int[] labels = new int[0];
    private int[] counts = new int[0];
    private int[] nearest = new int[0];
    private int row;
    private int kinds;
    private int voters;

    Votes(NeighborLists lists, CategoryColumn column, int k) {
      this.lists = lists;
      this.names = column.names();
      this.codes = column.codes();
      this.k = k;
    }

    /** Counts around a row, and returns whether it has a label and a labelled neighbour. */
    boolean count(int asked) {
      row = asked;
      kinds = 0;
      voters = 0;
      int degree = Math.min(k, lists.degree(row));
      if (labels.length < degree) {
        labels = new int[degree];
        counts = new int[degree];
        nearest = new int[degree];
      }
      int from = lists.offsets()[row];
      for (int e = from; e < from + degree; e++) {
        int code = codes[lists.neighbors()[e]];
        if (code != CategoryColumn.MISSING) {
          vote(code, e);
          voters++;
        }
      }
      return codes[row] != CategoryColumn.MISSING && voters > 0;
    }

    private void vote(int code, int edge) {
      int at = 0;
      while (at < kinds && labels[at] != code) {
        at++;
      }
      if (at == kinds) {
        labels[at] = code;
        counts[at] = 0;
        nearest[at] = edge;
        kinds++;
      }
      counts[at]++;
    }

    /** Returns the votes for the row's own label. */
    int own() {
      for (int at = 0; at < kinds; at++) {
        if (labels[at] == codes[row]) {
          return counts[at];
        }
      }
      return 0;
    }

    /** Returns the votes for the commonest other label. */
    int most() {
      int at = commonest();
      return at < 0 ? 0 : counts[at];
    }

    private int commonest() {
      int best = -1;
      for (int at = 0; at < kinds; at++) {
        if (labels[at] != codes[row]
            && (best < 0
                || counts[at] > counts[best]
                || (counts[at] == counts[best] && labels[at] < labels[best]))) {
          best = at;
        }
      }
      return best;
    }

    Doubt doubt(LabelPurity purity) {
      int at = commonest();
      int edge = nearest[at];
      return new Doubt(
          row,
          names.get(codes[row]),
          names.get(labels[at]),
          (double) own() / voters,
          (double) counts[at] / voters,
          lists.neighbors()[edge],
          lists.distances()[edge],
          (counts[at] + HALF) / voters >= purity.of(labels[at]));
    }
  }
}
