package io.geodesy.jobs.ml;

import io.geodesy.analysis.Tables;
import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;

/**
 * The k nearest neighbours of every row: {@code neighbor_ids}, {@code distances} and {@code cell},
 * from {@code idColumn} (whole numbers or texts) and {@code vectorColumn} (an array or a vector of
 * MLlib).
 *
 * <p>Params are those of the command {@code knn-graph} and of its input.
 */
public final class KnnGraph extends AnalysisEstimator<KnnGraphModel> {
  /** With a uid of its own. */
  public KnnGraph() {
    this(Identifiable$.MODULE$.randomUID("knnGraph"));
  }

  /** With a given uid. */
  public KnnGraph(String uid) {
    super(uid, AnalysisFace.KNN_GRAPH);
  }

  /** Reads what {@code write} wrote. */
  public static MLReader<KnnGraph> read() {
    return new Reader().read();
  }

  /** Reads what {@code save} wrote. */
  public static KnnGraph load(String path) {
    return read().load(path);
  }

  @Override
  KnnGraphModel model(Tables tables) {
    return new KnnGraphModel(uid(), tables);
  }

  /** Rows that were not fitted are searched among these. */
  @Override
  Tables kept(Tables inputs, Tables made) {
    return made.with("vectors", inputs.table("vectors"));
  }

  private static final class Reader implements DefaultParamsReadable<KnnGraph> {}
}
