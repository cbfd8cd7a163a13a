package io.geodesy.jobs.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.analysis.Attributes;
import org.junit.jupiter.api.Test;

class CompletenessTest {
  private static final Attributes APPROXIMATE =
      Attributes.none().with("mode", "approximate").with("recall", 0.98);

  @Test
  void isProvenWhenAllPairsAreCompared() {
    assertThat(Completeness.of(true, APPROXIMATE, 9).isProven()).isTrue();
  }

  @Test
  void isProvenOnAnExactGraph() {
    assertThat(Completeness.of(false, Attributes.none().with("mode", "exact"), 9))
        .isEqualTo(
            new Completeness(
                true,
                "the graph is exact, and 9 rows whose list ends within the widest threshold were"
                    + " compared with all others"));
  }

  @Test
  void isNotOnAnApproximateGraphWhoseRecallItNames() {
    Completeness judged = Completeness.of(false, APPROXIMATE, 9);
    assertThat(judged.isProven()).isFalse();
    assertThat(judged.reason()).contains("the graph is approximate (recall 0.98)");
  }

  @Test
  void isNotWithinGroups() {
    Attributes within = Attributes.none().with("mode", "exact").with("within", "label");
    Completeness judged = Completeness.of(false, within, 9);
    assertThat(judged.isProven()).isFalse();
    assertThat(judged.reason()).contains("within the groups of column label alone");
  }
}
