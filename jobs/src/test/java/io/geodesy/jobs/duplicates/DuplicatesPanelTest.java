package io.geodesy.jobs.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.analysis.Finding;
import io.geodesy.analysis.TableShape;
import io.geodesy.analysis.Tables;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DuplicatesPanelTest {
  @Test
  void reportsAndEstimatesInWords() {
    Map<String, String> values = Map.of("distance", "0.1", "split-column", "part");
    Tables published =
        DuplicateSamples.run(
            DuplicateSamples.inputs(DuplicateSamples.planted(60), "euclidean", 1), values);
    List<String> findings =
        DuplicateSamples.ANALYSIS
            .panels(DuplicateSamples.parameters(values), published)
            .get(0)
            .findings()
            .stream()
            .map(Finding::sentence)
            .toList();
    assertThat(findings.get(0))
        .contains("19 rows form 4 groups of rows within a distance of 0.1")
        .contains("removes 15 rows");
    assertThat(findings.get(1)).contains("have a near-duplicate in part");
    assertThat(
            DuplicateSamples.ANALYSIS
                .estimate(DuplicateSamples.parameters(Map.of()), new TableShape(60_000, 384, 2))
                .plan())
        .anyMatch(sentence -> sentence.startsWith("Compares all"));
  }

  @Test
  void namesTheColumnInTheUnitOfTheThreshold() {
    float[][] chain = {{1, 0}, {0.96f, 0.28f}, {0.8432f, 0.5376f}, {0, -1}};
    for (Map<String, String> values :
        List.of(Map.of("threshold", "0.95"), Map.of("distance", "0.3"))) {
      Tables published = DuplicateSamples.run(DuplicateSamples.inputs(chain, "cosine", 1), values);
      assertThat(
              DuplicateSamples.ANALYSIS
                  .panels(DuplicateSamples.parameters(values), published)
                  .get(0)
                  .findings())
          .extracting(Finding::sentence)
          .anyMatch(
              sentence ->
                  sentence.startsWith("1 row")
                      && sentence.contains(
                          values.containsKey("distance")
                              ? "Column kept_distance"
                              : "Column kept_similarity"));
    }
  }
}
