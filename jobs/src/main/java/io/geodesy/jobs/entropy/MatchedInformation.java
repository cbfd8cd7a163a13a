package io.geodesy.jobs.entropy;

import io.geodesy.analysis.Progress;
import io.geodesy.table.CategoryColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The mutual information of rows and classes, {@code sum_b p(b) [mean over r random subsets A* of
 * size n_b of H(A*) - H(A | b)]}: comparing with subsets of equal size removes what entropy owes to
 * the number of rows.
 *
 * <p>Rows without a class take no part. Classes of fewer than {@value #FEWEST} rows are left out
 * and the shares p of the others made to sum to 1. The r-th subset of size m is the first m rows by
 * a hash of their id, so that one table has one answer: class D0. Cost: {@code classes (subsets +
 * 1)} entropies.
 *
 * <p>Paper: Liao et al., Assessing Neural Network Representations During Training Using
 * Noise-Resilient Diffusion Spectral Entropy, CISS 2024. Differs from the paper: none.
 */
final class MatchedInformation {
  static final int FEWEST = 3;

  /**
   * What one class contributes at one t.
   *
   * @param t diffusion time
   * @param category of the reference column
   * @param p share of the rows with a class
   * @param n rows
   * @param conditional entropy of the class
   * @param matched mean entropy of the subsets of its size
   * @param standardError of their difference, from the spread of subsets and the quadrature
   */
  record Contribution(
      double t,
      String category,
      double p,
      int n,
      double conditional,
      double matched,
      double standardError) {
    double bits() {
      return p * (matched - conditional);
    }
  }

  private MatchedInformation() {}

  /**
   * Measures all classes.
   *
   * @param measure of entropy
   * @param classes one code a row
   * @param rows those of the group, ascending
   * @param times every t
   * @param hashes one array a subset: the order in which rows are drawn
   * @param progress of the classes
   * @return by t and class, in the order of both; empty if no class has enough rows
   */
  static List<Contribution> of(
      EntropyMeasure measure,
      CategoryColumn classes,
      int[] rows,
      List<Double> times,
      long[][] hashes,
      Progress progress) {
    int[] labelled = Arrays.stream(rows).filter(i -> classes.codes()[i] >= 0).toArray();
    List<int[]> members = new ArrayList<>();
    for (int c = 0; c < classes.names().size(); c++) {
      int code = c;
      members.add(Arrays.stream(labelled).filter(i -> classes.codes()[i] == code).toArray());
    }
    int counted = members.stream().mapToInt(m -> m.length).filter(m -> m >= FEWEST).sum();
    Map<Integer, List<Measured>> bySize = new HashMap<>();
    List<Contribution> result = new ArrayList<>();
    for (int c = 0; c < members.size(); c++) {
      int[] member = members.get(c);
      if (member.length < FEWEST) {
        continue;
      }
      List<Measured> subsets =
          bySize.computeIfAbsent(
              member.length,
              size ->
                  Arrays.stream(hashes).map(h -> measure.of(subset(labelled, size, h))).toList());
      Measured own = measure.of(member);
      for (int k = 0; k < times.size(); k++) {
        result.add(
            contribution(
                times.get(k),
                classes.names().get(c),
                (double) member.length / counted,
                member.length,
                own,
                subsets,
                k));
      }
      progress.advance(c + 1, members.size());
    }
    return result;
  }

  private static Contribution contribution(
      double t, String name, double p, int n, Measured own, List<Measured> subsets, int k) {
    double[] bits = subsets.stream().mapToDouble(s -> s.byTime().get(k).bits()).toArray();
    double mean = Arrays.stream(bits).average().orElse(0);
    double squares = Arrays.stream(bits).map(b -> (b - mean) * (b - mean)).sum();
    double error = own.byTime().get(k).standardError();
    int r = bits.length;
    double ofSubsets = r > 1 ? squares / (r - 1.0) / r : 0;
    return new Contribution(
        t, name, p, n, own.byTime().get(k).bits(), mean, Math.sqrt(ofSubsets + error * error));
  }

  private static int[] subset(int[] rows, int size, long[] hashes) {
    return IntStream.of(rows)
        .boxed()
        .sorted(
            (a, b) -> {
              int byHash = Long.compare(hashes[a], hashes[b]);
              return byHash != 0 ? byHash : Integer.compare(a, b);
            })
        .limit(size)
        .mapToInt(Integer::intValue)
        .sorted()
        .toArray();
  }
}
