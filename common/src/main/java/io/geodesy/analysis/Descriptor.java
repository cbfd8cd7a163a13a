package io.geodesy.analysis;

import io.geodesy.table.TableContract;
import java.util.List;

/**
 * What is known of an analysis before it runs.
 *
 * @param name as typed: lower case, words joined by hyphens
 * @param version counts changes after which the same input may give another output; part of every
 *     fingerprint
 * @param summary one sentence for help and reference
 * @param references the papers: authors, title, venue, year
 * @param parameters the record type
 * @param inputs names of tables it needs, {@code vectors} or another analysis' outputs
 * @param optionalInputs names of tables it uses when the same run has them
 * @param outputs the tables it publishes
 * @param determinism what a rerun promises
 * @param <P> the record type
 */
public record Descriptor<P extends Record>(
    String name,
    int version,
    String summary,
    List<String> references,
    Class<P> parameters,
    List<String> inputs,
    List<String> optionalInputs,
    List<TableContract> outputs,
    Determinism determinism) {
  /** Copies the lists. */
  public Descriptor {
    references = List.copyOf(references);
    inputs = List.copyOf(inputs);
    optionalInputs = List.copyOf(optionalInputs);
    outputs = List.copyOf(outputs);
  }
}
