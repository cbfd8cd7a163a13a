package io.geodesy.table;

/** What happens to rows that break the rules of an embedding table. */
public enum BadRows {
  /** The run fails and names some of them. */
  FAIL,
  /** They are left out, counted and reported. */
  DROP
}
