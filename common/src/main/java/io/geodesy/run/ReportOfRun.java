package io.geodesy.run;

import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Grid;
import io.geodesy.analysis.Tables;
import io.geodesy.report.Fact;
import io.geodesy.report.Report;
import io.geodesy.report.Section;
import io.geodesy.table.EmbeddingSource.InputFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.hadoop.fs.Path;

/** What the report says of the run itself: the facts at its head, the provenance at its end. */
final class ReportOfRun {
  private static final int FILES_SHOWN = 20;
  private static final List<String> HEAD_ATTRIBUTES = List.of("metric", "k", "recall");

  private final Manifest manifest;
  private final Tables tables;

  ReportOfRun(Manifest manifest, Tables tables) {
    this.manifest = manifest;
    this.tables = tables;
  }

  /** Returns the report with the sections of the analyses. */
  Report with(List<Section> sections) {
    String title = new Path(manifest.input().location()).getName();
    return new Report(title, manifest.runKey(), facts(), sections, provenance());
  }

  private List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("rows", String.format(Locale.ROOT, "%,d", manifest.input().rows())));
    facts.add(new Fact("dimension", Integer.toString(manifest.input().dim())));
    manifest
        .secondTables()
        .forEach(
            (name, table) ->
                facts.add(
                    new Fact(
                        name,
                        String.format(
                            Locale.ROOT,
                            "%s, %,d rows",
                            new Path(table.location()).getName(),
                            table.rows()))));
    HEAD_ATTRIBUTES.forEach(
        name -> attribute(name).map(v -> new Fact(name, v)).ifPresent(facts::add));
    facts.add(new Fact("date", manifest.created().substring(0, 10)));
    return facts;
  }

  private Optional<String> attribute(String name) {
    return tables.names().stream()
        .map(tables::attributes)
        .map(Attributes::asMap)
        .filter(values -> values.containsKey(name))
        .map(values -> shown(values.get(name)))
        .findFirst();
  }

  private static String shown(Object value) {
    return value instanceof Double number
        ? String.format(Locale.ROOT, "%.4f", number)
        : value.toString();
  }

  private List<Grid> provenance() {
    List<Grid> grids = new ArrayList<>();
    List<String> header = List.of("parameter", "value");
    for (Map.Entry<String, SortedMap<String, String>> analysis : manifest.parameters().entrySet()) {
      if (!analysis.getValue().isEmpty()) {
        grids.add(
            new Grid(header, rows(analysis.getValue()), "Parameters of " + analysis.getKey()));
      }
    }
    grids.add(files("Input files", manifest.input()));
    manifest
        .secondTables()
        .forEach((name, table) -> grids.add(files("Files of table " + name, table)));
    grids.add(new Grid(List.of("what", "value"), run(), "Run"));
    return grids;
  }

  private static Grid files(String what, Manifest.Input table) {
    List<List<String>> rows =
        table.files().stream().limit(FILES_SHOWN).map(ReportOfRun::file).toList();
    int count = table.files().size();
    String caption =
        count <= FILES_SHOWN ? what : "%s, the first %d of %d".formatted(what, FILES_SHOWN, count);
    return new Grid(List.of("file", "bytes"), rows, caption);
  }

  private static List<String> file(InputFile file) {
    return List.of(file.name(), String.format(Locale.ROOT, "%,d", file.length()));
  }

  private List<List<String>> run() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("run key", manifest.runKey()));
    rows.add(List.of("command", manifest.command()));
    rows.add(List.of("created", manifest.created()));
    rows.add(List.of("input", manifest.input().location()));
    manifest
        .secondTables()
        .forEach(
            (name, table) ->
                rows.add(
                    List.of(
                        "table " + name,
                        String.format(
                            Locale.ROOT,
                            "%s, %,d rows of %d columns",
                            table.location(),
                            table.rows(),
                            table.dim()))));
    rows.add(List.of("seed", Long.toString(manifest.seed())));
    rows.add(List.of("fingerprint", manifest.fingerprint()));
    rows.addAll(rows(manifest.versions()));
    manifest
        .reused()
        .forEach(r -> rows.add(List.of("tables of " + r.analysis() + " from run", r.runKey())));
    return rows;
  }

  private static List<List<String>> rows(Map<String, String> values) {
    return values.entrySet().stream().map(e -> List.of(e.getKey(), e.getValue())).toList();
  }
}
