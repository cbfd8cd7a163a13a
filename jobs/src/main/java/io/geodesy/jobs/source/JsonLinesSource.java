package io.geodesy.jobs.source;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.geodesy.error.DataException;
import io.geodesy.error.TransientException;
import io.geodesy.table.EmbeddingSource;
import io.geodesy.table.ReadFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * JSON lines: one object a line, plain or compressed, by Spark's reader. Whole numbers are accepted
 * as elements, and the words NaN, Infinity and -Infinity, for the validation to name.
 *
 * <p>Cost: one pass to find the columns, one for every use.
 *
 * @param input the files
 * @param columns their names
 */
record JsonLinesSource(InputFiles input, ColumnNames columns) implements EmbeddingSource {
  private static final String BROKEN = "_geodesy_broken_line";
  private static final int SHOWN = 60;
  private static final int SAMPLED_LINES = 100;

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
    if (input.files().stream().allMatch(f -> f.getLen() == 0)) {
      throw new DataException(
          "File %s has 0 bytes: JSON lines hold one object a line, such as {\"id\": 1, \"vector\": [0.5, 0.25]}."
              .formatted(input.nameOf(input.files().get(0))));
    }
    return ReadFailure.translating(
        location(),
        () -> {
          Dataset<Row> raw =
              input
                  .reader(session.read().option("columnNameOfCorruptRecord", BROKEN))
                  .json(input.pattern());
          if (Arrays.asList(raw.columns()).contains(BROKEN)) {
            throw brokenLine();
          }
          return columns.rename(withFloatingElements(raw), location());
        });
  }

  /** Whole numbers make Spark infer ARRAY of BIGINT. */
  private Dataset<Row> withFloatingElements(Dataset<Row> raw) {
    DataType doubles = DataTypes.createArrayType(DataTypes.DoubleType);
    for (StructField field : raw.schema().fields()) {
      if (field.name().equals(columns.vector())
          && field.dataType() instanceof ArrayType array
          && array.elementType().equals(DataTypes.LongType)) {
        return ColumnNames.replace(
            raw, field.name(), ColumnNames.column(field.name()).cast(doubles));
      }
    }
    return raw;
  }

  /** Finds the first line that is no object; runs only when Spark has found that there is one. */
  private DataException brokenLine() {
    ObjectMapper mapper = mapper();
    for (FileStatus file : input.files()) {
      try (BufferedReader lines = lines(file)) {
        long number = 1;
        for (String line = lines.readLine(); line != null; line = lines.readLine(), number++) {
          if (!line.isBlank() && !isObject(mapper, line)) {
            return new DataException(
                "Line %d of %s is not a JSON object: %s. Mend the line: JSON lines hold one object a line."
                    .formatted(number, input.nameOf(file), shorten(line)));
          }
        }
      } catch (IOException e) {
        return new DataException(
            "File %s cannot be read: %s.".formatted(input.nameOf(file), e.getMessage()), e);
      }
    }
    return new DataException(
        "%s has a line that is not a JSON object. Mend it: JSON lines hold one object a line."
            .formatted(location()));
  }

  private static ObjectMapper mapper() {
    return JsonMapper.builder()
        .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
        .enable(JsonParser.Feature.ALLOW_SINGLE_QUOTES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();
  }

  private static boolean isObject(ObjectMapper mapper, String line) {
    try {
      return mapper.readTree(line).isObject();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private static String shorten(String line) {
    return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...";
  }

  private BufferedReader lines(FileStatus file) throws IOException {
    CompressionCodec codec =
        new CompressionCodecFactory(input.configuration()).getCodec(file.getPath());
    InputStream in = input.open(file);
    return new BufferedReader(
        new InputStreamReader(
            codec == null ? in : codec.createInputStream(in), StandardCharsets.UTF_8));
  }

  /**
   * {@inheritDoc}
   *
   * <p>Estimated from the first {@value #SAMPLED_LINES} lines; unknown for compressed files.
   */
  @Override
  public Optional<Shape> shape() {
    FileStatus first = input.files().get(0);
    if (new CompressionCodecFactory(input.configuration()).getCodec(first.getPath()) != null) {
      return Optional.empty();
    }
    try (BufferedReader lines = lines(first)) {
      ObjectMapper mapper = mapper();
      long bytes = 0;
      long count = 0;
      int dim = 0;
      for (String line = lines.readLine();
          line != null && count < SAMPLED_LINES;
          line = lines.readLine()) {
        if (!isObject(mapper, line)) {
          return Optional.empty();
        }
        JsonNode vector = mapper.readTree(line).path(columns.vector());
        dim = dim == 0 ? vector.size() : dim;
        bytes += line.getBytes(StandardCharsets.UTF_8).length + 1L;
        count++;
      }
      long all = input.files().stream().mapToLong(FileStatus::getLen).sum();
      return count == 0
          ? Optional.of(new Shape(0, 0, true))
          : Optional.of(new Shape(Math.max(count, all * count / bytes), dim, false));
    } catch (IOException e) {
      throw new TransientException(
          "File %s cannot be read: %s.".formatted(input.nameOf(first), e.getMessage()), e);
    }
  }
}
