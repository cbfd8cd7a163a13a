package io.geodesy.run;

import io.geodesy.analysis.Finding;
import io.geodesy.analysis.Panel;
import io.geodesy.analysis.Tables;
import io.geodesy.report.Report;
import io.geodesy.report.ReportPage;
import io.geodesy.report.Section;
import io.geodesy.run.Manifest.PublishedTable;
import io.geodesy.run.Manifest.ReusedAnalysis;
import io.geodesy.run.Manifest.StageTime;
import io.geodesy.run.Step.Status;
import io.geodesy.table.EmbeddingSource;
import io.geodesy.table.EmbeddingSource.InputFile;
import io.geodesy.table.StandardTables;
import io.geodesy.table.ValidatedVectors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Makes a run visible: the report, every table by one rename, the manifest last. Where it breaks
 * off, no manifest says that the run exists, and the next attempt goes on from there.
 */
final class Publication {
  private final RunRequest request;
  private final RunPlan plan;
  private final Fingerprint fingerprint;
  private final RunFiles files;
  private final Stages stages;
  private final Provenance provenance;
  private final List<String> warnings = new ArrayList<>();

  Publication(
      RunRequest request,
      RunPlan plan,
      Fingerprint fingerprint,
      RunFiles files,
      Stages stages,
      Provenance provenance) {
    this.request = request;
    this.plan = plan;
    this.fingerprint = fingerprint;
    this.files = files;
    this.stages = stages;
    this.provenance = provenance;
    if (!files.isExclusive()) {
      warnings.add(
          "The file system of %s does not promise that one of two drivers fails to create a file: nothing keeps two drivers on this run key apart."
              .formatted(files.root()));
    }
  }

  /** Publishes what an execution committed. */
  Manifest publish(
      Tables tables, ValidatedVectors vectors, SortedMap<String, ValidatedVectors> second) {
    List<Section> sections = new ArrayList<>(sections(tables));
    rowsLeftOut("", vectors).ifPresent(sections::add);
    second.forEach(
        (name, table) -> rowsLeftOut(" of table " + name, table).ifPresent(sections::add));
    Manifest manifest = manifest(vectors, second, findings(sections));
    Report report = new ReportOfRun(manifest, tables).with(sections);
    String page = ReportPage.render(report);

    outputs().forEach(stages::publish);
    stages.checkLease();
    files.delete(files.report(plan.runKey()));
    files.commit(plan.runKey(), files.report(plan.runKey()), page);
    stages.checkLease();
    files.commit(plan.runKey(), files.manifest(plan.runKey()), Json.pretty(manifest));
    stages.clear();
    return manifest;
  }

  /** The parts of the targets in the order asked for, then those of what they needed. */
  private List<Section> sections(Tables tables) {
    Comparator<Step<?>> asAsked =
        Comparator.comparingInt(
            step ->
                request.targets().contains(step.name())
                    ? request.targets().indexOf(step.name())
                    : Integer.MAX_VALUE);
    return plan.steps().stream()
        .filter(step -> step.status() != Status.NOT_NEEDED)
        .sorted(asAsked)
        .map(step -> Section.of(step.descriptor(), panels(step, tables)))
        .toList();
  }

  /** Rows that were dropped are named first thing in the report, not only counted in a table. */
  private static Optional<Section> rowsLeftOut(String whose, ValidatedVectors vectors) {
    if (vectors.droppedRows() == 0) {
      return Optional.empty();
    }
    String kinds =
        vectors.dropped().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(dropped -> dropped.getKey().key() + " " + dropped.getValue())
            .collect(Collectors.joining(", "));
    String sentence =
        "%d of %d rows%s were left out, since they cannot be used (%s): all figures are about the others."
            .formatted(vectors.droppedRows(), vectors.rows() + vectors.droppedRows(), whose, kinds);
    Panel panel =
        Panel.titled("Rows left out").finding(Finding.caution(sentence)).say(sentence).build();
    return Optional.of(
        new Section(
            StandardTables.VECTORS.name(),
            "Reads and checks the input.",
            List.of(),
            List.of(panel)));
  }

  /** A picture that cannot be drawn must not cost the tables that were computed for hours. */
  private List<Panel> panels(Step<?> step, Tables tables) {
    try {
      return step.panels(tables);
    } catch (Exception e) {
      String warning =
          files.withoutSecrets(
              "The report lacks the part of %s, which failed: %s. Its tables are complete."
                  .formatted(step.name(), e));
      warnings.add(warning);
      return List.of(
          Panel.titled(step.name()).finding(Finding.caution(warning)).say(warning).build());
    }
  }

  private static List<Finding> findings(List<Section> sections) {
    return sections.stream()
        .flatMap(section -> section.panels().stream())
        .flatMap(panel -> panel.findings().stream())
        .distinct()
        .toList();
  }

  private Manifest manifest(
      ValidatedVectors vectors,
      SortedMap<String, ValidatedVectors> second,
      List<Finding> findings) {
    Map<String, Manifest.Input> secondTables = new TreeMap<>();
    second.forEach(
        (name, table) ->
            secondTables.put(
                name,
                input(
                    request.secondTables().get(name),
                    provenance.inputs().second().get(name),
                    table)));
    Map<String, SortedMap<String, String>> parameters = new LinkedHashMap<>();
    plan.steps().forEach(step -> parameters.put(step.name(), step.effective()));
    return new Manifest(
        plan.runKey(),
        request.command(),
        request.targets(),
        provenance.created(),
        provenance.seconds(),
        provenance.versions(),
        plan.fingerprint(),
        fingerprint.parts(),
        request.seed(),
        input(request.source(), provenance.inputs().vectors(), vectors),
        secondTables,
        parameters,
        publishedTables(),
        reused(),
        stages.used().stream().map(StageTime::of).toList(),
        phases(),
        provenance.tasks(),
        files.relative(files.report(plan.runKey())),
        findings,
        warnings);
  }

  private Manifest.Input input(
      EmbeddingSource source, List<InputFile> files, ValidatedVectors vectors) {
    SortedMap<String, Long> dropped = new TreeMap<>();
    vectors.dropped().forEach((fault, rows) -> dropped.put(fault.key(), rows));
    return new Manifest.Input(
        source.location(),
        files,
        request.inputSettings(),
        request.badRows().name().toLowerCase(Locale.ROOT),
        vectors.rows(),
        vectors.dim(),
        dropped);
  }

  /** The stages that become tables; every analysis' own statistics are part of the common ones. */
  private List<StageRecord> outputs() {
    String common = Stages.outputOf(Execution.SELF, StandardTables.STATISTICS.name());
    return stages.used().stream()
        .filter(stage -> !stage.table().isEmpty())
        .filter(
            stage ->
                !stage.table().equals(StandardTables.STATISTICS.name())
                    || stage.stage().equals(common))
        .toList();
  }

  private List<PublishedTable> publishedTables() {
    return outputs().stream().map(this::published).toList();
  }

  private PublishedTable published(StageRecord stage) {
    String producer = stage.stage().substring(0, stage.stage().indexOf('.'));
    String lineage =
        plan.steps().stream()
            .filter(step -> step.name().equals(producer))
            .findFirst()
            .<String>map(Step::lineage)
            .orElse(plan.fingerprint());
    return new PublishedTable(
        stage.table(),
        files.relative(files.table(stage.table(), plan.runKey())),
        producer,
        lineage,
        stage.rows(),
        stage.digest(),
        stage.schema(),
        stage.attributes());
  }

  private List<ReusedAnalysis> reused() {
    return plan.steps().stream()
        .filter(step -> step.status() == Status.REUSE)
        .map(step -> new ReusedAnalysis(step.name(), step.reusedFrom(), Planner.tablesOf(step)))
        .toList();
  }

  private Map<String, Map<String, Double>> phases() {
    Map<String, Map<String, Double>> phases = new LinkedHashMap<>();
    for (StageRecord stage : stages.used()) {
      String analysis = stage.stage().substring(0, stage.stage().indexOf('.'));
      Map<String, Double> sums = phases.computeIfAbsent(analysis, a -> new LinkedHashMap<>());
      stage
          .phases()
          .forEach(
              (phase, seconds) -> sums.merge(phase, seconds, (a, b) -> Stopwatch.rounded(a + b)));
    }
    return phases;
  }
}
