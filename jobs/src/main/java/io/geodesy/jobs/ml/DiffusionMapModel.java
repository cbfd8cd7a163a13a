package io.geodesy.jobs.ml;

import io.geodesy.analysis.Tables;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.mllib.linalg.distributed.CoordinateMatrix;
import org.apache.spark.mllib.linalg.distributed.IndexedRowMatrix;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;

/**
 * Diffusion coordinates of the fitted rows, in {@code coordinates}, their spectrum in {@code
 * eigenvalues}, the operator's diagonals in {@code operator}.
 *
 * <p>A fitted row, by id and list, gets its coordinates; any other row is placed by its list of
 * fitted rows, as {@link KnnGraphModel} makes it: see {@link io.geodesy.spectral.NystromExtension}.
 *
 * <p>Cost of a transform: the graph and the coordinates in every process, no shuffle.
 */
public final class DiffusionMapModel extends AnalysisModel<DiffusionMapModel> {
  private static final String PLACE = "__geodesy_place";

  private transient FittedMap fitted;

  DiffusionMapModel(String uid, Tables tables) {
    super(uid, AnalysisFace.DIFFUSION_MAP, tables);
  }

  /** Reads what {@code write} wrote. */
  public static MLReader<DiffusionMapModel> read() {
    return new ModelFiles.Reader<>(DiffusionMapModel.class, DiffusionMapModel::new);
  }

  /** Reads what {@code save} wrote. */
  public static DiffusionMapModel load(String path) {
    return read().load(path);
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    transformSchema(dataset.schema());
    Dataset<Row> data = dataset.toDF();
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(data.sparkSession().sparkContext());
    Broadcast<FittedMap> map = context.broadcast(fitted());
    UDF3<Object, scala.collection.Seq<?>, scala.collection.Seq<?>, Row> place =
        (id, neighbors, distances) -> map.value().place(id, neighbors, distances);
    UserDefinedFunction function = functions.udf(place, FittedMap.PLACE);
    Column id = StageFrame.column(input().idColumn());
    String type = fitted().idType();
    return data.withColumn(
            PLACE,
            function.apply(
                id.cast(type),
                functions.col("neighbor_ids").cast("array<" + type + ">"),
                functions.col("distances").cast("array<float>")))
        .withColumn("component", functions.col(PLACE + ".component"))
        .withColumn("coordinates", functions.col(PLACE + ".coordinates"))
        .drop(PLACE);
  }

  /**
   * Returns the symmetric operator {@code T = D^-1/2 K~ D^-1/2}, whose eigenvalues are those of the
   * table {@code eigenvalues}; its rows and columns are those of {@link #rowIndex}.
   *
   * <p>Cost: the graph in the driver; {@code about 2 n k} entries.
   */
  public CoordinateMatrix operatorMatrix() {
    return fitted().operator(session(), input().threadCount());
  }

  /** Returns the operator as rows; see {@link #operatorMatrix}. */
  public IndexedRowMatrix operatorRows() {
    return operatorMatrix().toIndexedRowMatrix();
  }

  /** Returns which row of the operator belongs to which id: {@code id}, {@code row}. */
  public Dataset<Row> rowIndex() {
    return fitted().rowIndex(session());
  }

  private SparkSession session() {
    return table("neighbors").sparkSession();
  }

  private synchronized FittedMap fitted() {
    if (fitted == null) {
      fitted = FittedMap.of(tables());
    }
    return fitted;
  }

  @Override
  DiffusionMapModel copyOf(Tables copied) {
    DiffusionMapModel copy = new DiffusionMapModel(uid(), copied);
    copy.fitted = fitted;
    return copy;
  }
}
