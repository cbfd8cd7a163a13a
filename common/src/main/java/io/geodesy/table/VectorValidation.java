package io.geodesy.table;

import io.geodesy.error.DataException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Makes a raw table (id, vector, further columns) an embedding table, or says exactly which rows
 * are in the way.
 *
 * <p>The dimension is the commonest length among vectors that are not empty, of equally common ones
 * the smallest. A row has the first fault of: null id, null vector, wrong dimension, then the first
 * element in order that is null, NaN, infinite or too large for float32, then the zero vector.
 * Duplicate ids are looked for among all rows that have an id; when rows are dropped, every row of
 * a repeated id goes, whatever its vector, since nobody can know which one was meant.
 *
 * <p>Cost: one pass over id and vector. Where the ids do not ascend from file to file, a further
 * pass over the ids and a shuffle of them; where rows of repeated ids are dropped, one more over
 * vectors. The driver holds at most five ids for every combination of partition, fault and vector
 * length. Determinism class D0: rows are named in the order of their ids.
 *
 * @param table the table as the user calls it, for messages
 * @param policy what happens to bad rows
 * @param zeroVectors whether a direction is needed
 */
public record VectorValidation(String table, BadRows policy, ZeroVectors zeroVectors) {
  static final String SOURCE_COLUMN = "geodesy.column";
  private static final DataType FLOATS = DataTypes.createArrayType(DataTypes.FloatType);

  /**
   * Returns the metadata by which a reader says what the user calls a column it has renamed, so
   * that messages can name it.
   */
  public static Metadata renamedFrom(String column) {
    return new MetadataBuilder().putString(SOURCE_COLUMN, column).build();
  }

  /** Returns what the user calls a column, which its reader may have renamed. */
  public static String userName(StructField field) {
    return field.metadata().contains(SOURCE_COLUMN)
        ? field.metadata().getString(SOURCE_COLUMN)
        : field.name();
  }

  /**
   * Checks a raw table.
   *
   * @param raw columns {@code id} (BIGINT, INT, SMALLINT, TINYINT or STRING) and {@code vector}
   *     (ARRAY of FLOAT or DOUBLE), any others after
   * @throws DataException if a file cannot be read, if a type is wrong, if rows are bad and the
   *     policy is to fail, or if no usable row is left
   */
  public ValidatedVectors check(Dataset<Row> raw) {
    return ReadFailure.translating(table, () -> checkRows(raw));
  }

  private ValidatedVectors checkRows(Dataset<Row> raw) {
    Dataset<Row> rows = widen(raw);
    boolean isNumbered = typeOf(rows, "id").equals(DataTypes.LongType);
    boolean isDouble =
        ((ArrayType) typeOf(rows, "vector")).elementType().equals(DataTypes.DoubleType);
    List<RowScan> scans = scan(rows, isNumbered, isDouble);
    RowScan all = new RowScan(isNumbered, isDouble, zeroVectors);
    scans.forEach(all::merge);
    int dim = commonestLength(all);
    Map<Fault, RowScan.Tally> faults = byFault(all, dim);
    DuplicateIds duplicates =
        RowScan.proveUnique(scans) ? DuplicateIds.none() : DuplicateIds.find(rows, table);
    if (policy == BadRows.FAIL && !(faults.isEmpty() && duplicates.isEmpty())) {
      throw failure(rows, faults, duplicates, dim);
    }
    return clean(rows, all, faults, duplicates, dim);
  }

  private Dataset<Row> widen(Dataset<Row> raw) {
    DataType id = typeOf(raw, "id");
    if (!List.of(
            DataTypes.LongType,
            DataTypes.IntegerType,
            DataTypes.ShortType,
            DataTypes.ByteType,
            DataTypes.StringType)
        .contains(id)) {
      throw new DataException(
          "Column %s of table %s is %s, but ids are whole numbers (BIGINT, INT, SMALLINT, TINYINT) or STRING. Cast the column, or name another with --id-column."
              .formatted(userName(raw, "id"), table, id.sql()));
    }
    DataType vector = typeOf(raw, "vector");
    if (!(vector instanceof ArrayType array
        && (array.elementType().equals(DataTypes.FloatType)
            || array.elementType().equals(DataTypes.DoubleType)))) {
      throw new DataException(
          "Column %s of table %s is %s, but vectors are ARRAY<FLOAT> or ARRAY<DOUBLE>. Cast the column, or name another with --vector-column."
              .formatted(userName(raw, "vector"), table, vector.sql()));
    }
    DataType kept = id.equals(DataTypes.StringType) ? DataTypes.StringType : DataTypes.LongType;
    return kept.equals(id) ? raw : raw.withColumn("id", functions.col("id").cast(kept));
  }

  private List<RowScan> scan(Dataset<Row> rows, boolean isNumbered, boolean isDouble) {
    ZeroVectors rule = zeroVectors;
    return rows.select("id", "vector")
        .queryExecution()
        .toRdd()
        .toJavaRDD()
        .mapPartitions(
            (Iterator<InternalRow> part) ->
                List.of(new RowScan(isNumbered, isDouble, rule).readAll(part)).iterator())
        .collect();
  }

  /** Returns the dimension, or 0 if there is no vector with an element. */
  private static int commonestLength(RowScan scan) {
    TreeMap<Integer, Long> rowsOf = new TreeMap<>();
    scan.tallies()
        .forEach(
            (key, tally) -> {
              if (key.length() > 0) {
                rowsOf.merge(key.length(), tally.count(), Long::sum);
              }
            });
    long most = rowsOf.values().stream().mapToLong(Long::longValue).max().orElse(0);
    return rowsOf.entrySet().stream()
        .filter(e -> e.getValue() == most)
        .mapToInt(Map.Entry::getKey)
        .findFirst()
        .orElse(0);
  }

  private static Map<Fault, RowScan.Tally> byFault(RowScan scan, int dim) {
    Map<Fault, RowScan.Tally> faults = new EnumMap<>(Fault.class);
    scan.tallies()
        .forEach(
            (key, tally) -> {
              boolean hasWrongLength = key.length() >= 0 && key.length() != dim;
              Fault fault = hasWrongLength ? Fault.WRONG_DIMENSION : key.fault();
              if (fault != null) {
                faults.computeIfAbsent(fault, f -> new RowScan.Tally()).merge(tally);
              }
            });
    return faults;
  }

  private DataException failure(
      Dataset<Row> rows, Map<Fault, RowScan.Tally> faults, DuplicateIds duplicates, int dim) {
    BadRowMessage message = new BadRowMessage(table, userName(rows, "vector"));
    faults.forEach((fault, tally) -> message.add(fault, tally.count(), tally.examples(), dim));
    if (!duplicates.isEmpty()) {
      duplicates.describe(message);
    }
    return message.toException();
  }

  private ValidatedVectors clean(
      Dataset<Row> rows,
      RowScan all,
      Map<Fault, RowScan.Tally> faults,
      DuplicateIds duplicates,
      int dim) {
    Map<Fault, Long> dropped = new EnumMap<>(Fault.class);
    faults.forEach((fault, tally) -> dropped.put(fault, tally.count()));
    long total = all.tallies().values().stream().mapToLong(RowScan.Tally::count).sum();
    long usable = total - dropped.values().stream().mapToLong(Long::longValue).sum();
    Dataset<Row> vectors = narrow(rows);
    if (!faults.isEmpty()) {
      vectors = vectors.where(isUsable(dim));
    }
    if (!duplicates.isEmpty()) {
      vectors = duplicates.removeFrom(vectors);
      long left = vectors.count();
      if (left < usable) {
        dropped.put(Fault.DUPLICATE_ID, usable - left);
      }
      usable = left;
    }
    if (usable == 0) {
      throw nothingLeft(total, dropped);
    }
    return new ValidatedVectors(vectors, usable, dim, dropped);
  }

  private static Dataset<Row> narrow(Dataset<Row> rows) {
    return rows.select(
        Arrays.stream(orderedColumns(rows))
            .map(
                name -> {
                  org.apache.spark.sql.Column column = functions.col("`" + name + "`");
                  return name.equals("vector") ? column.cast(FLOATS).as("vector") : column;
                })
            .toArray(org.apache.spark.sql.Column[]::new));
  }

  private static String[] orderedColumns(Dataset<Row> rows) {
    List<String> names =
        Arrays.stream(rows.columns())
            .filter(name -> !name.equals("id") && !name.equals("vector"))
            .collect(Collectors.toList());
    names.addAll(0, List.of("id", "vector"));
    return names.toArray(String[]::new);
  }

  /** The rules of {@link RowScan} as an expression that is null or false for a bad row. */
  private org.apache.spark.sql.Column isUsable(int dim) {
    String isUsable =
        "id is not null and size(vector) = "
            + dim
            + " and not array_contains(vector, float('NaN'))"
            + " and not array_contains(vector, float('Infinity'))"
            + " and not array_contains(vector, float('-Infinity'))";
    boolean isZeroBad = zeroVectors == ZeroVectors.BAD;
    return functions.expr(
        isZeroBad
            ? isUsable + " and (array_min(vector) <> 0 or array_max(vector) <> 0)"
            : isUsable);
  }

  private DataException nothingLeft(long total, Map<Fault, Long> dropped) {
    if (total == 0) {
      return new DataException("No usable rows in %s: the table is empty.".formatted(table));
    }
    String reasons =
        dropped.entrySet().stream()
            .map(e -> e.getValue() + " " + e.getKey().phrase())
            .collect(Collectors.joining(", "));
    return new DataException(
        "No usable rows in %s: all %d were dropped, %s.".formatted(table, total, reasons));
  }

  private static DataType typeOf(Dataset<Row> rows, String column) {
    return rows.schema().apply(column).dataType();
  }

  private static String userName(Dataset<Row> rows, String column) {
    StructType schema = rows.schema();
    return userName(schema.apply(column));
  }
}
