package io.geodesy.jobs.ml;

import io.geodesy.analysis.Analysis;
import io.geodesy.analysis.AnalysisRegistry;
import io.geodesy.analysis.Descriptor;
import io.geodesy.config.InputParameters;
import io.geodesy.config.ParameterKey;
import io.geodesy.table.StandardTables;
import io.geodesy.table.TableContract;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * Which analysis stands behind an estimator and its model, and what a stage adds to a DataFrame.
 *
 * @param analysis name in the registry
 * @param rowTable the published table with one row an id
 * @param added what a model adds, in order
 * @param without components of the records that mean nothing here
 */
record AnalysisFace(
    String analysis, String rowTable, List<AddedColumn> added, List<String> without) {
  static final AnalysisFace KNN_GRAPH =
      new AnalysisFace(
          "knn-graph",
          "neighbors",
          List.of(
              AddedColumn.of("neighbor_ids"), AddedColumn.of("distances"), AddedColumn.of("cell")),
          List.of("format", "extend", "within", "labelColumn", "groupColumn"));
  static final AnalysisFace DIFFUSION_MAP =
      new AnalysisFace(
          "diffusion-map",
          "coordinates",
          List.of(AddedColumn.of("component"), AddedColumn.of("coordinates")),
          List.of("format", "vectorColumn", "labelColumn", "groupColumn", "badRows"));
  static final AnalysisFace INTRINSIC_DIMENSION =
      new AnalysisFace(
          "intrinsic-dimension",
          "dimension_rows",
          List.of(
              new AddedColumn("dimension", "mle"),
              new AddedColumn("dimension_low", "mle_low"),
              new AddedColumn("dimension_high", "mle_high")),
          List.of("format"));
  static final AnalysisFace CLUSTERS =
      new AnalysisFace(
          "clusters",
          "clusters",
          List.of(
              AddedColumn.of("cluster"),
              AddedColumn.of("strength"),
              AddedColumn.of("outlier_score")),
          List.of("format"));

  /** Every face, in the order in which a pipeline has them. */
  static final List<AnalysisFace> ALL =
      List.of(KNN_GRAPH, DIFFUSION_MAP, INTRINSIC_DIMENSION, CLUSTERS);

  /**
   * A column that a model adds.
   *
   * @param name in the DataFrame
   * @param source in the published table
   */
  record AddedColumn(String name, String source) {
    static AddedColumn of(String name) {
      return new AddedColumn(name, name);
    }
  }

  /** Returns the name of the estimator: {@code KnnGraph}. */
  String className() {
    StringBuilder name = new StringBuilder();
    for (String word : analysis.split("-", -1)) {
      name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
    }
    return name.toString();
  }

  /** Returns the analysis. */
  Analysis<?> find() {
    return AnalysisRegistry.load()
        .find(analysis)
        .orElseThrow(() -> new IllegalStateException("There is no analysis " + analysis));
  }

  /**
   * Checks the columns of a DataFrame, and returns those it has after a transform.
   *
   * @throws io.geodesy.error.DataException if one is missing, or has the name of an added one
   */
  StructType transformSchema(StructType schema, InputParameters input) {
    Descriptor<?> descriptor = find().descriptor();
    DataType idType = StageFrame.idType(schema, input);
    if (descriptor.inputs().contains(StandardTables.VECTORS.name())) {
      StageFrame.require(schema, input.vectorColumn(), "vectorColumn");
    }
    if (descriptor.inputs().contains(StandardTables.NEIGHBORS.name())) {
      StageFrame.require(schema, "neighbor_ids", "");
      StageFrame.require(schema, "distances", "");
    }
    TableContract rows =
        descriptor.outputs().stream()
            .filter(t -> t.name().equals(rowTable))
            .findFirst()
            .orElseThrow();
    StructType result = schema;
    for (AddedColumn column : added) {
      StageFrame.requireAbsent(schema, column.name());
      DataType type = rows.schema(idType).apply(column.source()).dataType();
      boolean isVector = column.name().equals("coordinates");
      result = result.add(column.name(), isVector ? SQLDataTypes.VectorType() : type, true);
    }
    return result;
  }

  /** Returns the components that are Params: those of the analysis, then those of the input. */
  List<ParameterKey> keys() {
    List<Class<? extends Record>> records = new ArrayList<>();
    records.add(find().descriptor().parameters());
    records.add(InputParameters.class);
    return StageParams.keys(records, without);
  }
}
