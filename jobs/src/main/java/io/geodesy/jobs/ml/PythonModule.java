package io.geodesy.jobs.ml;

import io.geodesy.config.ParameterKey;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The Params of every stage as a Python module, made from the same parameter records as those of
 * the Java stages; what else the Python stages need is written by hand beside it.
 */
public final class PythonModule {
  private static final int WIDTH = 100;

  private final StringBuilder text = new StringBuilder();

  private PythonModule() {}

  /** Returns the module {@code geodesy.params}, ending with a newline. */
  public static String source() {
    return new PythonModule().write();
  }

  private String write() {
    line("\"\"\"The Params of every stage.");
    line("");
    line("Made from the code by `./scripts/geodesy reference --python >");
    line("jobs/src/main/python/geodesy/params.py`; do not edit.");
    line("\"\"\"");
    line("");
    line("from pyspark.ml.param import Param, Params, TypeConverters");
    AnalysisFace.ALL.forEach(this::stage);
    return text.toString();
  }

  private void stage(AnalysisFace face) {
    line("");
    line("");
    line("class %sParams(Params):".formatted(face.className()));
    line("    \"\"\"Of the analysis %s.\"\"\"".formatted(face.analysis()));
    line("");
    List<ParameterKey> keys = face.keys();
    keys.forEach(this::param);
    line("");
    line("    DEFAULTS = {");
    for (ParameterKey key : keys) {
      String value = key.defaultText();
      if (!StageParams.isAuto(key, value)) {
        line("        \"%s\": %s,".formatted(key.component().getName(), literal(key, value)));
      }
    }
    line("    }");
  }

  private void param(ParameterKey key) {
    String name = key.component().getName();
    line("    %s = Param(".formatted(name));
    line("        Params._dummy(),");
    line("        \"%s\",".formatted(name));
    List<String> doc = wrapped(StageParams.doc(key));
    for (int i = 0; i < doc.size(); i++) {
      line("        " + quoted(doc.get(i)) + (i == doc.size() - 1 ? "," : ""));
    }
    line("        typeConverter=TypeConverters.%s,".formatted(converter(key)));
    line("    )");
  }

  private static String converter(ParameterKey key) {
    Class<?> type = key.component().getType();
    if (type == int.class
        || type == long.class
        || type == OptionalInt.class
        || type == OptionalLong.class) {
      return "toInt";
    }
    if (type == double.class || type == OptionalDouble.class) {
      return "toFloat";
    }
    return type == boolean.class ? "toBoolean" : "toString";
  }

  private static String literal(ParameterKey key, String value) {
    return switch (converter(key)) {
      case "toInt", "toFloat" -> value;
      case "toBoolean" -> value.equals("true") ? "True" : "False";
      default -> quoted(value);
    };
  }

  /** Returns pieces that fit a line; all but the last end with a space. */
  private static List<String> wrapped(String doc) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : doc.split(" ", -1)) {
      if (line.length() + word.length() > WIDTH - 12 && line.length() > 0) {
        lines.add(line.append(' ').toString());
        line = new StringBuilder();
      } else if (line.length() > 0) {
        line.append(' ');
      }
      line.append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
