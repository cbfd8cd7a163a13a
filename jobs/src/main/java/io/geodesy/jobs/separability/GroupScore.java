package io.geodesy.jobs.separability;

import io.geodesy.graph.CertifiedTree;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * What was found for one group.
 *
 * @param rows of the group
 * @param members of those the tree is over: all, or the first sample
 * @param tree of the members
 * @param isWhole whether the members are all rows
 * @param deaths of the tree
 * @param score the mean over samples, or that of the one tree
 * @param low lower end of its interval over samples, NaN without one
 * @param high upper end
 * @param labels what they say
 * @param auc NaN where undefined
 */
record GroupScore(
    GroupRows rows,
    GroupRows members,
    CertifiedTree tree,
    boolean isWhole,
    DeathTimes deaths,
    double score,
    double low,
    double high,
    LabelSeparation labels,
    double auc) {

  /** Returns the edges that are not proven to be in the tree of all rows. */
  long uncertified() {
    return isWhole ? tree.uncertified() : tree.tree().edges();
  }

  Row toRow() {
    boolean hasDeaths = deaths.values().length > 0;
    return RowFactory.create(
        rows.name(),
        (long) rows.size(),
        hasDeaths ? deaths.total() : null,
        finite(deaths.max()),
        finite(deaths.mean()),
        finite(deaths.median()),
        finite(deaths.meanNormalised()),
        finite(deaths.shareAboveHalf()),
        finite(deaths.largestGap()),
        finite(score),
        finite(labels.fisher()),
        finite(labels.thornton()),
        finite(labels.calinskiHarabasz()),
        finite(auc),
        uncertified());
  }

  static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
