package io.geodesy.config;

import io.geodesy.analysis.Descriptor;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The parameters of every analysis of a run; an analysis that is not named has its defaults. */
public final class ParameterSet {
  private static final ParameterSet DEFAULTS = new ParameterSet(Map.of());

  private final SortedMap<String, Record> byAnalysis;

  private ParameterSet(Map<String, Record> byAnalysis) {
    this.byAnalysis = new TreeMap<>(byAnalysis);
  }

  /** Every analysis with its defaults. */
  public static ParameterSet defaults() {
    return DEFAULTS;
  }

  /** Returns these with an analysis' parameters replaced. */
  public <P extends Record> ParameterSet with(Descriptor<P> analysis, P parameters) {
    SortedMap<String, Record> more = new TreeMap<>(byAnalysis);
    more.put(analysis.name(), parameters);
    return new ParameterSet(more);
  }

  /** Returns the parameters of an analysis. */
  public <P extends Record> P of(Descriptor<P> analysis) {
    Record parameters = byAnalysis.get(analysis.name());
    return parameters == null
        ? ParameterBinder.defaults(analysis.parameters())
        : analysis.parameters().cast(parameters);
  }

  /** Returns every parameter of an analysis as it would be typed, by key. */
  public SortedMap<String, String> effective(Descriptor<?> analysis) {
    return ParameterBinder.texts(of(analysis));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ParameterSet that && byAnalysis.equals(that.byAnalysis);
  }

  @Override
  public int hashCode() {
    return byAnalysis.hashCode();
  }

  @Override
  public String toString() {
    return byAnalysis.toString();
  }
}
