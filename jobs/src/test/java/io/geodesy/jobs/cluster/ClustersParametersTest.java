package io.geodesy.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.config.ParameterBinder;
import io.geodesy.error.ConfigException;
import io.geodesy.graph.ListPlace;
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
                ListPlace.AUTO,
                1.65,
                false,
                4,
                3,
                0));
  }

  @Test
  void takesEveryKey() {
    Map<String, String> values =
        Map.ofEntries(
            Map.entry("method", "k-means"),
            Map.entry("clusters", "7"),
            Map.entry("resolution", "1.5"),
            Map.entry("starts", "9"),
            Map.entry("min-points", "4"),
            Map.entry("min-cluster-size", "30"),
            Map.entry("selection", "leaf"),
            Map.entry("single-cluster", "true"),
            Map.entry("spanning-tree", "graph"),
            Map.entry("z", "2.5"),
            Map.entry("halo", "true"),
            Map.entry("subspace-dimension", "6"),
            Map.entry("exemplars", "2"));
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
                ListPlace.AUTO,
                2.5,
                true,
                6,
                2,
                0));
  }

  @Test
  void runsOnlyLeidenAndHdbscanAgain() {
    ClustersParameters parameters =
        ParameterBinder.bind(
            ClustersParameters.class, Map.of("method", "hdbscan", "stability-samples", "9"));
    assertThat(parameters.stabilitySamples()).isEqualTo(9);
    assertThatThrownBy(
            () ->
                ParameterBinder.bind(
                    ClustersParameters.class,
                    Map.of("method", "k-means", "stability-samples", "9")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "stability-samples is 9 but the method is k-means: only leiden and hdbscan");
  }

  @Test
  void namesKeyValueAndBounds() {
    assertThatThrownBy(
            () -> ParameterBinder.bind(ClustersParameters.class, Map.of("min-cluster-size", "1")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("min-cluster-size is 1 but must be");
  }
}
