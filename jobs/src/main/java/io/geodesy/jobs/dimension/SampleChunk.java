package io.geodesy.jobs.dimension;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rows of one partition on their way into a {@link RowSample}: one array a column. */
final class SampleChunk implements Serializable {
  /**
   * What is read off every row.
   *
   * @param scales the ranks
   * @param binomialRatio share of a row's largest distance within which neighbours are counted
   * @param needsNeighbors whether lists name their neighbours, not their distances alone
   */
  record Plan(Scales scales, double binomialRatio, boolean needsNeighbors) implements Serializable {
    int columns() {
      return scales.gride().length + scales.likelihood().length;
    }
  }

  final List<String> groups = new ArrayList<>();
  private final Map<String, Integer> codeOf = new HashMap<>();
  private final Plan plan;
  int size;
  long[] hashes = new long[256];
  int[] codes = new int[256];
  boolean[] isCopy = new boolean[256];
  int[] inner = new int[256];
  double[] logs;
  float[] radii;
  float[] family = new float[256 * LocalEstimator.OF_ONE_LIST];
  int[] ends = new int[256];
  float[] distances = new float[1024];
  long[] neighbors;

  SampleChunk(Plan plan) {
    this.plan = plan;
    logs = new double[256 * plan.columns()];
    radii = new float[256 * plan.columns()];
    neighbors = new long[plan.needsNeighbors() ? 1024 : 0];
  }

  void add(RowReader row, String group, LocalEstimates estimates) {
    if (size == hashes.length) {
      grow();
    }
    hashes[size] = row.hash();
    codes[size] = group == null ? -1 : code(group);
    isCopy[size] = row.isCopy();
    double[] r = row.distances();
    int own = Math.min(row.length(), plan.scales().own());
    addLogs(r, row.length(), own);
    double[] values = estimates.of(r, own);
    for (int e = 0; e < LocalEstimator.OF_ONE_LIST; e++) {
      family[size * LocalEstimator.OF_ONE_LIST + e] = (float) values[e];
    }
    inner[size] = Binomial.inner(r, own, plan.binomialRatio());
    addList(row, own);
    size++;
  }

  private void addLogs(double[] r, int length, int own) {
    int at = size * plan.columns();
    for (int n1 : plan.scales().gride()) {
      boolean has = 2 * n1 <= length && r[n1 - 1] > 0;
      logs[at] = has ? Math.log(r[2 * n1 - 1] / r[n1 - 1]) : Double.NaN;
      radii[at++] = has ? (float) r[2 * n1 - 1] : 0;
    }
    int[] likelihood = plan.scales().likelihood();
    for (int s = 0; s < likelihood.length; s++) {
      int k = s == likelihood.length - 1 ? own : likelihood[s];
      double sum = k >= 3 && k <= length ? LevinaBickel.sumOfLogs(r, k) : Double.NaN;
      boolean has = Double.isFinite(sum);
      logs[at] = has ? sum : Double.NaN;
      radii[at++] = has ? (float) r[k - 1] : 0;
    }
  }

  private void addList(RowReader row, int own) {
    int from = size == 0 ? 0 : ends[size - 1];
    ends[size] = from + own;
    if (ends[size] > distances.length) {
      int capacity = Math.max(2 * distances.length, ends[size]);
      distances = Arrays.copyOf(distances, capacity);
      neighbors = plan.needsNeighbors() ? Arrays.copyOf(neighbors, capacity) : neighbors;
    }
    for (int j = 0; j < own; j++) {
      distances[from + j] = (float) row.distances()[j];
    }
    if (plan.needsNeighbors()) {
      System.arraycopy(row.neighbors(), 0, neighbors, from, own);
    }
  }

  private int code(String group) {
    return codeOf.computeIfAbsent(
        group,
        name -> {
          groups.add(name);
          return groups.size() - 1;
        });
  }

  private void grow() {
    int capacity = 2 * size;
    hashes = Arrays.copyOf(hashes, capacity);
    codes = Arrays.copyOf(codes, capacity);
    isCopy = Arrays.copyOf(isCopy, capacity);
    inner = Arrays.copyOf(inner, capacity);
    ends = Arrays.copyOf(ends, capacity);
    logs = Arrays.copyOf(logs, capacity * plan.columns());
    radii = Arrays.copyOf(radii, capacity * plan.columns());
    family = Arrays.copyOf(family, capacity * LocalEstimator.OF_ONE_LIST);
  }
}
