package io.geodesy.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.geodesy.error.TransientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.ConfigurationFactory;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The lines that {@code conf/log4j2-json.properties} writes of a run. */
class RunLogTest extends RunnerFixture {
  private static final String NAME = "io.geodesy.run";
  private static final Path CONFIGURATION = Path.of("../conf/log4j2-json.properties");

  private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
  private Path log;
  private Appender appender;

  @BeforeEach
  void writeLines() {
    log = folder.resolve("run.jsonl");
    System.setProperty("geodesy.log", log.toString());
    org.apache.logging.log4j.core.config.Configuration json =
        ConfigurationFactory.getInstance().getConfiguration(context, "json", CONFIGURATION.toUri());
    json.initialize();
    System.clearProperty("geodesy.log");
    appender = json.getAppender("json");
    appender.start();
    LoggerConfig run = new LoggerConfig(NAME, Level.INFO, false);
    run.addAppender(appender, Level.INFO, null);
    context.getConfiguration().addLogger(NAME, run);
    context.updateLoggers();
  }

  @AfterEach
  void writeNoMore() {
    context.getConfiguration().removeLogger(NAME);
    context.updateLoggers();
    appender.stop();
  }

  private List<JsonNode> lines() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }

  private static SparkSession broken() {
    throw new IllegalStateException("Spark does not start");
  }

  @Test
  void namesRunStepAndTable() throws IOException {
    runner().run(request("sums").key("a").build());

    List<JsonNode> lines = lines();
    assertThat(lines).allSatisfy(line -> assertThat(line.get("run").asText()).isEqualTo("a"));
    assertThat(lines)
        .extracting(line -> line.get("message").asText())
        .startsWith("The run begins.", "The step begins.")
        .last()
        .asString()
        .startsWith("Published after ");
    assertThat(lines)
        .filteredOn(line -> line.has("table"))
        .extracting(
            line -> line.get("step").asText(),
            line -> line.get("table").asText(),
            line -> line.get("message").asText().split(",", 2)[0])
        .contains(tuple("sums", "sums", "Committed 3 rows"));
  }

  @Test
  void namesTheExitCodeOfAFailure() throws IOException {
    runner().run(request("sums").key("a").build());
    assertThatThrownBy(
            () ->
                runner(RunLogTest::broken, new Configuration())
                    .run(request("means").key("b").build()))
        .isInstanceOf(IllegalStateException.class);

    JsonNode last = lines().get(lines().size() - 1);
    assertThat(last.get("level").asText()).isEqualTo("ERROR");
    assertThat(last.get("run").asText()).isEqualTo("b");
    assertThat(last.get("message").asText())
        .isEqualTo("Failed with exit code 1: Spark does not start");
  }

  @Test
  void namesTheExitCodeOfADriverThatIsTurnedAway() throws IOException {
    fakes.means.meanwhile =
        () ->
            assertThatThrownBy(() -> runner().run(request("means").key("c").build()))
                .isInstanceOf(TransientException.class);
    runner().run(request("means").key("c").build());

    assertThat(lines())
        .filteredOn(line -> line.get("level").asText().equals("ERROR"))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.get("run").asText()).isEqualTo("c");
              assertThat(line.get("message").asText()).startsWith("Failed with exit code 75: ");
            });
  }
}
