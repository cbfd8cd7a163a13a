package io.geodesy.analysis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Every analysis and suite on the class path, found by {@link ServiceLoader} in the order of their
 * registration.
 */
public final class AnalysisRegistry {
  private final Map<String, Analysis<?>> analyses = new LinkedHashMap<>();
  private final Map<String, Suite> suites = new LinkedHashMap<>();

  /** A registry of these. */
  public AnalysisRegistry(
      Iterable<? extends Analysis<?>> analyses, Iterable<? extends Suite> suites) {
    analyses.forEach(
        a -> require(this.analyses.put(a.descriptor().name(), a) == null, a.descriptor().name()));
    suites.forEach(s -> require(this.suites.put(s.name(), s) == null, s.name()));
  }

  /** Returns what the class path offers. */
  @SuppressWarnings({"rawtypes", "unchecked"})
  public static AnalysisRegistry load() {
    ClassLoader loader = AnalysisRegistry.class.getClassLoader();
    Iterable<Analysis<?>> found = (Iterable) ServiceLoader.load(Analysis.class, loader);
    return new AnalysisRegistry(found, ServiceLoader.load(Suite.class, loader));
  }

  /** Returns all analyses. */
  public List<Analysis<?>> analyses() {
    return List.copyOf(analyses.values());
  }

  /** Returns all suites. */
  public List<Suite> suites() {
    return List.copyOf(suites.values());
  }

  /** Returns the analysis of this name. */
  public Optional<Analysis<?>> find(String name) {
    return Optional.ofNullable(analyses.get(name));
  }

  /** Returns the suite of this name. */
  public Optional<Suite> findSuite(String name) {
    return Optional.ofNullable(suites.get(name));
  }

  /**
   * Returns the first analysis that publishes a table; {@code statistics}, which many do, has no
   * one producer.
   */
  public Optional<Analysis<?>> producerOf(String table) {
    return analyses.values().stream()
        .filter(a -> a.descriptor().outputs().stream().anyMatch(t -> t.name().equals(table)))
        .findFirst();
  }

  private static void require(boolean isNew, String name) {
    if (!isNew) {
      throw new IllegalStateException("Two analyses are called " + name);
    }
  }
}
