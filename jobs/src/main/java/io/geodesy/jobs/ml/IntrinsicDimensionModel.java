package io.geodesy.jobs.ml;

import io.geodesy.analysis.Tables;
import org.apache.spark.ml.util.MLReader;

/**
 * The dimension of every fitted row, in {@code dimension_rows}, and of groups over scale, in {@code
 * dimension_groups}. A row that was not fitted gets nulls.
 */
public final class IntrinsicDimensionModel extends AnalysisModel<IntrinsicDimensionModel> {
  IntrinsicDimensionModel(String uid, Tables tables) {
    super(uid, AnalysisFace.INTRINSIC_DIMENSION, tables);
  }

  /** Reads what {@code write} wrote. */
  public static MLReader<IntrinsicDimensionModel> read() {
    return new ModelFiles.Reader<>(IntrinsicDimensionModel.class, IntrinsicDimensionModel::new);
  }

  /** Reads what {@code save} wrote. */
  public static IntrinsicDimensionModel load(String path) {
    return read().load(path);
  }

  @Override
  IntrinsicDimensionModel copyOf(Tables copied) {
    return new IntrinsicDimensionModel(uid(), copied);
  }
}
