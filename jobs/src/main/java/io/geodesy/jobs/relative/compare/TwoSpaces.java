package io.geodesy.jobs.relative.compare;

import io.geodesy.jobs.relative.Similarities;
import io.geodesy.kernel.Workers;
import io.geodesy.table.VectorBlock;

/**
 * The same items in two spaces, as unit rows and as similarities to the same anchors.
 *
 * @param items in id order
 * @param firstUnit {@code items x firstDim}
 * @param firstDim columns of the first space
 * @param secondUnit {@code items x secondDim}
 * @param secondDim columns of the second
 * @param first similarities in the first space, {@code items x anchors}
 * @param second similarities in the second
 * @param anchors number of them
 */
@SuppressWarnings("ArrayRecordComponent")
record TwoSpaces(
    int items,
    double[] firstUnit,
    int firstDim,
    double[] secondUnit,
    int secondDim,
    double[] first,
    double[] second,
    int anchors) {

  static TwoSpaces of(
      VectorBlock first,
      VectorBlock second,
      double[] firstAnchors,
      double[] secondAnchors,
      Workers workers) {
    double[] firstUnit = Similarities.unit(Similarities.widen(first.values()), first.dim());
    double[] secondUnit = Similarities.unit(Similarities.widen(second.values()), second.dim());
    return new TwoSpaces(
        first.rows(),
        firstUnit,
        first.dim(),
        secondUnit,
        second.dim(),
        Similarities.of(firstUnit, firstAnchors, first.dim(), workers),
        Similarities.of(secondUnit, secondAnchors, second.dim(), workers),
        firstAnchors.length / first.dim());
  }

  /** Returns the first similarities of every row, rounded and then divided by their norm. */
  double[] seenFrom(double[] similarities, int count, double quantize) {
    double[] seen = new double[items * count];
    for (int i = 0; i < items; i++) {
      System.arraycopy(similarities, i * anchors, seen, i * count, count);
    }
    Similarities.quantize(seen, quantize);
    for (int i = 0; i < items; i++) {
      Similarities.normalise(seen, i * count, count);
    }
    return seen;
  }
}
