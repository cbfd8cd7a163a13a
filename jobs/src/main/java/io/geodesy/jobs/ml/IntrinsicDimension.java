package io.geodesy.jobs.ml;

import io.geodesy.analysis.Tables;
import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;

/**
 * In how many directions rows vary locally: {@code dimension} with its interval for every row, and
 * tables for groups, from the columns that {@link KnnGraph} adds.
 *
 * <p>Params are those of the command {@code intrinsic-dimension} and of its input.
 */
public final class IntrinsicDimension extends AnalysisEstimator<IntrinsicDimensionModel> {
  /** With a uid of its own. */
  public IntrinsicDimension() {
    this(Identifiable$.MODULE$.randomUID("intrinsicDimension"));
  }

  /** With a given uid. */
  public IntrinsicDimension(String uid) {
    super(uid, AnalysisFace.INTRINSIC_DIMENSION);
  }

  /** Reads what {@code write} wrote. */
  public static MLReader<IntrinsicDimension> read() {
    return new Reader().read();
  }

  /** Reads what {@code save} wrote. */
  public static IntrinsicDimension load(String path) {
    return read().load(path);
  }

  @Override
  IntrinsicDimensionModel model(Tables tables) {
    return new IntrinsicDimensionModel(uid(), tables);
  }

  private static final class Reader implements DefaultParamsReadable<IntrinsicDimension> {}
}
