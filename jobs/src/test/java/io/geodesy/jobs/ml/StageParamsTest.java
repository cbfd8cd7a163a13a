package io.geodesy.jobs.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.config.ParameterBinder;
import io.geodesy.error.ConfigException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.ml.param.Params;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StageParamsTest {
  static java.util.stream.Stream<AnalysisFace> faces() {
    return AnalysisFace.ALL.stream();
  }

  private static AnalysisEstimator<?> estimator(AnalysisFace face) {
    return switch (face.className()) {
      case "KnnGraph" -> new KnnGraph();
      case "DiffusionMap" -> new DiffusionMap();
      case "IntrinsicDimension" -> new IntrinsicDimension();
      case "Clusters" -> new Clusters();
      default -> throw new AssertionError(face);
    };
  }

  @ParameterizedTest
  @MethodSource("faces")
  void haveTheDefaultsOfTheRecord(AnalysisFace face) {
    Class<? extends Record> record = face.find().descriptor().parameters();
    StageParams params = new StageParams("stage", face.keys());
    Params stage = estimator(face);
    // a stage whose values are those of a fresh one
    Map<String, String> texts = new StageParams(stage.uid(), face.keys()).texts(stage, record);
    Map<String, String> expected =
        new TreeMap<>(ParameterBinder.texts(ParameterBinder.defaults(record)));
    assertThat(ParameterBinder.texts(ParameterBinder.bind(record, texts))).isEqualTo(expected);
    assertThat(params.all()).hasSameSizeAs(stage.params());
  }

  @Test
  void takeValuesAsTheCommandLineDoes() {
    KnnGraph graph = new KnnGraph();
    graph.with("k", 7).with("recallTarget", "0.9").with("metric", "cosine").with("fanout", 5);
    assertThat(graph.$(graph.getParam("k"))).isEqualTo(7);
    assertThat(graph.$(graph.getParam("recallTarget"))).isEqualTo(0.9);
    assertThat(graph.$(graph.getParam("metric"))).isEqualTo("cosine");
    graph.with("fanout", "auto");
    assertThat(graph.isDefined(graph.getParam("fanout"))).isFalse();
  }

  @Test
  void refuseWhatTheCommandLineRefuses() {
    assertThatThrownBy(() -> new KnnGraph().with("metrik", "cosine"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Did you mean metric?");
    assertThatThrownBy(() -> new KnnGraph().with("k", 0))
        .isInstanceOf(ConfigException.class)
        .hasMessage("k is 0 but must be a whole number in [1, 500].");
    assertThatThrownBy(() -> new KnnGraph().set("k", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("parameter k given invalid value 0");
    assertThatThrownBy(
            () ->
                new DiffusionMap().with("block", 6).transformSchema(Circle.one(i -> true).schema()))
        .isInstanceOf(ConfigException.class)
        .hasMessage("block is 6 but must be a multiple of 4.");
  }
}
