package io.geodesy.run;

import io.geodesy.table.EmbeddingSource.InputFile;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files that a run reads, listed when it was planned.
 *
 * @param vectors those of the embedding table
 * @param second those of every second table, by its name
 */
record InputListing(List<InputFile> vectors, SortedMap<String, List<InputFile>> second) {
  /** Copies the lists. */
  InputListing {
    vectors = List.copyOf(vectors);
    second = Collections.unmodifiableSortedMap(new TreeMap<>(second));
  }

  /** Lists what a request reads. */
  static InputListing of(RunRequest request) {
    TreeMap<String, List<InputFile>> second = new TreeMap<>();
    request.secondTables().forEach((name, source) -> second.put(name, source.files()));
    return new InputListing(request.source().files(), second);
  }
}
