package io.geodesy.jobs.cli;

import io.geodesy.error.ConfigException;
import io.geodesy.error.ExitCode;
import io.geodesy.jobs.export.GraphExport;
import io.geodesy.jobs.export.GraphFormat;
import io.geodesy.table.StandardTables;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Writes the neighbour graph of a published run as a file of another program. */
final class ExportCommand implements Callable<Integer> {
  private final Console console;
  private final CommandSpec spec;

  ExportCommand(Console console) {
    this.console = console;
    this.spec = CommandSpec.wrapWithoutInspection(this).name("export");
    spec.usageMessage()
        .description("Write the neighbour graph of a published run as a file of another program.");
    spec.usageMessage()
        .footer(
            "",
            "csr-npz: a sparse matrix of distances for scipy.sparse.load_npz; rows and columns in"
                + " the order of the ids, which stand beside it as the array ids; a row's entries"
                + " nearest first, copies as explicit zeros, no diagonal.",
            "viewer: Parquet with row, id and neighbors, a struct of ids (positions of rows, from"
                + " 0) and distances, as embedding viewers take it.",
            "",
            "For instance: geodesy export --format csr-npz --to graph.npz");
    spec.addOption(Options.output("Folder or URI with the published runs."));
    spec.addOption(Options.text("--run-key", "<key>", "Whose graph. Default: the newest run's."));
    spec.addOption(
        Options.text(
            "--format", "<format>", "One of " + String.join(", ", GraphFormat.keys()) + "."));
    spec.addOption(Options.text("--to", "<file>", "File or URI to write, where nothing is yet."));
    spec.addOption(Options.help());
  }

  /** Returns the command as picocli sees it. */
  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() {
    ParseResult arguments = spec.commandLine().getParseResult();
    GraphFormat format = GraphFormat.named(needed(arguments, "--format"));
    String location = needed(arguments, "--to");
    try (Sessions sessions = new Sessions("export", OptionalInt.empty())) {
      PublishedViews views =
          PublishedViews.open(
              Options.outputOf(arguments),
              Options.value(arguments, "--run-key"),
              sessions.hadoop());
      GraphExport export =
          new GraphExport(
              views.dataset(sessions.get(), StandardTables.NEIGHBORS.name()), sessions.hadoop());
      int rows = export.write(format, location);
      console
          .out()
          .printf("The graph of run %s, %d rows, is in %s.%n", views.runKey(), rows, location);
    }
    return ExitCode.DONE.code();
  }

  private static String needed(ParseResult arguments, String option) {
    return Options.value(arguments, option)
        .orElseThrow(
            () ->
                new ConfigException(
                    "Missing %s: for instance geodesy export --format csr-npz --to graph.npz."
                        .formatted(option)));
  }
}
