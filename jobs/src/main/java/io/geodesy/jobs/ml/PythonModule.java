package io.geodesy.jobs.ml;

import io.geodesy.config.InputParameters;
import io.geodesy.config.ParameterKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The Params of every stage as a Python module, made from the same parameter records as those of
 * the Java stages, with a class for every Param that several stages share, as pyspark has them;
 * what else the Python stages need is written by hand beside it.
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
    shared().forEach(this::mixin);
    AnalysisFace.ALL.forEach(this::stage);
    return text.toString();
  }

  /** Returns the keys of the input that some stage has. */
  private static List<ParameterKey> shared() {
    return ParameterKey.of(InputParameters.class).stream()
        .filter(
            key ->
                AnalysisFace.ALL.stream()
                    .anyMatch(face -> !face.without().contains(key.component().getName())))
        .toList();
  }

  private void mixin(ParameterKey key) {
    line("");
    line("");
    line("class %s(Params):".formatted(mixinName(key)));
    param(key);
  }

  private static String mixinName(ParameterKey key) {
    String name = key.component().getName();
    return "Has" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  private void stage(AnalysisFace face) {
    List<ParameterKey> keys = face.keys();
    List<ParameterKey> own = keys.stream().filter(key -> !isShared(key)).toList();
    String mixins =
        keys.stream()
            .filter(PythonModule::isShared)
            .map(key -> "    %s,\n".formatted(mixinName(key)))
            .collect(Collectors.joining());
    line("");
    line("");
    line("class %sParams(\n%s):".formatted(face.className(), mixins));
    line("    \"\"\"Of the analysis %s.\"\"\"".formatted(face.analysis()));
    line("");
    own.forEach(this::param);
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

  private static boolean isShared(ParameterKey key) {
    return key.component().getDeclaringRecord().equals(InputParameters.class);
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
    return switch (StageParams.scalar(key)) {
      case INT, LONG -> "toInt";
      case DOUBLE -> "toFloat";
      case BOOLEAN -> "toBoolean";
      case STRING -> "toString";
    };
  }

  private static String literal(ParameterKey key, String value) {
    return switch (StageParams.scalar(key)) {
      case INT, LONG, DOUBLE -> value;
      case BOOLEAN -> value.equals("true") ? "True" : "False";
      case STRING -> quoted(value);
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
