package io.geodesy.run;

import io.geodesy.config.ParameterSet;
import io.geodesy.table.BadRows;
import io.geodesy.table.EmbeddingSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a user asks for.
 *
 * @param command name of the analysis or suite as typed; it begins a derived run key
 * @param targets names of the analyses that must run; what they need besides is found or computed
 * @param parameters of every analysis
 * @param source the embedding table
 * @param secondTables the embedding tables given besides it, by name
 * @param output path below which everything is published
 * @param runKey given by the caller, or empty to derive one from the fingerprint
 * @param seed of every random choice
 * @param badRows what happens to rows that are no embedding
 * @param threads of local work; no result depends on it
 * @param inputSettings how the input is read (effective column names, format); part of the
 *     fingerprint
 * @param sink where the tables are written besides Parquet; no result depends on it
 */
public record RunRequest(
    String command,
    List<String> targets,
    ParameterSet parameters,
    EmbeddingSource source,
    SortedMap<String, EmbeddingSource> secondTables,
    String output,
    Optional<String> runKey,
    long seed,
    BadRows badRows,
    int threads,
    SortedMap<String, String> inputSettings,
    Optional<SinkTarget> sink) {
  /** Copies the collections. */
  public RunRequest {
    targets = List.copyOf(targets);
    secondTables = Collections.unmodifiableSortedMap(new TreeMap<>(secondTables));
    inputSettings = Collections.unmodifiableSortedMap(new TreeMap<>(inputSettings));
  }
}
