package io.geodesy.jobs.ml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PythonModuleTest {
  @Test
  void isWhatTheCodeSays() throws IOException {
    assertThat(Files.readString(Path.of("src/main/python/geodesy/params.py")))
        .as(
            "params.py is stale: run ./scripts/geodesy reference --python >"
                + " jobs/src/main/python/geodesy/params.py")
        .isEqualTo(PythonModule.source());
  }
}
