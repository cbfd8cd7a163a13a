package io.geodesy.jobs.entropy;

import io.geodesy.error.ConfigException;
import io.geodesy.error.DataException;
import io.geodesy.table.CategoryColumn;
import io.geodesy.table.RowIds;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/** The column with which rows share information, as classes. */
final class ReferenceColumn {
  private static final String LABEL = "label";

  private ReferenceColumn() {}

  /** Returns the name of the column, empty if there is none. */
  static Optional<String> name(SpectralEntropyParameters parameters, Dataset<Row> vectors) {
    List<String> present = Arrays.asList(vectors.columns());
    if (parameters.referenceColumn().isPresent()) {
      String name = parameters.referenceColumn().get();
      if (!present.contains(name)) {
        throw new ConfigException(
            "reference-column is %s but the table has no such column. It has %s."
                .formatted(name, String.join(", ", present)));
      }
      return Optional.of(name);
    }
    return Optional.of(LABEL).filter(present::contains);
  }

  /** Returns the classes: whole numbers and texts as they are, other numbers in bins. */
  static CategoryColumn classes(Dataset<Row> vectors, String name, int bins, RowIds ids) {
    DataType type = vectors.schema().apply(name).dataType();
    boolean isClass =
        List.of(
                DataTypes.StringType,
                DataTypes.BooleanType,
                DataTypes.ByteType,
                DataTypes.ShortType,
                DataTypes.IntegerType,
                DataTypes.LongType)
            .contains(type);
    if (isClass) {
      return CategoryColumn.collect(vectors, name, ids);
    }
    boolean isNumber =
        type.equals(DataTypes.DoubleType)
            || type.equals(DataTypes.FloatType)
            || type instanceof DecimalType;
    if (!isNumber) {
      throw new ConfigException(
          "Column %s is %s, which is neither a class nor a number: name another reference-column."
              .formatted(name, type.sql()));
    }
    double[] values = new double[ids.size()];
    Arrays.fill(values, Double.NaN);
    vectors
        .select(functions.col("id"), functions.col("`" + name + "`").cast("double"))
        .collectAsList()
        .forEach(
            row ->
                values[ids.indexOf(row.get(0))] = row.isNullAt(1) ? Double.NaN : row.getDouble(1));
    return binned(name, values, bins);
  }

  /** Cuts values into bins of equal width; those that are not finite have no class. */
  static CategoryColumn binned(String name, double[] values, int bins) {
    double low = Arrays.stream(values).filter(Double::isFinite).min().orElse(0);
    double high = Arrays.stream(values).filter(Double::isFinite).max().orElse(0);
    if (!(high > low)) {
      throw new DataException(
          "Column %s has one value in all rows, %s: there is nothing to share information with. Name another reference-column."
              .formatted(name, low));
    }
    int digits = Integer.toString(bins - 1).length();
    List<String> names =
        IntStream.range(0, bins)
            .mapToObj(
                b ->
                    ("%0" + digits + "d: %.6g to %.6g")
                        .formatted(
                            b, low + (high - low) * b / bins, low + (high - low) * (b + 1) / bins))
            .toList();
    int[] codes =
        Arrays.stream(values)
            .mapToInt(
                v ->
                    Double.isFinite(v)
                        ? (int) Math.min(bins - 1, Math.floor((v - low) / (high - low) * bins))
                        : CategoryColumn.MISSING)
            .toArray();
    return new CategoryColumn(names, codes);
  }
}
