package io.geodesy.jobs.cli;

import io.geodesy.analysis.Analysis;
import io.geodesy.analysis.AnalysisRegistry;
import io.geodesy.analysis.Descriptor;
import io.geodesy.analysis.SecondTable;
import io.geodesy.config.ConfigFile;
import io.geodesy.config.InputParameters;
import io.geodesy.config.ParameterBinder;
import io.geodesy.config.ParameterResolver;
import io.geodesy.config.RunParameters;
import io.geodesy.config.Secrets;
import io.geodesy.config.Setting;
import io.geodesy.error.ConfigException;
import io.geodesy.error.ExitCode;
import io.geodesy.jobs.source.EmbeddingSources;
import io.geodesy.run.AnalysisOrder;
import io.geodesy.run.RunRequest;
import io.geodesy.run.RunResult;
import io.geodesy.run.Runner;
import io.geodesy.run.SinkTarget;
import io.geodesy.table.EmbeddingSource;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** A subcommand that runs an analysis or a suite. */
final class JobCommand implements Callable<Integer> {
  private static final int INPUT_ORDER = 10;

  private final Job job;
  private final AnalysisRegistry registry;
  private final Console console;
  private final List<Descriptor<?>> plan;
  private final Alarms alarms;
  private final Omissions omissions;
  private final ParameterFlags flags;
  private final CommandSpec spec;

  /**
   * A subcommand.
   *
   * @param job what it runs
   * @param registry of all analyses
   * @param console where it writes
   */
  JobCommand(Job job, AnalysisRegistry registry, Console console) {
    this.job = job;
    this.registry = registry;
    this.console = console;
    this.plan = new ArrayList<>();
    AnalysisOrder order = AnalysisOrder.of(registry, job.targets());
    order.analyses().forEach(a -> plan.add(a.descriptor()));
    this.alarms = Alarms.of(order.analyses());
    this.omissions = new Omissions(job.targets());
    this.flags = new ParameterFlags(job.name(), plan);
    this.spec = describe(order.secondTables().values());
  }

  /** Returns the command as picocli sees it. */
  CommandSpec spec() {
    return spec;
  }

  private CommandSpec describe(Collection<SecondTable> secondTables) {
    CommandSpec command = CommandSpec.wrapWithoutInspection(this).name(job.name());
    List<OptionSpec> tables = new ArrayList<>();
    tables.add(Options.text("--input", "<path>", inputHelp()));
    tables.addAll(flags.ofTables(secondTables));
    tables.add(Options.output("Folder or URI below which everything is published."));
    tables.add(
        Options.text(
            "--run-key",
            "<key>",
            "Name of the run. Default: derived from everything that decides the result, so that"
                + " the same call is the same run."));
    tables.add(
        Options.text(
            "--sink",
            "<format>",
            "Also write the tables as iceberg or delta, where the Spark session has the format."
                + " Parquet is written always."));
    tables.add(
        Options.text(
            "--sink-namespace",
            "<catalog.db>",
            "Where the sink's tables are: a catalog of the session and a namespace in it; for delta"
                + " also an absolute path."));
    tables.addAll(flags.ofInput());
    Options.addGroup(command, INPUT_ORDER, "Input and output:", tables);
    Options.addGroup(command, INPUT_ORDER + 1, "This call:", callOptions());
    flags.addTo(command, INPUT_ORDER);
    command.usageMessage().description(Options.plain(job.summary()));
    command.usageMessage().footer(Options.plain(JobHelp.footer(job, plan)));
    return command;
  }

  private String inputHelp() {
    return job.hasSample()
        ? "The embedding table. Default: the sample data of the project, where it is at hand."
        : "The embedding table.";
  }

  private List<OptionSpec> callOptions() {
    List<OptionSpec> options =
        new ArrayList<>(
            List.of(
                Options.text(
                    "--config", "<file>", "Job file in HOCON, for instance knn-graph.k = 15."),
                OptionSpec.builder("--set")
                    .type(List.class)
                    .auxiliaryTypes(String.class)
                    .arity("1")
                    .paramLabel("<key=value>")
                    .description("Set any parameter, for instance knn-graph.k=15; may be repeated.")
                    .build(),
                Options.isGiven(
                    "--dry-run",
                    "Print plan, effective parameters, fingerprint, memory and time; write nothing."),
                Options.isGiven("--json", "Print a last line of JSON for schedulers.")));
    omissions.option().ifPresent(options::add);
    alarms.option().ifPresent(options::add);
    options.add(Options.help());
    return options;
  }

  @Override
  public Integer call() {
    ParseResult arguments = spec.commandLine().getParseResult();
    List<String> failOn = alarms.asked(arguments);
    RunParameters parameters = parameters(arguments);
    try (Sessions sessions = new Sessions(job.name(), parameters.input().threads())) {
      RunRequest request = request(arguments, parameters, sessions.hadoop());
      Runner runner =
          new Runner(
              registry, sessions, sessions.hadoop(), Clock.systemUTC(), ProgressViews.of(console));
      boolean isJson = arguments.hasMatchedOption("--json");
      if (arguments.hasMatchedOption("--dry-run")) {
        new DryRun(console.out(), isJson).print(request, runner.plan(request));
      } else {
        new Announcement(console.err()).print(request, analysesOf(request));
        RunResult result = runner.run(request);
        new Summary(console.out(), isJson).print(request, result);
        return Alarms.exitCode(failOn, result, console).code();
      }
    }
    return ExitCode.DONE.code();
  }

  private List<? extends Descriptor<?>> analysesOf(RunRequest request) {
    return AnalysisOrder.of(registry, request.targets()).analyses().stream()
        .map(Analysis::descriptor)
        .toList();
  }

  private RunParameters parameters(ParseResult arguments) {
    List<Setting> file =
        Options.value(arguments, "--config")
            .map(f -> ConfigFile.read(Path.of(f)))
            .orElse(List.of());
    List<Setting> commandLine = new ArrayList<>(flags.settings(arguments));
    arguments
        .matchedOptionValue("--set", List.<String>of())
        .forEach(assignment -> commandLine.add(Setting.parse("--set", assignment)));
    List<? extends Descriptor<?>> known =
        registry.analyses().stream().map(Analysis::descriptor).toList();
    return new ParameterResolver(job.name(), plan, known).resolve(file, commandLine);
  }

  private RunRequest request(
      ParseResult arguments, RunParameters parameters, Configuration hadoop) {
    List<String> targets = omissions.remaining(arguments);
    InputParameters input = parameters.input();
    TreeMap<String, String> settings = new TreeMap<>(ParameterBinder.texts(input));
    settings.keySet().removeAll(List.of("seed", "threads", "bad-rows"));
    String location = location(arguments);
    Secrets.checkPath("--input", location);
    Secrets.checkPath("--output", Options.outputOf(arguments));
    parameters.secondTables().forEach((name, path) -> Secrets.checkPath("--" + name, path));
    EmbeddingSource source = EmbeddingSources.open(location, input, hadoop);
    TreeMap<String, EmbeddingSource> secondTables = new TreeMap<>();
    parameters
        .secondTables()
        .forEach((name, path) -> secondTables.put(name, openSecond(name, path, input, hadoop)));
    return new RunRequest(
        job.name(),
        targets,
        parameters.analyses(),
        source,
        secondTables,
        Options.outputOf(arguments),
        Options.value(arguments, "--run-key"),
        input.seed(),
        input.badRows(),
        input.threadCount(),
        settings,
        sink(arguments));
  }

  private static Optional<SinkTarget> sink(ParseResult arguments) {
    Optional<String> format = Options.value(arguments, "--sink");
    Optional<String> namespace = Options.value(arguments, "--sink-namespace");
    if (format.isPresent() != namespace.isPresent()) {
      throw new ConfigException(
          "--sink and --sink-namespace go together, for instance --sink iceberg --sink-namespace"
              + " lake.geodesy: give both or none.");
    }
    namespace.ifPresent(where -> Secrets.checkPath("--sink-namespace", where));
    return format.map(name -> SinkTarget.parse(name, namespace.orElseThrow()));
  }

  private static EmbeddingSource openSecond(
      String name, String path, InputParameters input, Configuration hadoop) {
    try {
      return EmbeddingSources.open(path, input, hadoop);
    } catch (ConfigException e) {
      throw new ConfigException("Table %s: %s".formatted(name, e.getMessage()), e);
    }
  }

  private String location(ParseResult arguments) {
    Optional<String> given = Options.value(arguments, "--input");
    if (given.isPresent()) {
      return given.get();
    }
    Optional<Path> sample = job.hasSample() ? SampleData.find() : Optional.empty();
    Path path =
        sample.orElseThrow(
            () ->
                new ConfigException(
                    "Missing --input: name the embedding table, for instance %s --input vectors.parquet."
                        .formatted(spec.qualifiedName())));
    console.err().printf("No --input given: taking the sample data, %s.%n", path);
    return path.toString();
  }
}
