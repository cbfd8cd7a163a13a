package io.geodesy.jobs.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.analysis.Analysis;
import io.geodesy.analysis.AnalysisRegistry;
import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Table;
import io.geodesy.analysis.Tables;
import io.geodesy.config.ParameterBinder;
import io.geodesy.error.DataException;
import io.geodesy.testing.TestContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.clustering.KMeans;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineTest {
  private static final List<String> ADDED =
      List.of(
          "neighbor_ids",
          "distances",
          "component",
          "coordinates",
          "cluster",
          "strength",
          "dimension",
          "dimension_low");

  private static Pipeline pipeline() {
    return new Pipeline()
        .setStages(
            new PipelineStage[] {
              new KnnGraph().with("k", 6),
              new DiffusionMap().with("components", 3).with("kernel", "self-tuned"),
              new Clusters().with("method", "leiden").with("resolution", 0.01),
              new IntrinsicDimension().with("minGroupRows", 20)
            });
  }

  private static List<Row> added(Dataset<Row> found) {
    return found.select("id", ADDED.toArray(String[]::new)).orderBy("id").collectAsList();
  }

  private static <P extends Record> Tables direct(
      String name, Map<String, String> values, Tables inputs) {
    @SuppressWarnings("unchecked")
    Analysis<P> analysis = (Analysis<P>) AnalysisRegistry.load().find(name).orElseThrow();
    P parameters = ParameterBinder.bind(analysis.descriptor().parameters(), values);
    return analysis.run(parameters, inputs, new TestContext());
  }

  @Test
  void givesWhatTheAnalysesGive() {
    Dataset<Row> data = Circle.two(3);
    PipelineModel model = pipeline().fit(data);
    Dataset<Row> found = model.transform(data);

    Tables inputs =
        Tables.none()
            .with(
                "vectors",
                new Table(data, Attributes.none().with("n", 2 * Circle.POINTS).with("dim", 2)));
    Tables graph = direct("knn-graph", Map.of("k", "6"), inputs);
    inputs = inputs.with("neighbors", graph.table("neighbors"));
    Tables map = direct("diffusion-map", Map.of("components", "3", "kernel", "self-tuned"), inputs);
    Tables clusters = direct("clusters", Map.of("resolution", "0.01"), inputs);
    Tables dimension = direct("intrinsic-dimension", Map.of("min-group-rows", "20"), inputs);

    assertThat(
            found.select("id", "neighbor_ids", "distances", "cell").orderBy("id").collectAsList())
        .isEqualTo(graph.dataset("neighbors").orderBy("id").collectAsList());
    assertThat(
            found
                .select(
                    functions.col("id"),
                    functions.col("component"),
                    org.apache.spark.ml.functions.vector_to_array(
                        functions.col("coordinates"), "float32"))
                .orderBy("id")
                .collectAsList())
        .isEqualTo(map.dataset("coordinates").orderBy("id").collectAsList());
    assertThat(
            found
                .select("id", "cluster", "strength", "outlier_score")
                .orderBy("id")
                .collectAsList())
        .isEqualTo(clusters.dataset("clusters").orderBy("id").collectAsList());
    assertThat(found.select("id", "dimension").orderBy("id").collectAsList())
        .isEqualTo(
            dimension.dataset("dimension_rows").select("id", "mle").orderBy("id").collectAsList());
    IntrinsicDimensionModel last = (IntrinsicDimensionModel) model.stages()[3];
    assertThat(last.table("dimension_groups").where("group = 'circle 1'").isEmpty()).isFalse();
  }

  @Test
  void savesAndLoads(@TempDir Path folder) throws IOException {
    Dataset<Row> data = Circle.two(2);
    Pipeline pipeline = pipeline();
    PipelineModel model = pipeline.fit(data);
    List<Row> expected = added(model.transform(data));
    pipeline.save(folder.resolve("pipeline").toString());
    model.save(folder.resolve("model").toString());

    PipelineModel loaded = PipelineModel.load(folder.resolve("model").toString());
    assertThat(added(loaded.transform(data))).isEqualTo(expected);
    KnnGraphModel graph = (KnnGraphModel) loaded.stages()[0];
    assertThat(graph.$(graph.getParam("k"))).isEqualTo(6);
    assertThat(graph.statistics().where("metric = 'recall'").isEmpty()).isFalse();

    Pipeline again = Pipeline.load(folder.resolve("pipeline").toString());
    KnnGraph first = (KnnGraph) again.getStages()[0];
    assertThat(first.$(first.getParam("k"))).isEqualTo(6);
    assertThat(first.isDefined(first.getParam("fanout"))).isFalse();
  }

  @Test
  void doesNotDependOnPartitions() {
    List<Row> expected = added(pipeline().fit(Circle.two(1)).transform(Circle.two(1)));
    Dataset<Row> data = Circle.two(7);
    assertThat(added(pipeline().fit(data).transform(data))).isEqualTo(expected);
  }

  @Test
  void standsBetweenStagesOfMllib() {
    Dataset<Row> data =
        Circle.two(2)
            .select(
                functions.col("id").cast("int").as("key"),
                functions.expr("vector[0]").as("x"),
                functions.expr("vector[1]").as("y"));
    PipelineStage[] stages = {
      new VectorAssembler().setInputCols(new String[] {"x", "y"}).setOutputCol("features"),
      new KnnGraph().with("idColumn", "key").with("vectorColumn", "features").with("k", 6),
      new DiffusionMap().with("idColumn", "key").with("components", 2),
      new KMeans().setK(2).setFeaturesCol("coordinates").setSeed(1)
    };
    Dataset<Row> found = new Pipeline().setStages(stages).fit(data).transform(data);
    assertThat(found.where("prediction is null").count()).isZero();
    assertThat(found.select("key").schema().apply("key").dataType().typeName())
        .isEqualTo("integer");
  }

  @Test
  void saysWhichColumnIsMissingOrInTheWay() {
    Dataset<Row> data = Circle.one(i -> true);
    assertThatThrownBy(() -> new KnnGraph().fit(data.withColumnRenamed("vector", "vectors")))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "The DataFrame has no column vector. It has id, vectors, label. Did you mean"
                + " vectorColumn = vectors?");
    assertThatThrownBy(() -> new DiffusionMap().fit(data))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "has no column neighbor_ids. It has id, vector, label. Let KnnGraph stand before");
    assertThatThrownBy(() -> new KnnGraph().fit(data.withColumn("cell", functions.lit(1))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("already has a column cell, which this stage adds");
  }

  @Test
  void namesBadRows() {
    Dataset<Row> data =
        Circle.one(i -> true)
            .withColumn(
                "vector", functions.expr("if(id = 17, array(float('NaN'), float(0)), vector)"));
    assertThatThrownBy(() -> new KnnGraph().fit(data))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("17")
        .hasMessageContaining("NaN");
    KnnGraphModel model = new KnnGraph().with("badRows", "drop").with("k", 4).fit(data);
    assertThat(model.table("neighbors").count()).isEqualTo(Circle.POINTS - 1);
    assertThat(model.transform(data).where("id = 17 and neighbor_ids is null").count())
        .isEqualTo(1);
  }
}
