package io.geodesy.jobs.source;

import io.geodesy.error.DataException;
import io.geodesy.table.CheckedParquet;
import io.geodesy.table.EmbeddingSource;
import io.geodesy.table.ReadFailure;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.Type;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Parquet, by Spark's reader: a file, a folder (partitioned or not) or a pattern. Vectors are lists
 * of FLOAT or DOUBLE, of variable or fixed length, or MLlib's vectors.
 *
 * @param input the files
 * @param columns their names
 */
record ParquetSource(InputFiles input, ColumnNames columns) implements EmbeddingSource {
  private static final byte[] MAGIC = {'P', 'A', 'R', '1'};
  private static final int SMALLEST = 12;
  private static final int MOST_FOOTERS = 200;

  @Override
  public String location() {
    return input.location();
  }

  @Override
  public List<InputFile> files() {
    return input.forFingerprint();
  }

  @Override
  public Dataset<Row> read(SparkSession session) {
    checkMagic();
    checkColumns();
    return ReadFailure.translating(
        location(),
        () -> {
          Dataset<Row> raw = input.reader(CheckedParquet.reader(session)).parquet(input.pattern());
          return columns.rename(withPlainVectors(raw), location());
        });
  }

  private void checkMagic() {
    for (FileStatus file : input.files()) {
      if (file.getLen() < SMALLEST) {
        throw new DataException(
            "File %s has %d bytes, which is too short for Parquet. Write it again, or remove it."
                .formatted(input.nameOf(file), file.getLen()));
      }
    }
    FileStatus first = input.files().get(0);
    byte[] end = new byte[MAGIC.length];
    try (FSDataInputStream in = input.open(first)) {
      in.readFully(first.getLen() - MAGIC.length, end);
    } catch (IOException e) {
      throw new DataException(
          "File %s cannot be read: %s.".formatted(input.nameOf(first), e.getMessage()), e);
    }
    if (!Arrays.equals(end, MAGIC)) {
      boolean hasBeginning = Arrays.equals(input.head(MAGIC.length), MAGIC);
      throw new DataException(
          hasBeginning
              ? "File %s begins as Parquet but does not end with PAR1: it is truncated at byte %d. Copy or write it again."
                  .formatted(input.nameOf(first), first.getLen())
              : "File %s is not Parquet: it neither begins nor ends with PAR1. Give its format with --format."
                  .formatted(input.nameOf(first)));
    }
  }

  /**
   * Spark takes the columns of the first file for those of all, and a file that lacks one for rows
   * without it. Of more than {@value #MOST_FOOTERS} files the first are looked at; in the others
   * such rows are found bad when they are read.
   */
  private void checkColumns() {
    List<FileStatus> read = footers();
    Map<FileStatus, Set<String>> present =
        read.parallelStream().collect(Collectors.toConcurrentMap(file -> file, this::namesIn));
    Set<String> first = present.get(read.get(0));
    for (FileStatus file : read) {
      for (String name : List.of(columns.id(), columns.vector())) {
        if (first.contains(name) && !present.get(file).contains(name)) {
          throw new DataException(
              "File %s has no column %s, which %s has: it has %s. Write all files of a table with the same columns, or name those that belong to it by a pattern."
                  .formatted(
                      file.getPath(),
                      name,
                      read.get(0).getPath().getName(),
                      String.join(", ", present.get(file))));
        }
      }
    }
  }

  private Set<String> namesIn(FileStatus file) {
    return footer(file).getFileMetaData().getSchema().getFields().stream()
        .map(Type::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private List<FileStatus> footers() {
    return input.files().subList(0, Math.min(MOST_FOOTERS, input.files().size()));
  }

  private Dataset<Row> withPlainVectors(Dataset<Row> raw) {
    boolean isMllib =
        Arrays.stream(raw.schema().fields())
            .anyMatch(
                f ->
                    f.name().equals(columns.vector())
                        && f.dataType().equals(SQLDataTypes.VectorType()));
    if (!isMllib) {
      return raw;
    }
    Column vector = ColumnNames.column(columns.vector());
    Column plain = org.apache.spark.ml.functions.vector_to_array(vector, "float64");
    return ColumnNames.replace(raw, columns.vector(), functions.when(vector.isNotNull(), plain));
  }

  /**
   * {@inheritDoc}
   *
   * <p>From the footers: rows, and elements of the vector column divided by rows. Beyond {@value
   * #MOST_FOOTERS} files, the rest by their length.
   */
  @Override
  public Optional<Shape> shape() {
    checkMagic();
    List<FileStatus> read = footers();
    long rows = 0;
    long elements = 0;
    long bytes = 0;
    for (FileStatus file : read) {
      for (BlockMetaData block : footer(file).getBlocks()) {
        rows += block.getRowCount();
        elements += elements(block);
      }
      bytes += file.getLen();
    }
    if (rows == 0) {
      return Optional.of(new Shape(0, 0, read.size() == input.files().size()));
    }
    long allBytes = input.files().stream().mapToLong(FileStatus::getLen).sum();
    boolean isWhole = read.size() == input.files().size();
    long allRows = isWhole ? rows : Math.round((double) rows * allBytes / bytes);
    return Optional.of(new Shape(allRows, (int) Math.round((double) elements / rows), isWhole));
  }

  private ParquetMetadata footer(FileStatus file) {
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromStatus(file, input.configuration()))) {
      return reader.getFooter();
    } catch (IOException | RuntimeException e) {
      throw new DataException(
          "File %s cannot be read as Parquet: %s. Write it again, or give its format with --format."
              .formatted(input.nameOf(file), e.getMessage()),
          e);
    }
  }

  private long elements(BlockMetaData block) {
    return block.getColumns().stream()
        .filter(c -> isVectorValues(c.getPath().toArray()))
        .mapToLong(ColumnChunkMetaData::getValueCount)
        .sum();
  }

  private boolean isVectorValues(String[] path) {
    return path[0].equals(columns.vector())
        && path.length > 1
        && !List.of("type", "size", "indices").contains(path[1]);
  }
}
