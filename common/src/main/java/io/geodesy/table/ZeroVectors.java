package io.geodesy.table;

/** Whether a vector whose elements are all zero is usable. */
public enum ZeroVectors {
  /** It is a point like any other. */
  ALLOWED,
  /** It is a bad row: a direction is needed. */
  BAD
}
