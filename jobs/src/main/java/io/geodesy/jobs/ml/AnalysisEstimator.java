package io.geodesy.jobs.ml;

import io.geodesy.analysis.Analysis;
import io.geodesy.analysis.Table;
import io.geodesy.analysis.Tables;
import io.geodesy.config.InputParameters;
import io.geodesy.table.StandardTables;
import java.util.Map;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * An analysis as an estimator: fits on a DataFrame, gives a model that holds the analysis' tables.
 *
 * <p>Cost, memory and determinism are the analysis'. Tables of the model stay persisted until
 * {@link AnalysisModel#unpersist}.
 *
 * @param <M> the model
 */
public abstract class AnalysisEstimator<M extends AnalysisModel<M>> extends Estimator<M>
    implements DefaultParamsWritable {
  private final String uid;
  private final transient AnalysisFace face;
  private final transient StageParams params;

  AnalysisEstimator(String uid, AnalysisFace face) {
    this.uid = uid;
    this.face = face;
    this.params = new StageParams(uid, face.keys());
    params.setDefaults(this);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public Param<?>[] params() {
    return params.all();
  }

  /**
   * Sets a Param.
   *
   * @param name as {@code recallTarget}; {@code explainParams()} lists them
   * @param value a number, a boolean or a text; {@code auto} leaves it to the run where it may
   * @throws io.geodesy.error.ConfigException if there is no such Param, or it cannot have the value
   */
  public final AnalysisEstimator<M> with(String name, Object value) {
    params.set(this, name, value);
    return this;
  }

  @Override
  public M fit(Dataset<?> dataset) {
    transformSchema(dataset.schema());
    Analysis<?> analysis = face.find();
    Map<String, String> values = params.texts(this, analysis.descriptor().parameters());
    SparkSession session = dataset.sparkSession();
    InputParameters input = input();
    StageRun run = new StageRun(session, input);
    StageFrame frame = new StageFrame(dataset.toDF(), input);
    Tables inputs = Tables.none();
    for (String name : analysis.descriptor().inputs()) {
      Table table =
          name.equals(StandardTables.VECTORS.name())
              ? run.check(analysis, values, "the DataFrame", frame.vectors())
              : new Table(frame.neighbors(), frame.neighborAttributes());
      inputs = inputs.with(name, table);
    }
    M model = model(kept(inputs, run.call(analysis, values, inputs)));
    return copyValues(model.holding(run.staged()), extractParamMap()).setParent(this);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    Analysis<?> analysis = face.find();
    params.record(this, analysis.descriptor().parameters());
    return face.transformSchema(schema, input());
  }

  @Override
  public Estimator<M> copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /** Returns the model of these tables. */
  abstract M model(Tables tables);

  /** Returns the tables that the model keeps. */
  Tables kept(Tables inputs, Tables made) {
    return made;
  }

  private InputParameters input() {
    return params.record(this, InputParameters.class);
  }
}
