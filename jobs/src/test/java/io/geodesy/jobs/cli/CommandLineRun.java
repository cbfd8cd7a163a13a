package io.geodesy.jobs.cli;

import io.geodesy.analysis.AnalysisRegistry;
import io.geodesy.analysis.Suite;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One call of the command in this process, over {@link RowSums}, {@link RowRoots} and {@link
 * RowCounts}.
 *
 * @param exitCode of the process
 * @param out what it printed
 * @param err what it said besides
 */
record CommandLineRun(int exitCode, String out, String err) {
  private static final Suite BOTH =
      new Suite() {
        @Override
        public String name() {
          return "both";
        }

        @Override
        public String summary() {
          return "Sums and roots.";
        }

        @Override
        public List<String> members() {
          return List.of("row-sums", "row-roots");
        }
      };

  static CommandLineRun of(String... arguments) {
    return of(
        new AnalysisRegistry(
            List.of(new RowSums(), new RowRoots(), new RowCounts()), List.of(BOTH)),
        arguments);
  }

  static CommandLineRun of(AnalysisRegistry registry, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode = Main.run(registry, new Console(printTo(out), printTo(err)), arguments);
    return new CommandLineRun(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static PrintStream printTo(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
