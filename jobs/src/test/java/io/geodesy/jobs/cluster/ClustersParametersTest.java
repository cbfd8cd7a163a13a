package io.geodesy.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.config.ParameterBinder;
import io.geodesy.error.ConfigException;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ClustersParametersTest {
  @Test
  void hasTheseDefaults() {
    assertThat(ParameterBinder.defaults(ClustersParameters.class))
        .isEqualTo(
            new ClustersParameters(
                ClusterMethod.LEIDEN,
                OptionalInt.empty(),
                0.25,
                3,
                5,
                20,
                ClusterSelection.EOM,
                false,
                SpanningTree.AUTO,
                3));
  }

  @Test
  void takesEveryKey() {
    Map<String, String> values =
        Map.of(
            "method", "k-means",
            "clusters", "7",
            "resolution", "1.5",
            "starts", "9",
            "min-points", "4",
            "min-cluster-size", "30",
            "selection", "leaf",
            "single-cluster", "true",
            "spanning-tree", "graph",
            "exemplars", "2");
    assertThat(ParameterBinder.bind(ClustersParameters.class, values))
        .isEqualTo(
            new ClustersParameters(
                ClusterMethod.K_MEANS,
                OptionalInt.of(7),
                1.5,
                9,
                4,
                30,
                ClusterSelection.LEAF,
                true,
                SpanningTree.GRAPH,
                2));
  }

  @Test
  void namesKeyValueAndBounds() {
    assertThatThrownBy(
            () -> ParameterBinder.bind(ClustersParameters.class, Map.of("min-cluster-size", "1")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("min-cluster-size is 1 but must be");
  }
}
