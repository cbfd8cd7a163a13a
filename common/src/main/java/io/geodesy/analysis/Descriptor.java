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
 * @param inputs names of tables it needs: {@code vectors}, another analysis' outputs, or second
 *     tables
 * @param optionalInputs names of tables it uses when the same run has them, or the user gives them
 * @param outputs the tables it publishes
 * @param determinism what a rerun promises
 * @param secondTables embedding tables that the user gives besides {@code vectors}; each is an
 *     input
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
    Determinism determinism,
    List<SecondTable> secondTables) {
  /** Copies the lists, and checks that every second table is an input. */
  public Descriptor {
    references = List.copyOf(references);
    inputs = List.copyOf(inputs);
    optionalInputs = List.copyOf(optionalInputs);
    outputs = List.copyOf(outputs);
    secondTables = List.copyOf(secondTables);
    for (SecondTable table : secondTables) {
      if (!inputs.contains(table.name()) && !optionalInputs.contains(table.name())) {
        throw new IllegalArgumentException(
            "%s declares the second table %s but does not read it".formatted(name, table.name()));
      }
    }
  }

  /** An analysis that reads no embedding table besides {@code vectors}. */
  public Descriptor(
      String name,
      int version,
      String summary,
      List<String> references,
      Class<P> parameters,
      List<String> inputs,
      List<String> optionalInputs,
      List<TableContract> outputs,
      Determinism determinism) {
    this(
        name,
        version,
        summary,
        references,
        parameters,
        inputs,
        optionalInputs,
        outputs,
        determinism,
        List.of());
  }

  /** Returns whether the user gives a table of this name to this analysis. */
  public boolean hasSecondTable(String table) {
    return secondTables.stream().anyMatch(t -> t.name().equals(table));
  }
}
