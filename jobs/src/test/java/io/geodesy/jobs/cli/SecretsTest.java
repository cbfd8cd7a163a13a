package io.geodesy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.testing.Promise;
import io.geodesy.testing.SharedSession;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets of a process are in nothing that it writes, whether it succeeds, fails or is misused. */
class SecretsTest {
  private static final String MARK = "tell-nobody-";

  private static final Map<String, String> PROPERTIES = new HashMap<>();

  static {
    PROPERTIES.put("spark.hadoop.fs.s3a.secret.key", MARK + "1");
    PROPERTIES.put("spark.hadoop.fs.s3a.session.token", MARK + "2");
    PROPERTIES.put("spark.hadoop.fs.azure.account.key.a.dfs.core.windows.net", MARK + "3");
    PROPERTIES.put("spark.ssl.keyStorePassword", MARK + "4");
    PROPERTIES.putAll(TalkativeFileSystem.properties(MARK + "5"));
  }

  @TempDir static Path folder;
  private static Path input;
  private static Log log;

  @BeforeAll
  static void set() throws IOException {
    Configuration hadoop = SharedSession.get().sparkContext().hadoopConfiguration();
    PROPERTIES.forEach(System::setProperty);
    PROPERTIES.forEach((key, value) -> hadoop.set(key.replace("spark.hadoop.", ""), value));
    input =
        Files.writeString(
            folder.resolve("vectors.jsonl"),
            "{\"id\": 1, \"vector\": [1, 2]}\n{\"id\": 2, \"vector\": [3, 4]}\n");
    log = Log.begin();
  }

  @AfterAll
  static void unset() {
    log.end();
    Configuration hadoop = SharedSession.get().sparkContext().hadoopConfiguration();
    for (String key : PROPERTIES.keySet()) {
      System.clearProperty(key);
      hadoop.unset(key.replace("spark.hadoop.", ""));
      SharedSession.get().conf().unset(key);
    }
  }

  @Test
  @Promise(
      "Secrets in the configuration of Spark and Hadoop never reach logs, manifests, reports or tables; messages and _failure.json show *** even where a store quotes a secret in its error")
  void secretsAreInNothingThatIsWritten() throws IOException {
    Path good = folder.resolve("good");
    Path bad = folder.resolve("bad");
    CommandLineRun published = run(good.toString());
    assertThat(published.exitCode()).as(published.err()).isZero();
    assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.contains(MARK));

    CommandLineRun failed = run("talkative://" + bad);
    assertThat(failed.exitCode()).as(failed.err()).isEqualTo(73);
    assertThat(failed.err()).contains("PUT signed with ***");
    assertThat(Files.readString(bad.resolve("_runs/k/_failure.json")))
        .contains("PUT signed with ***");
    assertThat(tellTales(good)).isEmpty();
    assertThat(tellTales(bad)).isEmpty();
    assertThat(List.of(published.out(), published.err(), failed.out(), failed.err()))
        .noneMatch(text -> text.contains(MARK));
  }

  @Test
  void aBugIsShownWithoutThem() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    RuntimeException bug =
        new IllegalStateException("with " + MARK + "1", new IOException("with " + MARK + "5"));

    assertThat(new ErrorReport(new Console(stream, stream)).failure(bug)).isEqualTo(1);
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .contains("IllegalStateException: with ***", "IOException: with ***")
        .doesNotContain(MARK);
  }

  @Test
  void settingsThatAreRefusedAreShownWithoutThem() throws IOException {
    assertRefused("fs.s3a.secret.key=***", "--set", "fs.s3a.secret.key=" + MARK);
    assertRefused("Unknown key", "--config", job("fs.s3a.secret.key = " + MARK));
    assertRefused("line 2 is no HOCON", "--config", job("\npassword = " + MARK + "\"x"));
    assertRefused(
        "line 4 is no HOCON", "--config", job("store {\n secret = \"\"\n " + MARK + "\n}"));
    assertRefused(
        "--output s3a://user:***@... holds a password",
        "--output",
        "s3a://user:" + MARK + "@bucket/out");
  }

  private static void assertRefused(String message, String... arguments) {
    List<String> all = new ArrayList<>(List.of("row-sums", "--input", input.toString()));
    all.addAll(List.of(arguments));
    CommandLineRun run = CommandLineRun.of(all.toArray(String[]::new));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(message).doesNotContain(MARK);
  }

  private static String job(String text) throws IOException {
    return Files.writeString(folder.resolve("job.conf"), text).toString();
  }

  private static CommandLineRun run(String output) {
    return CommandLineRun.of(
        "row-sums", "--input", input.toString(), "--output", output, "--run-key", "k");
  }

  private static List<Path> tellTales(Path output) throws IOException {
    try (Stream<Path> files = Files.walk(output)) {
      List<Path> found = files.filter(Files::isRegularFile).toList();
      assertThat(found).isNotEmpty();
      List<Path> telling = new ArrayList<>();
      for (Path file : found) {
        if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(MARK)) {
          telling.add(file);
        }
      }
      return telling;
    }
  }

  /** Everything that is logged, down to what Spark says of its work. */
  private static final class Log extends AbstractAppender {
    private final List<String> lines = new ArrayList<>();
    private final Level before;
    private final List<Appender> others;

    private Log(LoggerConfig root) {
      super("captured", null, null, true, Property.EMPTY_ARRAY);
      before = root.getLevel();
      others = List.copyOf(root.getAppenders().values());
    }

    static Log begin() {
      LoggerConfig root = root();
      Log log = new Log(root);
      log.start();
      root.addAppender(log, Level.ALL, null);
      log.others.forEach(appender -> root.removeAppender(appender.getName()));
      root.setLevel(Level.INFO);
      context().updateLoggers();
      return log;
    }

    void end() {
      LoggerConfig root = root();
      root.removeAppender(getName());
      others.forEach(appender -> root.addAppender(appender, null, null));
      root.setLevel(before);
      context().updateLoggers();
    }

    synchronized List<String> lines() {
      return List.copyOf(lines);
    }

    @Override
    public synchronized void append(LogEvent event) {
      lines.add(event.getMessage().getFormattedMessage() + event.getThrown());
    }

    private static LoggerContext context() {
      return (LoggerContext) LogManager.getContext(false);
    }

    private static LoggerConfig root() {
      return context().getConfiguration().getRootLogger();
    }
  }
}
