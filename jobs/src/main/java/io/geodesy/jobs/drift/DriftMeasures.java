package io.geodesy.jobs.drift;

import io.geodesy.analysis.Progress;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.moment.KeyedSketches;
import io.geodesy.moment.Sketch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.sql.SparkSession;

/**
 * Every measure of drift between two tables, from their sketches alone.
 *
 * @param verdict with the measures
 * @param components of the vectors
 * @param populations groups or clusters
 * @param regions where the reference has rows
 */
record DriftMeasures(
    Verdict verdict, Components components, Populations populations, NewRegions regions) {

  /**
   * Compares.
   *
   * @param reference sketches by group, empty text for rows without one; at least one
   * @param current likewise, of the same design
   */
  static DriftMeasures of(
      Map<String, Sketch> reference,
      Map<String, Sketch> current,
      DriftParameters parameters,
      long seed,
      SparkSession session,
      Workers workers,
      Progress progress) {
    Sketch first = KeyedSketches.whole(reference);
    Sketch second = KeyedSketches.whole(current);
    SamplePair samples = SamplePair.of(first, second, SeededStream.derive(seed, "drift"));
    List<Measure> measures = new ArrayList<>();
    progress.phase("Frechet distance");
    measures.add(Frechet.of(first, second, samples, parameters.frechetDimension(), workers));
    progress.phase("mean discrepancy");
    measures.add(FeatureDiscrepancy.of(first, second, parameters.permutations(), samples.seed()));
    progress.phase("sliced Wasserstein distance");
    measures.add(
        SlicedDistance.of(samples, parameters.projections(), parameters.permutations(), workers));
    progress.phase("classifier");
    measures.add(TwoSampleClassifier.of(session, samples));
    progress.phase("components");
    Components components = Components.of(first, second, samples, parameters.falseAlarmRate());
    measures.add(components.share());
    progress.phase("populations");
    Populations populations = populations(reference, current, samples, parameters, session);
    measures.add(populations.shift());
    progress.phase("new regions");
    NewRegions regions = NewRegions.of(samples, parameters.newRegionLevel(), workers);
    measures.add(regions.share());
    return new DriftMeasures(
        Verdict.of(measures, parameters.falseAlarmRate()), components, populations, regions);
  }

  private static Populations populations(
      Map<String, Sketch> reference,
      Map<String, Sketch> current,
      SamplePair samples,
      DriftParameters parameters,
      SparkSession session) {
    TreeSet<String> groups = new TreeSet<>(reference.keySet());
    groups.addAll(current.keySet());
    if (isWithoutGroups(reference) || isWithoutGroups(current)) {
      return SampleClusters.of(session, samples, parameters.clusters());
    }
    List<String> names = List.copyOf(groups);
    return Populations.of(
        names.stream().map(name -> name.isEmpty() ? "no group" : name).toList(),
        names.stream().mapToLong(name -> rows(reference, name)).toArray(),
        names.stream().mapToLong(name -> rows(current, name)).toArray(),
        "groups, of all rows");
  }

  private static boolean isWithoutGroups(Map<String, Sketch> sketches) {
    return sketches.size() == 1 && sketches.containsKey("");
  }

  private static long rows(Map<String, Sketch> sketches, String group) {
    return sketches.containsKey(group) ? sketches.get(group).count() : 0;
  }
}
