package io.geodesy.jobs.ml;

import io.geodesy.analysis.Tables;
import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;

/**
 * Diffusion coordinates of every row: {@code component} and {@code coordinates} (a vector of MLlib,
 * so that other estimators can go on from it; null in components too small to solve), from the
 * columns that {@link KnnGraph} adds.
 *
 * <p>Params are those of the command {@code diffusion-map}.
 */
public final class DiffusionMap extends AnalysisEstimator<DiffusionMapModel> {
  /** With a uid of its own. */
  public DiffusionMap() {
    this(Identifiable$.MODULE$.randomUID("diffusionMap"));
  }

  /** With a given uid. */
  public DiffusionMap(String uid) {
    super(uid, AnalysisFace.DIFFUSION_MAP);
  }

  /** Reads what {@code write} wrote. */
  public static MLReader<DiffusionMap> read() {
    return new Reader().read();
  }

  /** Reads what {@code save} wrote. */
  public static DiffusionMap load(String path) {
    return read().load(path);
  }

  @Override
  DiffusionMapModel model(Tables tables) {
    return new DiffusionMapModel(uid(), tables);
  }

  /** The operator and the place of new rows are made from the graph. */
  @Override
  Tables kept(Tables inputs, Tables made) {
    return made.with("neighbors", inputs.table("neighbors"));
  }

  private static final class Reader implements DefaultParamsReadable<DiffusionMap> {}
}
