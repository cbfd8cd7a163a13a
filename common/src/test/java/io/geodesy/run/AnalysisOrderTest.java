package io.geodesy.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.analysis.Analysis;
import io.geodesy.analysis.AnalysisContext;
import io.geodesy.analysis.AnalysisRegistry;
import io.geodesy.analysis.Descriptor;
import io.geodesy.analysis.Determinism;
import io.geodesy.analysis.SecondTable;
import io.geodesy.analysis.Tables;
import io.geodesy.error.ConfigException;
import io.geodesy.table.Column;
import io.geodesy.table.ColumnType;
import io.geodesy.table.TableContract;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AnalysisOrderTest {
  private static final Analysis<?> GRAPH =
      analysis("graph", List.of("vectors"), List.of(), "edges");
  private static final Analysis<?> MAP = analysis("map", List.of("edges"), List.of(), "points");
  private static final Analysis<?> CLUSTERS =
      analysis("clusters", List.of("edges"), List.of("points", "statistics"), "clusters");

  @Test
  void putsWhatIsNeededFirst() {
    assertThat(names(order(List.of("map"), MAP, GRAPH))).containsExactly("graph", "map");
  }

  @Test
  void givesAnOptionalTableThatThePlanHas() {
    AnalysisOrder order = order(List.of("clusters", "map"), GRAPH, MAP, CLUSTERS);

    assertThat(names(order)).containsExactly("graph", "map", "clusters");
    assertThat(order.inputsOf(CLUSTERS.descriptor(), Set.of())).containsExactly("edges", "points");
  }

  @Test
  void doesNotComputeAnOptionalTableForItsOwnSake() {
    AnalysisOrder order = order(List.of("clusters"), GRAPH, MAP, CLUSTERS);

    assertThat(names(order)).containsExactly("graph", "clusters");
    assertThat(order.inputsOf(CLUSTERS.descriptor(), Set.of())).containsExactly("edges");
  }

  @Test
  void withholdsAnOptionalTableFromWhatItsProducerNeeds() {
    Analysis<?> graph = analysis("graph", List.of("vectors"), List.of("points"), "edges");
    AnalysisOrder order = order(List.of("map", "graph"), graph, MAP);

    assertThat(names(order)).containsExactly("graph", "map");
    assertThat(order.inputsOf(graph.descriptor(), Set.of())).containsExactly("vectors");
  }

  @Test
  void prefersATargetAsProducer() {
    Analysis<?> other = analysis("other-graph", List.of("vectors"), List.of(), "edges");

    assertThat(names(order(List.of("map", "other-graph"), GRAPH, MAP, other)))
        .containsExactly("other-graph", "map");
  }

  @Test
  void refusesTwoTargetsThatPublishOneTable() {
    Analysis<?> other = analysis("other-graph", List.of("vectors"), List.of(), "edges");

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> order(List.of("graph", "other-graph"), GRAPH, other))
        .withMessage(
            "graph and other-graph both publish table edges: run them under two run keys.");
  }

  @Test
  void namesATableThatNobodyPublishes() {
    assertThatThrownBy(() -> order(List.of("map"), MAP))
        .hasMessage("map needs table edges, which no analysis publishes");
  }

  @Test
  void leavesSecondTablesToTheUser() {
    Analysis<?> join =
        analysis(
            "join",
            List.of("vectors", "corpus"),
            List.of("spare"),
            "pairs",
            new SecondTable("corpus", ""),
            new SecondTable("spare", ""));
    AnalysisOrder order = order(List.of("join"), GRAPH, join);

    assertThat(names(order)).containsExactly("join");
    assertThat(order.secondTables()).containsOnlyKeys("corpus", "spare");
    assertThat(order.inputsOf(join.descriptor(), Set.of("corpus")))
        .containsExactly("vectors", "corpus");
    assertThat(order.inputsOf(join.descriptor(), Set.of("corpus", "spare")))
        .containsExactly("vectors", "corpus", "spare");
  }

  @Test
  void noticesACircle() {
    Analysis<?> hen = analysis("hen", List.of("eggs"), List.of(), "hens");
    Analysis<?> egg = analysis("egg", List.of("hens"), List.of(), "eggs");

    assertThatThrownBy(() -> order(List.of("hen"), hen, egg))
        .hasMessage("Analyses need each other in a circle: [hen, egg]");
  }

  private static AnalysisOrder order(List<String> targets, Analysis<?>... known) {
    return AnalysisOrder.of(new AnalysisRegistry(Arrays.asList(known), List.of()), targets);
  }

  private static List<String> names(AnalysisOrder order) {
    return order.analyses().stream().map(a -> a.descriptor().name()).toList();
  }

  private record NoParameters() {}

  private static Analysis<?> analysis(
      String name,
      List<String> inputs,
      List<String> optionalInputs,
      String output,
      SecondTable... secondTables) {
    Descriptor<NoParameters> descriptor =
        new Descriptor<>(
            name,
            1,
            "",
            List.of(),
            NoParameters.class,
            inputs,
            optionalInputs,
            List.of(TableContract.of(output, "", Column.of("id", ColumnType.ID, ""))),
            Determinism.D0,
            List.of(secondTables));
    return new Analysis<NoParameters>() {
      @Override
      public Descriptor<NoParameters> descriptor() {
        return descriptor;
      }

      @Override
      public Tables run(NoParameters parameters, Tables given, AnalysisContext context) {
        throw new UnsupportedOperationException();
      }
    };
  }
}
