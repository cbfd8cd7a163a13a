package io.geodesy.jobs.ml;

import io.geodesy.analysis.Parameter;
import io.geodesy.config.NearestKey;
import io.geodesy.config.ParameterBinder;
import io.geodesy.config.ParameterKey;
import io.geodesy.config.ParameterType;
import io.geodesy.config.ParameterType.Maybe;
import io.geodesy.config.ParameterType.Scalar;
import io.geodesy.error.ConfigException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;

/**
 * The Params of a stage, made from the components of parameter records: name, documentation,
 * default and bounds are those of {@link Parameter}. A Param is called like the component ({@code
 * recallTarget}); one whose default is {@code auto} has no default and is auto until set; a choice
 * is a text, as on the command line.
 */
final class StageParams {
  private final Map<String, ParameterKey> keys = new LinkedHashMap<>();
  private final Map<String, Param<Object>> params = new LinkedHashMap<>();

  /**
   * Makes the Params of a stage.
   *
   * @param uid of the stage
   * @param kept the components that are Params
   */
  StageParams(String uid, Collection<ParameterKey> kept) {
    for (ParameterKey key : kept) {
      String name = key.component().getName();
      keys.put(name, key);
      params.put(name, param(uid, name, key));
    }
  }

  /** Returns them in the order of the records. */
  Param<?>[] all() {
    return params.values().toArray(Param<?>[]::new);
  }

  /** Gives a stage the declared defaults. */
  void setDefaults(Params stage) {
    keys.forEach(
        (name, key) -> {
          String text = key.defaultText();
          if (!isAuto(key, text)) {
            stage.setDefault(params.get(name), value(key, text));
          }
        });
  }

  /**
   * Sets a Param of a stage.
   *
   * @param stage whose
   * @param name as {@code recallTarget}
   * @param value a number, a boolean or a text; {@code auto} as on the command line
   * @throws ConfigException if there is no such Param, or it cannot have the value
   */
  void set(Params stage, String name, Object value) {
    ParameterKey key = keys.get(name);
    if (key == null) {
      throw new ConfigException(NearestKey.unknown(name, keys.keySet()));
    }
    String text = String.valueOf(value);
    key.read(text);
    if (isAuto(key, text)) {
      stage.clear(params.get(name));
    } else {
      stage.set(params.get(name), value(key, text));
    }
  }

  /**
   * Returns what a stage is set to, as a parameter record.
   *
   * @throws ConfigException if the record refuses a value or a combination
   */
  <P extends Record> P record(Params stage, Class<P> type) {
    return ParameterBinder.bind(type, texts(stage, type));
  }

  /** Returns the values of a record's components that a stage has, as they would be typed. */
  Map<String, String> texts(Params stage, Class<? extends Record> type) {
    Map<String, String> texts = new HashMap<>();
    keys.forEach(
        (name, key) -> {
          boolean isOfRecord = key.component().getDeclaringRecord().equals(type);
          if (isOfRecord && stage.isDefined(params.get(name))) {
            texts.put(key.name(), String.valueOf(stage.$(params.get(name))));
          }
        });
    return texts;
  }

  /** Returns the components of some records that are no Params elsewhere. */
  static List<ParameterKey> keys(List<Class<? extends Record>> records, List<String> without) {
    List<ParameterKey> keys = new ArrayList<>();
    for (Class<? extends Record> record : records) {
      ParameterKey.of(record).stream()
          .filter(key -> !without.contains(key.component().getName()))
          .forEach(keys::add);
    }
    return keys;
  }

  /** Returns the documentation of a Param. */
  static String doc(ParameterKey key) {
    Parameter parameter = key.parameter();
    String why = parameter.why().isEmpty() ? "" : " Why: " + parameter.why() + ".";
    return "%s (%s; default %s)%s"
        .formatted(parameter.doc(), key.expected(), key.defaultText(), why);
  }

  /** Returns whether a text leaves a value to the run. */
  static boolean isAuto(ParameterKey key, String text) {
    return key.type() instanceof Maybe && text.equals(ParameterType.AUTO);
  }

  /** Returns what a Param holds: a number, a boolean or a text. */
  static Scalar scalar(ParameterKey key) {
    ParameterType type = key.type() instanceof Maybe maybe ? maybe.element() : key.type();
    return type instanceof Scalar scalar ? scalar : Scalar.STRING;
  }

  @SuppressWarnings("unchecked")
  private static Param<Object> param(String uid, String name, ParameterKey key) {
    double min = key.parameter().min();
    double max = key.parameter().max();
    String doc = doc(key);
    Param<?> param =
        switch (scalar(key)) {
          case INT -> new IntParam(uid, name, doc, ParamValidators.inRange(min, max));
          case LONG -> new LongParam(uid, name, doc, ParamValidators.inRange(min, max));
          case DOUBLE -> new DoubleParam(uid, name, doc, ParamValidators.inRange(min, max));
          case BOOLEAN -> new BooleanParam(uid, name, doc);
          case STRING -> text(uid, name, doc, key.choices());
        };
    return (Param<Object>) param;
  }

  private static Param<String> text(String uid, String name, String doc, List<String> choices) {
    return choices.isEmpty()
        ? new Param<>(uid, name, doc, String.class)
        : new Param<>(
            uid, name, doc, ParamValidators.inArray(choices.toArray(String[]::new)), String.class);
  }

  /** Returns a value as the Param holds it. */
  private static Object value(ParameterKey key, String text) {
    return scalar(key).read(key.type().write(key.read(text)));
  }
}
