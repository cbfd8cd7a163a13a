package io.geodesy.jobs.knn;

import io.geodesy.analysis.VectorRule;
import java.util.Locale;

/**
 * How far two rows are apart. All but {@link #INNER_PRODUCT} are metrics; what the table {@code
 * neighbors} holds as distance is said for each.
 */
enum Metric {
  /** The length of the difference. */
  EUCLIDEAN("the Euclidean distance between two vectors"),
  /** The chord between the directions: {@code |x/|x| - y/|y|| = sqrt(2 (1 - cos))}. */
  COSINE(
      "the chord between the directions of two vectors, from 0 (same direction) to 2 (opposite)"),
  /**
   * The largest inner product first. The distance from x to y is {@code sqrt(2 (1 - <x,y> / (|x|
   * M)))} with M the largest norm of the rows searched together, those of the table or of a group:
   * the chord from {@code (x/|x|, 0)} to {@code (y/M, sqrt(1 - |y|^2/M^2))} on the unit sphere of
   * one more dimension, from 0 to 2, of no unit, and that of {@link #COSINE} when all norms are
   * equal. So {@code <x,y> = |x| M (1 - d^2/2)}. From a zero vector it is the square root of 2 to
   * every row.
   *
   * <p>It is no metric: the distance from y to x is another one, and a row's distance to its own
   * copy is zero only if its norm is M, so that copies need not be neighbours.
   *
   * <p>Reference: Bachrach, Finkelstein, Gilad-Bachrach, Katzir, Koenigstein, Nice, Paquet:
   * Speeding up the Xbox recommender system using a Euclidean transformation for inner-product
   * spaces, RecSys 2014.
   */
  INNER_PRODUCT(
      "the inner product of two vectors, the largest first; distances are chords in one more dimension, in which all vectors have the largest length, from 0 to 2"),
  /** The sum of the absolute differences of the elements. */
  MANHATTAN("the sum of the absolute differences of the elements of two vectors"),
  /** In how many elements two vectors of byte values differ. */
  HAMMING("the number of elements in which two vectors differ");

  private final String phrase;

  Metric(String phrase) {
    this.phrase = phrase;
  }

  /** Returns what nearness is, as the end of a sentence. */
  String phrase() {
    return phrase;
  }

  /** Returns the name in parameters and attributes. */
  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns whether rows times a factor each have this distance as their Euclidean one. */
  boolean isEuclidean() {
    return this == EUCLIDEAN || this == COSINE;
  }

  VectorRule vectorRule() {
    return this == COSINE ? VectorRule.HAS_DIRECTION : VectorRule.FINITE;
  }
}
