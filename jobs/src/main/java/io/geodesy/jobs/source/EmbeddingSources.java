package io.geodesy.jobs.source;

import io.geodesy.config.InputParameters;
import io.geodesy.table.EmbeddingSource;
import org.apache.hadoop.conf.Configuration;

/** The way from a path to an embedding table. */
public final class EmbeddingSources {
  private EmbeddingSources() {}

  /**
   * Opens a location: lists its files and settles the format, without Spark and without reading
   * rows.
   *
   * @param location a file, a folder or a pattern, on any file system Hadoop knows
   * @param parameters format and column names
   * @param configuration of the file systems
   * @throws io.geodesy.error.ConfigException if there is nothing at the location, or its format
   *     cannot be told
   */
  public static EmbeddingSource open(
      String location, InputParameters parameters, Configuration configuration) {
    InputFiles input = InputFiles.list(location, configuration);
    ColumnNames columns =
        new ColumnNames(
            parameters.idColumn(),
            parameters.vectorColumn(),
            parameters.labelColumn(),
            parameters.groupColumn());
    SourceFormat format =
        parameters.format().map(SourceFormat::named).orElseGet(() -> SourceFormat.detect(input));
    return switch (format) {
      case PARQUET -> new ParquetSource(input, columns);
      case JSONL -> new JsonLinesSource(input, columns);
      case NPY -> new PackedSource(input, columns, NpyHeader::layout);
      case FVECS -> new PackedSource(input, columns, VecsHeader.FVECS::layout);
      case BVECS -> new PackedSource(input, columns, VecsHeader.BVECS::layout);
    };
  }
}
