package io.geodesy.table;

/**
 * One column of a table contract.
 *
 * @param name as users read it
 * @param type its type
 * @param isNullable whether null is a legal value, which the documentation then explains
 * @param doc one sentence: meaning, unit, when null
 */
public record Column(String name, ColumnType type, boolean isNullable, String doc) {
  /** A column that is never null. */
  public static Column of(String name, ColumnType type, String doc) {
    return new Column(name, type, false, doc);
  }

  /** A column that may be null, for the reason its documentation gives. */
  public static Column nullable(String name, ColumnType type, String doc) {
    return new Column(name, type, true, doc);
  }
}
