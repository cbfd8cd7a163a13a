package io.geodesy.table;

import io.geodesy.error.DataException;
import java.util.List;

/** The failure that names bad rows: a line for every fault, at most five rows on it. */
final class BadRowMessage {
  private static final int LONGEST_ID = 60;

  private final String column;
  private final StringBuilder text;
  private boolean hasElements;

  /**
   * Begins the message.
   *
   * @param table as the user calls it
   * @param column the user's name of the vector column
   */
  BadRowMessage(String table, String column) {
    this.column = column;
    this.text = new StringBuilder("Table %s has rows that cannot be used:".formatted(table));
  }

  /**
   * Adds a line for rows that share a fault of the vector.
   *
   * @param fault what is wrong
   * @param count rows
   * @param examples the rows to name
   * @param dim the length most vectors have
   */
  void add(Fault fault, long count, List<RowScan.Example> examples, int dim) {
    List<String> named =
        examples.stream()
            .map(e -> "row " + shown(e.id()) + ": " + describe(fault, e, dim))
            .toList();
    addLine(fault, count, named, count - named.size());
  }

  /**
   * Adds the line for duplicate ids.
   *
   * @param count rows whose id is not theirs alone
   * @param ids the ids to name, each with its number of rows
   * @param others ids not named
   */
  void addDuplicates(long count, List<DuplicateIds.Repeated> ids, long others) {
    addLine(
        Fault.DUPLICATE_ID,
        count,
        ids.stream().map(d -> "id %s appears %d times".formatted(shown(d.id()), d.rows())).toList(),
        others);
  }

  private void addLine(Fault fault, long count, List<String> named, long others) {
    text.append("\n- ").append(count).append(count == 1 ? " row " : " rows ");
    text.append(fault.phrase());
    if (!named.isEmpty()) {
      text.append(": ").append(String.join("; ", named));
    }
    if (!named.isEmpty() && others > 0) {
      text.append("; and ").append(others).append(" more");
    }
    text.append('.');
  }

  private String describe(Fault fault, RowScan.Example example, int dim) {
    return switch (fault) {
      case NULL_VECTOR -> "column %s is null".formatted(column);
      case WRONG_DIMENSION ->
          "column %s has %d element%s, not %d as most rows have"
              .formatted(column, example.length(), example.length() == 1 ? "" : "s", dim);
      case ZERO_VECTOR -> "all elements of column %s are 0".formatted(column);
      case NULL_ELEMENT, NAN, INFINITE, OVERFLOW -> {
        hasElements = true;
        yield "element %d of column %s is %s".formatted(example.element(), column, example.found());
      }
      case NULL_ID, DUPLICATE_ID -> throw new IllegalArgumentException(fault.name());
    };
  }

  private static String shown(Object id) {
    String text = id.toString();
    return text.length() <= LONGEST_ID ? text : text.substring(0, LONGEST_ID) + "...";
  }

  /** Ends the message. */
  DataException toException() {
    if (hasElements) {
      text.append("\nElements are counted from 0.");
    }
    text.append("\nMend the table, or leave these rows out with --bad-rows drop.");
    return new DataException(text.toString());
  }
}
