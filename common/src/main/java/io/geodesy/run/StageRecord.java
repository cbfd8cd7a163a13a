package io.geodesy.run;

import io.geodesy.analysis.Attributes;
import java.util.Map;
import org.apache.spark.sql.types.StructType;

/**
 * The commit of a stage: what {@code stage.json} holds.
 *
 * @param stage {@code <analysis>.<name>}
 * @param table the table it becomes when published, empty for an intermediate result
 * @param fingerprint of the run
 * @param attempt whose rows count
 * @param rows re-read after writing
 * @param digest of the rows, whatever their order
 * @param schema as DDL
 * @param attributes of the table
 * @param phases seconds by phase of the work since the stage before
 * @param writeSeconds of evaluating and writing the rows: lazy work is done here
 * @param checkSeconds of reading them back
 */
record StageRecord(
    String stage,
    String table,
    String fingerprint,
    int attempt,
    long rows,
    String digest,
    String schema,
    Map<String, Object> attributes,
    Map<String, Double> phases,
    double writeSeconds,
    double checkSeconds) {

  StructType structType() {
    return StructType.fromDDL(schema);
  }

  Attributes attributeValues() {
    return Attributes.of(attributes);
  }
}
