package io.geodesy.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.analysis.AnalysisRegistry;
import io.geodesy.analysis.Suite;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReferenceDocsTest {
  private static final Suite SUITE =
      new Suite() {
        @Override
        public String name() {
          return "everything";
        }

        @Override
        public String summary() {
          return "All at once.";
        }

        @Override
        public List<String> members() {
          return List.of("graph", "map");
        }
      };

  private final String page =
      ReferenceDocs.markdown(
          new AnalysisRegistry(
              List.of(
                  Examples.analysis(Examples.GRAPH),
                  Examples.analysis(Examples.MAP),
                  Examples.analysis(Examples.OTHER),
                  Examples.analysis(Examples.PAIRS)),
              List.of(SUITE)));

  @Test
  void describesEveryParameter() {
    assertThat(page)
        .contains(
            "| `k` | `15` | a whole number at least 1; rows | Neighbours of each row. *Why:* Fits. |")
        .contains("| `alpha` | `0.5` | a number in [0, 1] | Exponent. |");
  }

  @Test
  void escapesTheBarOfMarkdownTables() {
    assertThat(page).contains("Colour of the graph \\| its edges.");
  }

  @Test
  void saysWhatIsReadPublishedAndPromised() {
    assertThat(page)
        .contains(
            "Reads [neighbors](#table-neighbors), and where the run has them"
                + " [clusters](#table-clusters). Publishes [coordinates](#table-coordinates),"
                + " [statistics](#table-statistics).")
        .contains("Determinism D2")
        .contains("- A. Author. On graphs. 2001.");
  }

  @Test
  void saysHowASecondTableIsGiven() {
    assertThat(page)
        .contains("Reads [vectors](#table-vectors), `corpus`, and where the run has them `spare`.")
        .contains(
            "`corpus` is an embedding table like [vectors](#table-vectors): The rows to look among."
                + " Name it by `--corpus PATH`, or by `corpus = PATH` in a job file;");
  }

  @Test
  void documentsASharedTableOnce() {
    assertThat(page.split("### Table statistics", -1)).hasSize(2);
    assertThat(page).contains("Published by [map](#map), [other](#other), [pairs](#pairs).");
  }

  @Test
  void listsTheMembersOfASuite() {
    assertThat(page).contains("one run key: [graph](#graph), [map](#map).");
  }

  @Test
  void endsWithOneNewline() {
    assertThat(page).endsWith("|\n").doesNotEndWith("\n\n");
  }
}
