package io.geodesy.jobs.ml;

import io.geodesy.analysis.Table;
import io.geodesy.analysis.Tables;
import io.geodesy.config.InputParameters;
import io.geodesy.config.NearestKey;
import io.geodesy.error.ConfigException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * What an analysis found, as a model: its tables, and a transform that adds what they say of each
 * row, by id. A row that was not fitted gets nulls, unless the model says otherwise.
 *
 * @param <M> the model itself
 */
public abstract class AnalysisModel<M extends AnalysisModel<M>> extends Model<M>
    implements MLWritable {
  private static final String FITTED_ID = "__geodesy_fitted_id";

  private final String uid;
  private final transient AnalysisFace face;
  private final transient StageParams params;
  private final transient Tables tables;
  private transient List<Dataset<Row>> staged = List.of();

  AnalysisModel(String uid, AnalysisFace face, Tables tables) {
    this.uid = uid;
    this.face = face;
    this.tables = tables;
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
   * Sets a Param: of a model, only the names of columns, {@code badRows}, {@code seed} and {@code
   * threads} still matter.
   *
   * @throws ConfigException if there is no such Param, or it cannot have the value
   */
  public final M with(String name, Object value) {
    params.set(this, name, value);
    return self();
  }

  /**
   * Returns one of the analysis' tables, as the command line publishes it.
   *
   * @throws ConfigException if there is none of this name
   */
  public final Dataset<Row> table(String name) {
    return found(name).dataset();
  }

  /** Returns every scalar that the analysis found, in long form. */
  public final Dataset<Row> statistics() {
    return table("statistics");
  }

  /** Gives back what the tables hold of the cluster's memory and disks; they are made anew. */
  public final M unpersist() {
    staged.forEach(Dataset::unpersist);
    tables.names().forEach(name -> table(name).unpersist());
    return self();
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    transformSchema(dataset.schema());
    Table rows = found(face.rowTable());
    List<Column> columns = new ArrayList<>();
    columns.add(StageFrame.column("id").as(FITTED_ID));
    face.added().forEach(a -> columns.add(StageFrame.column(a.source()).as(a.name())));
    return join(dataset.toDF(), rows.dataset().select(columns.toArray(Column[]::new)));
  }

  /** Returns a DataFrame with what a table, whose first column is the id, says of its rows. */
  final Dataset<Row> join(Dataset<Row> data, Dataset<Row> found) {
    Column id = StageFrame.column(input().idColumn());
    String fitted = found.columns()[0];
    return data.join(
            found,
            id.cast(found.schema().apply(0).dataType()).equalTo(StageFrame.column(fitted)),
            "left")
        .drop(fitted);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return face.transformSchema(schema, input());
  }

  @Override
  public M copy(ParamMap extra) {
    M copy = copyValues(copyOf(tables).holding(staged), extra);
    return copy.setParent(parent());
  }

  @Override
  public MLWriter write() {
    return new ModelFiles.Writer(this);
  }

  /** Returns a model of the same uid and these tables. */
  abstract M copyOf(Tables copied);

  /** Returns itself, which holds these datasets until {@link #unpersist}. */
  final M holding(List<Dataset<Row>> held) {
    staged = List.copyOf(held);
    return self();
  }

  final InputParameters input() {
    return params.record(this, InputParameters.class);
  }

  final StageParams stageParams() {
    return params;
  }

  final AnalysisFace face() {
    return face;
  }

  final Tables tables() {
    return tables;
  }

  final Table found(String name) {
    return tables
        .find(name)
        .orElseThrow(
            () ->
                new ConfigException(
                    "The model has no table %s. %s"
                        .formatted(name, NearestKey.remedy(name, tables.names()))));
  }

  @SuppressWarnings("unchecked")
  private M self() {
    return (M) this;
  }
}
