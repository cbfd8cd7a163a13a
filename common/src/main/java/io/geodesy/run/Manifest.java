package io.geodesy.run;

import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Finding;
import io.geodesy.table.EmbeddingSource.InputFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.types.StructType;

/**
 * What a published run says of itself; it is written last, so that a run without one does not
 * exist.
 *
 * @param runKey given or derived
 * @param command as typed
 * @param targets analyses asked for
 * @param created when the manifest was written, ISO 8601 in UTC
 * @param seconds of wall time of the attempt that published
 * @param versions of {@code geodesy}, {@code spark}, {@code java}
 * @param fingerprint SHA-256 of the parts
 * @param fingerprintParts everything that decides what is published
 * @param seed of every random choice
 * @param input the embedding table
 * @param secondTables the embedding tables given besides it, by name
 * @param parameters of every analysis, by key
 * @param tables published by this run
 * @param reused analyses whose tables another run published
 * @param stages with their seconds
 * @param phases seconds of every analysis, by phase
 * @param tasks what Spark's tasks of every step came to in the attempt that published
 * @param report path of the page below the output
 * @param findings the summary of the report
 * @param warnings what went wrong without stopping the run
 */
public record Manifest(
    String runKey,
    String command,
    List<String> targets,
    String created,
    double seconds,
    Map<String, String> versions,
    String fingerprint,
    SortedMap<String, String> fingerprintParts,
    long seed,
    Input input,
    Map<String, Input> secondTables,
    Map<String, SortedMap<String, String>> parameters,
    List<PublishedTable> tables,
    List<ReusedAnalysis> reused,
    List<StageTime> stages,
    Map<String, Map<String, Double>> phases,
    SortedMap<String, TaskTotals> tasks,
    String report,
    List<Finding> findings,
    List<String> warnings) {
  /** Runs of earlier versions say nothing of second tables, which they had none of, or of tasks. */
  public Manifest {
    secondTables = secondTables == null ? Map.of() : secondTables;
    tasks = tasks == null ? new TreeMap<>() : tasks;
  }

  /**
   * An embedding table that was read.
   *
   * @param location as the user gave it
   * @param files listed when the run was planned
   * @param settings how it was read
   * @param badRows what happened to rows that are no embedding
   * @param rows used
   * @param dim length of every vector
   * @param dropped rows left out, by fault
   */
  public record Input(
      String location,
      List<InputFile> files,
      SortedMap<String, String> settings,
      String badRows,
      long rows,
      int dim,
      Map<String, Long> dropped) {}

  /**
   * A table that this run published.
   *
   * @param name in SQL
   * @param path below the output
   * @param producer the analysis; {@code run} for {@code statistics}, which all write
   * @param lineage of the producer, by which later runs find the table
   * @param rows counted after writing
   * @param digest of the rows, whatever their order
   * @param schema as DDL
   * @param attributes what must be known to judge it
   */
  public record PublishedTable(
      String name,
      String path,
      String producer,
      String lineage,
      long rows,
      String digest,
      String schema,
      Map<String, Object> attributes) {
    /** Returns the schema. */
    public StructType structType() {
      return StructType.fromDDL(schema);
    }

    /** Returns the attributes as analyses take them. */
    public Attributes attributeValues() {
      return Attributes.of(attributes);
    }
  }

  /**
   * An analysis whose tables another run published.
   *
   * @param analysis its name
   * @param runKey of the other run
   * @param tables taken from there
   */
  public record ReusedAnalysis(String analysis, String runKey, List<String> tables) {}

  /**
   * What a stage took.
   *
   * @param stage {@code <analysis>.<name>}
   * @param attempt whose rows count
   * @param rows committed
   * @param phases seconds by phase of the work since the stage before
   * @param writeSeconds of evaluating and writing the rows: lazy work is done here
   * @param checkSeconds of reading them back
   */
  public record StageTime(
      String stage,
      int attempt,
      long rows,
      Map<String, Double> phases,
      double writeSeconds,
      double checkSeconds) {
    static StageTime of(StageRecord stage) {
      return new StageTime(
          stage.stage(),
          stage.attempt(),
          stage.rows(),
          stage.phases(),
          stage.writeSeconds(),
          stage.checkSeconds());
    }
  }

  /** Returns a table that this run published. */
  public Optional<PublishedTable> table(String name) {
    return tables.stream().filter(table -> table.name().equals(name)).findFirst();
  }
}
