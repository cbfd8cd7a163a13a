package io.geodesy.table;

import java.util.Locale;

/** What can be wrong with a row of an embedding table. A row has at most one: the first found. */
public enum Fault {
  /** The id is null. */
  NULL_ID("with a null id"),
  /** The vector is null. */
  NULL_VECTOR("with a null vector"),
  /** The vector is not as long as most are. */
  WRONG_DIMENSION("with a vector of the wrong length"),
  /** An element is null. */
  NULL_ELEMENT("with a null element"),
  /** An element is NaN. */
  NAN("with NaN"),
  /** An element is infinite. */
  INFINITE("with an infinite element"),
  /** A finite double is beyond the largest float, 3.4028235E38. */
  OVERFLOW("with an element too large for float32"),
  /** All elements are zero in float32 where a direction is needed. */
  ZERO_VECTOR("with a zero vector, which has no direction"),
  /** Another row has the same id. */
  DUPLICATE_ID("with an id that appears more than once");

  private final String phrase;

  Fault(String phrase) {
    this.phrase = phrase;
  }

  /** Returns the fault as the end of "3 rows ...". */
  String phrase() {
    return phrase;
  }

  /** Returns the name for tables and files: lower case, words joined by hyphens. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
