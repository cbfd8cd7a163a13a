package io.geodesy.jobs.statistics;

import io.geodesy.graph.NeighborLists;
import io.geodesy.table.CategoryColumn;

/**
 * How often a row's neighbours carry its label: the mean over labelled rows of the share of their
 * labelled neighbours with the same label. Missing labels are no class: such rows neither ask nor
 * answer.
 *
 * <p>Cost: one pass over {@code n k} neighbours. Class D0: rows are taken in id order.
 */
final class LabelPurity {
  private final double[] sums;
  private final long[] rows;
  private final long[] sizes;

  private LabelPurity(int labels) {
    sums = new double[labels];
    rows = new long[labels];
    sizes = new long[labels];
  }

  /**
   * Measures it.
   *
   * @param lists the graph
   * @param labels of the same rows
   * @param k neighbours of each row, from the nearest
   */
  static LabelPurity of(NeighborLists lists, CategoryColumn labels, int k) {
    LabelPurity purity = new LabelPurity(labels.names().size());
    int[] codes = labels.codes();
    for (int i = 0; i < lists.rows(); i++) {
      if (codes[i] == CategoryColumn.MISSING) {
        continue;
      }
      purity.sizes[codes[i]]++;
      int same = 0;
      int labelled = 0;
      int end = lists.offsets()[i] + Math.min(k, lists.degree(i));
      for (int j = lists.offsets()[i]; j < end; j++) {
        int code = codes[lists.neighbors()[j]];
        labelled += code == CategoryColumn.MISSING ? 0 : 1;
        same += code == codes[i] ? 1 : 0;
      }
      if (labelled > 0) {
        purity.sums[codes[i]] += (double) same / labelled;
        purity.rows[codes[i]]++;
      }
    }
    return purity;
  }

  /** Returns the rows that have a label and a labelled neighbour. */
  long rows() {
    long sum = 0;
    for (long count : rows) {
      sum += count;
    }
    return sum;
  }

  /** Returns such rows of one label. */
  long rows(int label) {
    return rows[label];
  }

  /** Returns the purity of all rows, NaN if there are none. */
  double overall() {
    double sum = 0;
    for (double part : sums) {
      sum += part;
    }
    return sum / rows();
  }

  /** Returns the purity of one label, NaN if it has no rows that count. */
  double of(int label) {
    return sums[label] / rows[label];
  }

  /** Returns what neighbours drawn at random would reach. */
  double chance() {
    double total = 0;
    double squares = 0;
    for (long size : sizes) {
      total += size;
      squares += (double) size * (size - 1);
    }
    return total > 1 ? squares / (total * (total - 1)) : Double.NaN;
  }
}
