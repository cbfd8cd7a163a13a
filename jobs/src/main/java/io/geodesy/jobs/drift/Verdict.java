package io.geodesy.jobs.drift;

import io.geodesy.kernel.IndexSort;
import java.util.ArrayList;
import java.util.List;

/**
 * The measures with their p values adjusted for one another, and whether any of them says drift.
 *
 * <p>Without drift the chance that any does is at most the false-alarm rate, however the tests
 * depend on each other (S. Holm, A Simple Sequentially Rejective Multiple Test Procedure, 1979).
 *
 * @param measures as they were
 * @param adjusted p value of each; NaN where it is no test
 * @param falseAlarmRate asked for
 */
@SuppressWarnings("ArrayRecordComponent")
record Verdict(List<Measure> measures, double[] adjusted, double falseAlarmRate) {
  static Verdict of(List<Measure> measures, double falseAlarmRate) {
    List<Integer> tests = new ArrayList<>();
    double[] adjusted = new double[measures.size()];
    for (int i = 0; i < adjusted.length; i++) {
      adjusted[i] = Double.NaN;
      if (!Double.isNaN(measures.get(i).p())) {
        tests.add(i);
      }
    }
    int n = tests.size();
    int[] order =
        IndexSort.sorted(
            n,
            (a, b) ->
                Double.compare(measures.get(tests.get(a)).p(), measures.get(tests.get(b)).p()));
    double greatest = 0;
    for (int rank = 0; rank < n; rank++) {
      int measure = tests.get(order[rank]);
      greatest = Math.max(greatest, Math.min(1, (n - rank) * measures.get(measure).p()));
      adjusted[measure] = greatest;
    }
    return new Verdict(List.copyOf(measures), adjusted, falseAlarmRate);
  }

  boolean isDrifted(int measure) {
    return adjusted[measure] <= falseAlarmRate;
  }

  boolean isDrift() {
    for (int i = 0; i < adjusted.length; i++) {
      if (isDrifted(i)) {
        return true;
      }
    }
    return false;
  }
}
