package io.geodesy.jobs.ml;

import io.geodesy.analysis.Analysis;
import io.geodesy.analysis.AnalysisRegistry;
import io.geodesy.analysis.Table;
import io.geodesy.analysis.Tables;
import io.geodesy.config.ParameterKey;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * The neighbour graph of the fitted rows, in {@code neighbors}.
 *
 * <p>A fitted row, by id and vector, gets its list. Any other row is searched among the fitted ones
 * as the command {@code knn-join} does, exactly or with the same recall, and lists the nearest of
 * them, one of its own id left out; its {@code cell} is null. New rows do not see each other.
 *
 * <p>Cost: a shuffle of both tables; where there are new rows, both tables in the driver. The
 * fitted vectors are read again from where they came; save and load the model to keep them.
 */
public final class KnnGraphModel extends AnalysisModel<KnnGraphModel> {
  private static final String FITTED = "__geodesy_fitted_vector";

  KnnGraphModel(String uid, Tables tables) {
    super(uid, AnalysisFace.KNN_GRAPH, tables);
  }

  /** Reads what {@code write} wrote. */
  public static MLReader<KnnGraphModel> read() {
    return new ModelFiles.Reader<>(KnnGraphModel.class, KnnGraphModel::new);
  }

  /** Reads what {@code save} wrote. */
  public static KnnGraphModel load(String path) {
    return read().load(path);
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    transformSchema(dataset.schema());
    Dataset<Row> data = dataset.toDF();
    StageRun run = new StageRun(data.sparkSession(), input());
    Analysis<?> graph = face().find();
    Map<String, String> values = stageParams().texts(this, graph.descriptor().parameters());
    Dataset<Row> rows =
        run.check(graph, values, "the DataFrame", new StageFrame(data, input()).vectors())
            .dataset()
            .select("id", "vector");
    Dataset<Row> fitted = table("vectors").select("id", "vector");
    Dataset<Row> known =
        rows.join(fitted.withColumnRenamed("vector", FITTED), "id")
            .where(functions.col("vector").equalTo(functions.col(FITTED)))
            .select("id");
    Dataset<Row> strangers = rows.join(known, rows.col("id").equalTo(known.col("id")), "left_anti");
    Dataset<Row> lists =
        known.join(table("neighbors"), "id").select("id", "neighbor_ids", "distances", "cell");
    if (!strangers.isEmpty()) {
      lists = lists.union(joined(run, strangers, fitted, values));
    }
    Dataset<Row> result = join(data, lists.withColumnRenamed("id", "__geodesy_listed_id"));
    return StageFrame.describe(result, "distances", found("neighbors").attributes());
  }

  private static Dataset<Row> joined(
      StageRun run, Dataset<Row> strangers, Dataset<Row> fitted, Map<String, String> ofGraph) {
    Analysis<?> join = AnalysisRegistry.load().find("knn-join").orElseThrow();
    Map<String, String> values = new TreeMap<>();
    for (ParameterKey key : ParameterKey.of(join.descriptor().parameters())) {
      if (ofGraph.containsKey(key.name())) {
        values.put(key.name(), ofGraph.get(key.name()));
      }
    }
    if ("exact".equals(ofGraph.get("preset"))) {
      values.put("mode", "exact");
    }
    values.put("exclude-same-id", "true");
    Tables inputs = Tables.of("vectors", strangers).with("corpus", fitted);
    Table found = run.call(join, values, inputs).table("joined_neighbors");
    return found
        .dataset()
        .select(
            functions.col("id"),
            functions.col("neighbor_ids"),
            functions.col("distances"),
            functions.lit(null).cast("int").as("cell"));
  }

  @Override
  KnnGraphModel copyOf(Tables copied) {
    return new KnnGraphModel(uid(), copied);
  }
}
