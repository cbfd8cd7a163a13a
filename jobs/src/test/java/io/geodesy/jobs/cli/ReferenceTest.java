package io.geodesy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.analysis.AnalysisRegistry;
import io.geodesy.config.ReferenceDocs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReferenceTest {
  @Test
  void isWhatTheCodeSays() throws IOException {
    assertThat(Files.readString(Path.of("../docs/reference.md")))
        .as("docs/reference.md is stale: run ./scripts/geodesy reference > docs/reference.md")
        .isEqualTo(ReferenceDocs.markdown(AnalysisRegistry.load()));
  }
}
