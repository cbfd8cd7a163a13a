package io.geodesy.config;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything a run is told but where {@code vectors} is and where it writes.
 *
 * @param input what every run takes
 * @param analyses the parameters of each analysis
 * @param secondTables where each second table is that was given, by name
 */
public record RunParameters(
    InputParameters input, ParameterSet analyses, SortedMap<String, String> secondTables) {
  /** Copies the map. */
  public RunParameters {
    secondTables = Collections.unmodifiableSortedMap(new TreeMap<>(secondTables));
  }
}
