package io.geodesy.analysis;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The size of an embedding table, and of those given besides it.
 *
 * @param rows n
 * @param dim columns of the vector
 * @param cores of this process or cluster
 * @param second by name, each without second tables of its own
 */
public record TableShape(long rows, int dim, int cores, SortedMap<String, TableShape> second) {
  /** Copies the map. */
  public TableShape {
    second = Collections.unmodifiableSortedMap(new TreeMap<>(second));
  }

  /** A table alone. */
  public TableShape(long rows, int dim, int cores) {
    this(rows, dim, cores, new TreeMap<>());
  }

  /** Returns this table with second ones. */
  public TableShape with(Map<String, TableShape> tables) {
    return new TableShape(rows, dim, cores, new TreeMap<>(tables));
  }
}
