package io.geodesy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.testing.SharedSession;
import java.util.OptionalInt;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class SessionsTest {
  @Test
  void runsOnEveryCoreOfThisMachineUnlessToldOtherwise() {
    try (Sessions sessions = new Sessions("survey", OptionalInt.empty())) {
      assertThat(sessions.defaults())
          .containsEntry("spark.master", "local[*]")
          .containsEntry("spark.driver.bindAddress", "127.0.0.1")
          .containsEntry("spark.app.name", "geodesy survey");
    }
  }

  @Test
  void takesAsManyCoresAsThreads() {
    try (Sessions sessions = new Sessions("survey", OptionalInt.of(3))) {
      assertThat(sessions.defaults()).containsEntry("spark.master", "local[3]");
    }
  }

  @Test
  void leavesACallersSessionRunning() {
    SparkSession callers = SharedSession.get();
    try (Sessions sessions = new Sessions("survey", OptionalInt.empty())) {
      assertThat(sessions.get()).isSameAs(callers);
    }
    assertThat(callers.sparkContext().isStopped()).isFalse();
  }
}
