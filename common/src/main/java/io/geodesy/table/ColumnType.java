package io.geodesy.table;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The column types a table of Geodesy may have; none of them needs Spark to be read. */
public enum ColumnType {
  /** The row id: BIGINT or STRING, as the input has it. */
  ID,
  /** An array of row ids. */
  IDS,
  INT,
  BIGINT,
  BIGINTS,
  FLOAT,
  DOUBLE,
  FLOATS,
  DOUBLES,
  STRING,
  BOOLEAN;

  /**
   * Returns the Spark type.
   *
   * @param idType the run's id type, BIGINT or STRING
   */
  public DataType sparkType(DataType idType) {
    return switch (this) {
      case ID -> idType;
      case IDS -> DataTypes.createArrayType(idType, false);
      case INT -> DataTypes.IntegerType;
      case BIGINT -> DataTypes.LongType;
      case BIGINTS -> DataTypes.createArrayType(DataTypes.LongType, false);
      case FLOAT -> DataTypes.FloatType;
      case DOUBLE -> DataTypes.DoubleType;
      case FLOATS -> DataTypes.createArrayType(DataTypes.FloatType, false);
      case DOUBLES -> DataTypes.createArrayType(DataTypes.DoubleType, false);
      case STRING -> DataTypes.StringType;
      case BOOLEAN -> DataTypes.BooleanType;
    };
  }
}
