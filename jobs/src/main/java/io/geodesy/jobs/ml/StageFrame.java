package io.geodesy.jobs.ml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.geodesy.analysis.Attributes;
import io.geodesy.config.InputParameters;
import io.geodesy.config.NearestKey;
import io.geodesy.error.DataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructType;

/**
 * A DataFrame as stages see it: the columns that the user's names mean, and what is known of a
 * neighbour graph, which travels as metadata of its column {@code distances}.
 *
 * @param data whose
 * @param names of the user's columns
 */
record StageFrame(Dataset<Row> data, InputParameters names) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ATTRIBUTES = "geodesy.attributes";

  /**
   * Returns the embedding table: {@code id}, {@code vector}, and {@code label} and {@code group}
   * where there are any. A vector of MLlib becomes an array.
   *
   * @throws DataException if a column is missing
   */
  Dataset<Row> vectors() {
    List<Column> columns = new ArrayList<>();
    columns.add(column(names.idColumn()).as("id"));
    Column vector = column(names.vectorColumn());
    boolean isOfMllib =
        data.schema().apply(names.vectorColumn()).dataType().equals(SQLDataTypes.VectorType());
    columns.add(
        (isOfMllib ? org.apache.spark.ml.functions.vector_to_array(vector, "float32") : vector)
            .as("vector"));
    optional("label", names.labelColumn()).ifPresent(columns::add);
    optional("group", names.groupColumn()).ifPresent(columns::add);
    return data.select(columns.toArray(Column[]::new));
  }

  /**
   * Returns the neighbour table.
   *
   * @throws DataException if it is not there
   */
  Dataset<Row> neighbors() {
    Column id = column(names.idColumn());
    Column cell = has(data.schema(), "cell") ? functions.col("cell") : functions.lit(0);
    DataType type = idType(data.schema(), names);
    return data.select(
        id.cast(type).as("id"),
        column("neighbor_ids").cast(DataTypes.createArrayType(type)).as("neighbor_ids"),
        column("distances").cast("array<float>").as("distances"),
        functions.coalesce(cell, functions.lit(0)).cast("int").as("cell"));
  }

  /** Returns what is known of the neighbours; where nothing is, that they are Euclidean. */
  Attributes neighborAttributes() {
    Metadata metadata = data.schema().apply("distances").metadata();
    return metadata.contains(ATTRIBUTES)
        ? attributes(metadata.getString(ATTRIBUTES))
        : Attributes.none().with("metric", "euclidean");
  }

  /** Returns the data with a column that says what is known of it. */
  static Dataset<Row> describe(Dataset<Row> data, String name, Attributes attributes) {
    Metadata metadata = new MetadataBuilder().putString(ATTRIBUTES, json(attributes)).build();
    return data.withColumn(name, functions.col(name).as(name, metadata));
  }

  /** Returns attributes as JSON. */
  static String json(Attributes attributes) {
    try {
      return JSON.writeValueAsString(attributes.asMap());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot be written as JSON: " + attributes, e);
    }
  }

  /** Reads what {@link #json} wrote. */
  static Attributes attributes(String json) {
    try {
      return Attributes.of(JSON.readValue(json, new TypeReference<Map<String, Object>>() {}));
    } catch (JsonProcessingException e) {
      throw new DataException(
          "The metadata of column distances cannot be read: %s. Compute the graph again."
              .formatted(e.getOriginalMessage()),
          e);
    }
  }

  /** Returns BIGINT or STRING: what ids of a schema become. */
  static DataType idType(StructType schema, InputParameters names) {
    require(schema, names.idColumn(), "idColumn");
    return schema.apply(names.idColumn()).dataType().equals(DataTypes.StringType)
        ? DataTypes.StringType
        : DataTypes.LongType;
  }

  /**
   * Fails if a schema lacks a column.
   *
   * @param setting the Param that names another, or empty
   */
  static void require(StructType schema, String name, String setting) {
    if (has(schema, name)) {
      return;
    }
    List<String> present = List.of(schema.fieldNames());
    String remedy =
        setting.isEmpty()
            ? "Let KnnGraph stand before this stage in the pipeline."
            : NearestKey.find(name, present)
                .map(nearest -> "Did you mean %s = %s?".formatted(setting, nearest))
                .orElse("Name the right one by " + setting + ".");
    throw new DataException(
        "The DataFrame has no column %s. It has %s. %s"
            .formatted(name, String.join(", ", present), remedy));
  }

  /** Fails if a schema has a column that a stage would add. */
  static void requireAbsent(StructType schema, String name) {
    if (has(schema, name)) {
      throw new DataException(
          "The DataFrame already has a column %s, which this stage adds. Rename or drop it first."
              .formatted(name));
    }
  }

  private Optional<Column> optional(String name, Optional<String> given) {
    if (given.isPresent()) {
      require(data.schema(), given.get(), name + "Column");
      return given.map(g -> column(g).as(name));
    }
    return has(data.schema(), name) ? Optional.of(column(name)) : Optional.empty();
  }

  private static boolean has(StructType schema, String name) {
    return List.of(schema.fieldNames()).contains(name);
  }

  /** Returns a column by its exact name. */
  static Column column(String name) {
    return functions.col("`" + name.replace("`", "``") + "`");
  }
}
