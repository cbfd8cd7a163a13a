package io.geodesy.jobs.cli;

import io.geodesy.error.ConfigException;
import io.geodesy.error.ExitCode;
import io.geodesy.jobs.export.GraphExport;
import io.geodesy.jobs.export.GraphFormat;
import io.geodesy.jobs.export.TableExport;
import io.geodesy.jobs.export.TableFormat;
import io.geodesy.table.StandardTables;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Writes the neighbour graph, or any table, of a published run as one file for other programs. */
final class ExportCommand implements Callable<Integer> {
  private final Console console;
  private final CommandSpec spec;

  ExportCommand(Console console) {
    this.console = console;
    this.spec = CommandSpec.wrapWithoutInspection(this).name("export");
    spec.usageMessage()
        .description(
            "Write the neighbour graph, or any table, of a published run as one file for other programs.");
    spec.usageMessage()
        .footer(
            "",
            "csr-npz: a sparse matrix of distances for scipy.sparse.load_npz; rows and columns in"
                + " the order of the ids, which stand beside it as the array ids; a row's entries"
                + " nearest first, copies as explicit zeros, no diagonal.",
            "viewer: Parquet with row, id and neighbors, a struct of ids (positions of rows, from"
                + " 0) and distances, as embedding viewers take it.",
            "",
            "parquet, csv: the table named by --table as it is, rows in the order of their ids; csv"
                + " has a header and takes tables without arrays. Table issues has the columns of"
                + " cleanlab's issue tables, keep_list the ids that deduplication keeps.",
            "",
            "For instance: geodesy export --format csr-npz --to graph.npz",
            "              geodesy export --table issues --format csv --to issues.csv");
    spec.addOption(Options.output("Folder or URI with the published runs."));
    spec.addOption(
        Options.text("--run-key", "<key>", "Whose graph or table. Default: the newest run's."));
    spec.addOption(
        Options.text(
            "--format",
            "<format>",
            "One of %s; with --table one of %s."
                .formatted(
                    String.join(", ", GraphFormat.keys()), String.join(", ", TableFormat.keys()))));
    spec.addOption(
        Options.text("--table", "<name>", "Published table to write, in place of the graph."));
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
    Optional<String> table = Options.value(arguments, "--table");
    String format = needed(arguments, "--format");
    Optional<TableFormat> plain = table.map(name -> TableFormat.named(format));
    Optional<GraphFormat> graph =
        table.isPresent() ? Optional.empty() : Optional.of(graphFormat(format));
    String location = needed(arguments, "--to");
    try (Sessions sessions = new Sessions("export", OptionalInt.empty())) {
      PublishedViews views =
          PublishedViews.open(
              Options.outputOf(arguments),
              Options.value(arguments, "--run-key"),
              sessions.hadoop());
      String name = table.orElse(StandardTables.NEIGHBORS.name());
      Dataset<Row> published = views.dataset(sessions.get(), name);
      long rows =
          plain.isPresent()
              ? new TableExport(published, sessions.hadoop()).write(plain.get(), location)
              : new GraphExport(published, sessions.hadoop()).write(graph.orElseThrow(), location);
      String what = plain.isPresent() ? "Table " + name : "The graph";
      console
          .out()
          .printf("%s of run %s, %d rows, is in %s.%n", what, views.runKey(), rows, location);
    }
    return ExitCode.DONE.code();
  }

  private static GraphFormat graphFormat(String format) {
    if (TableFormat.keys().contains(format)) {
      throw new ConfigException(
          "--format %s writes a table, and none is named: give --table, such as --table issues, or a format of graphs: %s."
              .formatted(format, String.join(", ", GraphFormat.keys())));
    }
    return GraphFormat.named(format);
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
