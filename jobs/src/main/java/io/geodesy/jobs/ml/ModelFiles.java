package io.geodesy.jobs.ml;

import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Table;
import io.geodesy.analysis.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A model on disk, as MLlib lays it out: {@code metadata} with the Params, {@code tables/<name>} in
 * Parquet, and {@code attributes} with what is known of each table.
 */
final class ModelFiles {
  private static final StructType ATTRIBUTES =
      new StructType()
          .add("table", DataTypes.StringType, false)
          .add("attributes", DataTypes.StringType, false);

  private ModelFiles() {}

  private static String tablePath(String path, String table) {
    return new Path(new Path(path, "tables"), table).toString();
  }

  private static String attributesPath(String path) {
    return new Path(path, "attributes").toString();
  }

  /** Saves a model. */
  static final class Writer extends MLWriter {
    private final AnalysisModel<?> model;

    Writer(AnalysisModel<?> model) {
      this.model = model;
    }

    @Override
    public void saveImpl(String path) {
      DefaultParamsWriter$.MODULE$.saveMetadata(model, path, sparkSession());
      List<Row> attributes = new ArrayList<>();
      for (String name : model.tables().names()) {
        Table table = model.tables().table(name);
        table.dataset().write().parquet(tablePath(path, name));
        attributes.add(RowFactory.create(name, StageFrame.json(table.attributes())));
      }
      sparkSession()
          .createDataFrame(attributes, ATTRIBUTES)
          .coalesce(1)
          .write()
          .json(attributesPath(path));
    }
  }

  /**
   * Loads a model.
   *
   * @param <M> the model
   */
  static final class Reader<M extends AnalysisModel<M>> extends MLReader<M> {
    private final Class<M> type;
    private final BiFunction<String, Tables, M> make;

    Reader(Class<M> type, BiFunction<String, Tables, M> make) {
      this.type = type;
      this.make = make;
    }

    @Override
    public M load(String path) {
      DefaultParamsReader.Metadata metadata =
          DefaultParamsReader$.MODULE$.loadMetadata(path, sparkSession(), type.getName());
      Tables tables = Tables.none();
      List<Row> known =
          sparkSession().read().schema(ATTRIBUTES).json(attributesPath(path)).collectAsList();
      for (Row row : known) {
        Attributes attributes = StageFrame.attributes(row.getString(1));
        tables =
            tables.with(
                row.getString(0),
                new Table(
                    sparkSession().read().parquet(tablePath(path, row.getString(0))), attributes));
      }
      M model = make.apply(metadata.uid(), tables);
      metadata.getAndSetParams(model, scala.Option.empty());
      return model;
    }
  }
}
