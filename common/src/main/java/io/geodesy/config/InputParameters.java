package io.geodesy.config;

import io.geodesy.analysis.Bounds;
import io.geodesy.analysis.Parameter;
import io.geodesy.table.BadRows;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What every run takes beside the parameters of its analyses.
 *
 * @param format of the input
 * @param idColumn of the input
 * @param vectorColumn of the input
 * @param labelColumn of the input
 * @param groupColumn of the input
 * @param badRows what happens to them
 * @param seed of every random choice
 * @param threads of local work
 */
public record InputParameters(
    @Parameter(
            doc = "Format of the input; auto goes by the file's name and first bytes.",
            value = "auto")
        Optional<String> format,
    @Parameter(doc = "Column of the input that holds the row id.", value = "id") String idColumn,
    @Parameter(doc = "Column of the input that holds the embedding.", value = "vector")
        String vectorColumn,
    @Parameter(
            doc =
                "Column of the input that holds a known class of each row, against which clusters"
                    + " are judged; auto takes the column label if there is one.",
            value = "auto")
        Optional<String> labelColumn,
    @Parameter(
            doc =
                "Column of the input that splits the rows into groups, each with its own figures;"
                    + " auto takes the column group if there is one.",
            value = "auto")
        Optional<String> groupColumn,
    @Parameter(
            doc =
                "What happens to rows that are no embedding (NaN, infinity, null, wrong dimension,"
                    + " duplicate id): fail the run and name some of them, or drop and count them.",
            value = "fail")
        BadRows badRows,
    @Parameter(doc = "Seed of every random choice.", value = "42") long seed,
    @Parameter(
            doc = "Threads of local work; auto takes every core. No result depends on it.",
            value = "auto",
            min = 1,
            max = 1024)
        OptionalInt threads) {

  /** Checks the bounds. */
  public InputParameters {
    threads.ifPresent(value -> Bounds.check(InputParameters.class, "threads", value));
  }

  /** Returns the threads of local work. */
  public int threadCount() {
    return threads.orElse(Runtime.getRuntime().availableProcessors());
  }
}
