package io.geodesy.jobs.diffusion;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A diffusion map, wherever it was computed.
 *
 * @param facts in single numbers
 * @param operator as {@link io.geodesy.table.StandardTables#OPERATOR}
 * @param coordinates as {@link io.geodesy.table.StandardTables#COORDINATES}; null where a row's
 *     component is too small
 */
record MapResult(MapFacts facts, Dataset<Row> operator, Dataset<Row> coordinates) {}
