package io.geodesy.jobs.ml;

import io.geodesy.analysis.Tables;
import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;

/**
 * The cluster of every row: {@code cluster}, {@code strength} and {@code outlier_score}, from the
 * vectors and the columns that {@link KnnGraph} adds.
 *
 * <p>Params are those of the command {@code clusters} and of its input.
 */
public final class Clusters extends AnalysisEstimator<ClustersModel> {
  /** With a uid of its own. */
  public Clusters() {
    this(Identifiable$.MODULE$.randomUID("clusters"));
  }

  /** With a given uid. */
  public Clusters(String uid) {
    super(uid, AnalysisFace.CLUSTERS);
  }

  /** Reads what {@code write} wrote. */
  public static MLReader<Clusters> read() {
    return new Reader().read();
  }

  /** Reads what {@code save} wrote. */
  public static Clusters load(String path) {
    return read().load(path);
  }

  @Override
  ClustersModel model(Tables tables) {
    return new ClustersModel(uid(), tables);
  }

  private static final class Reader implements DefaultParamsReadable<Clusters> {}
}
