package io.geodesy.analysis;

/**
 * A sentence of the report's summary.
 *
 * @param weight what kind of sentence
 * @param sentence a whole sentence that a reader understands who has never heard of the analysis
 */
public record Finding(Weight weight, String sentence) {
  /** What kind of sentence a finding is. */
  public enum Weight {
    /** What this table looks like. */
    SHAPE,
    /** What to distrust, and why. */
    CAUTION
  }

  /** A sentence on what this table looks like. */
  public static Finding shape(String sentence) {
    return new Finding(Weight.SHAPE, sentence);
  }

  /** A sentence on what to distrust, and why. */
  public static Finding caution(String sentence) {
    return new Finding(Weight.CAUTION, sentence);
  }
}
