package io.geodesy.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.error.TransientException;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkThrowable;
import org.junit.jupiter.api.Test;

class FailuresTest {
  @Test
  void knowsAnOwnFileBelowAnOutputWithASpace() {
    Unreadable failure = new Unreadable("file:///my%20_out/neighbors/part-0.parquet");

    assertThat(Failures.remedied(failure, new Path("file:/my _out")))
        .isInstanceOf(TransientException.class)
        .hasMessageStartingWith("File file:/my _out/neighbors/part-0.parquet, which this run");
  }

  /** What Spark throws for a damaged file: the path is a URI. */
  private static final class Unreadable extends RuntimeException implements SparkThrowable {
    private static final long serialVersionUID = 1L;
    private final transient Map<String, String> parameters;

    Unreadable(String uri) {
      this.parameters = Map.of("path", uri);
    }

    @Override
    public String getCondition() {
      return "FAILED_READ_FILE.NO_HINT";
    }

    @Override
    public Map<String, String> getMessageParameters() {
      return parameters;
    }
  }
}
