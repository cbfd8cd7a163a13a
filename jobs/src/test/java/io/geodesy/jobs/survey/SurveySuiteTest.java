package io.geodesy.jobs.survey;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.analysis.AnalysisRegistry;
import org.junit.jupiter.api.Test;

class SurveySuiteTest {
  @Test
  void namesOnlyAnalysesThatExist() {
    AnalysisRegistry registry = AnalysisRegistry.load();
    assertThat(registry.findSuite("survey")).isPresent();
    assertThat(new SurveySuite().members()).allMatch(name -> registry.find(name).isPresent());
  }
}
