package io.geodesy.config;

import io.geodesy.analysis.Analysis;
import io.geodesy.analysis.AnalysisRegistry;
import io.geodesy.analysis.Descriptor;
import io.geodesy.analysis.Determinism;
import io.geodesy.analysis.SecondTable;
import io.geodesy.analysis.Suite;
import io.geodesy.table.Column;
import io.geodesy.table.ColumnType;
import io.geodesy.table.StandardTables;
import io.geodesy.table.TableContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The reference documentation in Markdown, made from the descriptors alone: every command with its
 * parameters, every table with its columns, each once.
 */
public final class ReferenceDocs {
  private final AnalysisRegistry registry;
  private final StringBuilder page = new StringBuilder();

  private ReferenceDocs(AnalysisRegistry registry) {
    this.registry = registry;
  }

  /** Returns the page, ending with a newline. */
  public static String markdown(AnalysisRegistry registry) {
    return new ReferenceDocs(registry).write();
  }

  private String write() {
    line("# Reference");
    line("Made from the code by `./scripts/geodesy reference > docs/reference.md`; do not edit.");
    line("## Commands");
    registry.suites().forEach(s -> item(s.name(), s.summary()));
    registry.analyses().forEach(a -> item(a.descriptor().name(), a.descriptor().summary()));
    line("");
    everyRun();
    registry.suites().forEach(this::suite);
    registry.analyses().forEach(a -> analysis(a.descriptor()));
    tables();
    return page.toString().stripTrailing() + "\n";
  }

  private void everyRun() {
    line("## Parameters of every run");
    line(
        "Set by flag (`--seed 7`), by `--set seed=7`, or in the job file given by `--config` (HOCON,"
            + " `seed = 7`). A flag wins over the file, the file over the default. A key of one"
            + " analysis is written `k` where only one analysis of the run has it, and"
            + " `knn-graph.k` anywhere. `auto` lets the run decide.");
    parameters(InputParameters.class);
  }

  private void suite(Suite suite) {
    line("## " + suite.name());
    line(suite.summary());
    line("Runs, over shared tables and under one run key: " + links(suite.members()) + ".");
  }

  private void analysis(Descriptor<?> d) {
    line("## " + d.name());
    line(d.summary());
    line("Reads " + inputs(d) + ". Publishes " + tableLinks(d.outputs()) + ".");
    d.secondTables().forEach(t -> line(secondTable(t)));
    line(promise(d.determinism()) + " Version " + d.version() + ".");
    parameters(d.parameters());
    if (!d.references().isEmpty()) {
      line("Papers:");
      d.references().forEach(r -> page.append("- ").append(r).append('\n'));
      line("");
    }
  }

  private static String inputs(Descriptor<?> d) {
    String needed = inputs(d, d.inputs());
    return d.optionalInputs().isEmpty()
        ? needed
        : needed + ", and where the run has them " + inputs(d, d.optionalInputs());
  }

  private static String inputs(Descriptor<?> d, List<String> tables) {
    return tables.stream()
        .map(t -> d.hasSecondTable(t) ? code(t) : tableLink(t))
        .collect(Collectors.joining(", "));
  }

  private static String secondTable(SecondTable table) {
    return "`%1$s` is an embedding table like %2$s: %3$s Name it by `--%1$s PATH`, or by `%1$s = PATH` in a job file; formats, column names and the rules for bad rows are those of the input."
        .formatted(table.name(), tableLink(StandardTables.VECTORS.name()), table.doc());
  }

  private void parameters(Class<? extends Record> type) {
    List<ParameterKey> keys = ParameterKey.of(type);
    if (keys.isEmpty()) {
      line("It has no parameters.");
      return;
    }
    row("key", "default", "values", "meaning");
    row("---", "---", "---", "---");
    keys.forEach(k -> row(code(k.name()), code(k.defaultText()), values(k), meaning(k)));
    line("");
  }

  private static String values(ParameterKey key) {
    String form =
        key.choices().isEmpty()
            ? key.expected()
            : key.choices().stream().map(ReferenceDocs::code).collect(Collectors.joining(", "));
    String unit = key.parameter().unit();
    return unit.isEmpty() ? form : form + "; " + unit;
  }

  private static String meaning(ParameterKey key) {
    String why = key.parameter().why();
    return why.isEmpty() ? key.parameter().doc() : key.parameter().doc() + " *Why:* " + why;
  }

  private void tables() {
    line("## Tables");
    line(
        "Every run publishes a table as Parquet below `<output>/<table>/run=<run key>/`. An id is"
            + " BIGINT or STRING, as in the input. A column that may be null says when. With"
            + " `--sink iceberg` or `delta` the same tables, and `runs`, are in the namespace that"
            + " `--sink-namespace` names.");
    contracts().values().forEach(this::table);
  }

  private void table(TableContract table) {
    line("### Table " + table.name());
    String writers =
        registry.analyses().stream()
            .map(Analysis::descriptor)
            .filter(d -> d.outputs().stream().anyMatch(t -> t.name().equals(table.name())))
            .map(d -> link(d.name(), d.name()))
            .collect(Collectors.joining(", "));
    line(writers.isEmpty() ? table.doc() : table.doc() + " Published by " + writers + ".");
    row("column", "type", "meaning");
    row("---", "---", "---");
    table.columns().forEach(c -> row(code(c.name()), type(c), c.doc()));
    line("");
  }

  /** Every table once, by name: the input and whatever any analysis publishes. */
  private Map<String, TableContract> contracts() {
    Map<String, TableContract> contracts = new TreeMap<>();
    contracts.put(StandardTables.VECTORS.name(), StandardTables.VECTORS);
    registry
        .analyses()
        .forEach(a -> a.descriptor().outputs().forEach(t -> contracts.put(t.name(), t)));
    return contracts;
  }

  private static String type(Column column) {
    ColumnType type = column.type();
    String name =
        switch (type) {
          case ID -> "id";
          case IDS -> "ARRAY&lt;id&gt;";
          case BIGINTS -> "ARRAY&lt;BIGINT&gt;";
          case FLOATS -> "ARRAY&lt;FLOAT&gt;";
          case DOUBLES -> "ARRAY&lt;DOUBLE&gt;";
          default -> type.name();
        };
    return column.isNullable() ? name + " or null" : name;
  }

  private static String promise(Determinism determinism) {
    return switch (determinism) {
      case D0 ->
          "Determinism D0: a rerun gives the same bits, whatever the partitions, threads or retries.";
      case D1 -> "Determinism D1: a rerun gives the same bits for one partitioning.";
      case D2 -> "Determinism D2: a rerun gives the same numbers within a stated tolerance.";
    };
  }

  private static String tableLinks(List<TableContract> tables) {
    return names(tables.stream().map(TableContract::name).toList());
  }

  private static String names(List<String> tables) {
    return tables.stream().map(ReferenceDocs::tableLink).collect(Collectors.joining(", "));
  }

  private static String tableLink(String table) {
    return link(table, "table-" + table.toLowerCase(Locale.ROOT));
  }

  private static String links(List<String> analyses) {
    List<String> links = new ArrayList<>();
    analyses.forEach(a -> links.add(link(a, a)));
    return String.join(", ", links);
  }

  private static String link(String text, String anchor) {
    return "[%s](#%s)".formatted(text, anchor);
  }

  private static String code(String text) {
    return text.isEmpty() ? "(empty)" : "`" + text + "`";
  }

  private void item(String name, String summary) {
    page.append("- ").append(link(name, name)).append(": ").append(summary).append('\n');
  }

  private void row(String... cells) {
    page.append("| ");
    for (String cell : cells) {
      page.append(cell.replace("|", "\\|")).append(" | ");
    }
    page.setLength(page.length() - 1);
    page.append('\n');
  }

  private void line(String text) {
    page.append(text).append(text.isEmpty() ? "\n" : "\n\n");
  }
}
