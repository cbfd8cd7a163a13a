package io.geodesy.jobs.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/** How the rows of a query are printed. */
enum RowFormat {
  /** Aligned columns for a person: six digits, five elements of an array, at most 1000 rows. */
  TABLE {
    @Override
    long print(StructType schema, Iterator<Row> rows, PrintStream out) {
      StructField[] fields = schema.fields();
      boolean[] isRight = new boolean[fields.length];
      for (int i = 0; i < fields.length; i++) {
        isRight[i] = fields[i].dataType() instanceof NumericType;
      }
      TextTable table = new TextTable(List.of(schema.fieldNames()), isRight);
      long shown = 0;
      for (; rows.hasNext() && shown < MOST_ROWS; shown++) {
        table.add(cells(rows.next()).stream().map(RowFormat::shortText).toList());
      }
      out.print(table.render());
      if (rows.hasNext()) {
        out.printf(
            "... more rows than the %d shown: add a limit, or print all with --format csv.%n",
            MOST_ROWS);
      }
      return shown;
    }
  },
  /** Comma-separated values after RFC 4180, with a header; arrays as JSON; null is empty. */
  CSV {
    @Override
    long print(StructType schema, Iterator<Row> rows, PrintStream out) {
      out.println(
          Arrays.stream(schema.fieldNames())
              .map(RowFormat::quoted)
              .collect(Collectors.joining(",")));
      long count = 0;
      for (; rows.hasNext(); count++) {
        out.println(
            cells(rows.next()).stream()
                .map(value -> value == null ? "" : quoted(fullText(value)))
                .collect(Collectors.joining(",")));
      }
      return count;
    }
  },
  /** One JSON object a line. */
  JSON {
    @Override
    long print(StructType schema, Iterator<Row> rows, PrintStream out) {
      long count = 0;
      for (; rows.hasNext(); count++) {
        out.println(json(plain(rows.next())));
      }
      return count;
    }
  };

  private static final int MOST_ROWS = 1000;
  private static final int MOST_ELEMENTS = 5;
  private static final MathContext SIX_DIGITS = new MathContext(6);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * Prints rows.
   *
   * @return the number printed
   */
  abstract long print(StructType schema, Iterator<Row> rows, PrintStream out);

  /** Returns a value as one line of JSON. */
  static String json(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write " + value + " as JSON", e);
    }
  }

  private static List<Object> cells(Row row) {
    List<Object> cells = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      cells.add(plain(row.get(i)));
    }
    return cells;
  }

  /** Returns a value of Spark as numbers, texts, booleans, null, lists and maps. */
  private static Object plain(Object value) {
    if (value instanceof Row row) {
      Map<String, Object> map = new LinkedHashMap<>();
      for (int i = 0; i < row.size(); i++) {
        map.put(
            row.schema() == null ? "_" + (i + 1) : row.schema().fieldNames()[i], plain(row.get(i)));
      }
      return map;
    }
    if (value instanceof scala.collection.Seq<?> seq) {
      return CollectionConverters.asJava(seq).stream().map(RowFormat::plain).toList();
    }
    if (value instanceof scala.collection.Map<?, ?> entries) {
      Map<String, Object> map = new LinkedHashMap<>();
      CollectionConverters.asJava(entries).forEach((k, v) -> map.put(String.valueOf(k), plain(v)));
      return map;
    }
    return value instanceof Number || value instanceof Boolean || value == null
        ? value
        : value.toString();
  }

  private static String shortText(Object value) {
    if (value instanceof Float || value instanceof Double) {
      return rounded(((Number) value).doubleValue());
    }
    if (value instanceof List<?> list) {
      String shown =
          list.stream()
              .limit(MOST_ELEMENTS)
              .map(RowFormat::shortText)
              .collect(Collectors.joining(", "));
      return list.size() > MOST_ELEMENTS
          ? "[%s, ... %d in all]".formatted(shown, list.size())
          : "[" + shown + "]";
    }
    return fullText(value).replaceAll("\\R", " ");
  }

  private static String rounded(double value) {
    if (!Double.isFinite(value) || value == 0) {
      return String.valueOf(value);
    }
    BigDecimal number = new BigDecimal(value).round(SIX_DIGITS).stripTrailingZeros();
    boolean isPlain = Math.abs(value) >= 1e-5 && Math.abs(value) < 1e12;
    return isPlain ? number.toPlainString() : number.toString();
  }

  private static String fullText(Object value) {
    return value instanceof List<?> || value instanceof Map<?, ?> ? json(value) : textOrNull(value);
  }

  private static String textOrNull(Object value) {
    return value == null ? "null" : value.toString();
  }

  private static String quoted(String text) {
    return text.matches("(?s).*[\",\\r\\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
