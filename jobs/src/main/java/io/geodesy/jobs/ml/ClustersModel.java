package io.geodesy.jobs.ml;

import io.geodesy.analysis.Tables;
import org.apache.spark.ml.util.MLReader;

/**
 * The cluster of every fitted row, in {@code clusters}, with {@code cluster_statistics} and {@code
 * cluster_tree}. A row that was not fitted gets nulls.
 */
public final class ClustersModel extends AnalysisModel<ClustersModel> {
  ClustersModel(String uid, Tables tables) {
    super(uid, AnalysisFace.CLUSTERS, tables);
  }

  /** Reads what {@code write} wrote. */
  public static MLReader<ClustersModel> read() {
    return new ModelFiles.Reader<>(ClustersModel.class, ClustersModel::new);
  }

  /** Reads what {@code save} wrote. */
  public static ClustersModel load(String path) {
    return read().load(path);
  }

  @Override
  ClustersModel copyOf(Tables copied) {
    return new ClustersModel(uid(), copied);
  }
}
