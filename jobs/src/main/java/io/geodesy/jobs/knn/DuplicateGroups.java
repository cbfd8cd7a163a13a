package io.geodesy.jobs.knn;

import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Rows that are copies of each other. Two rows are copies when all their elements are equal (zero
 * equals minus zero), under cosine when the rows divided by their norms and rounded to float are: x
 * and 3 x are copies there, and their distance counts as zero; under inner product it is what the
 * metric says.
 *
 * <p>Cost: one pass over the values and one more over rows that have a copy; 16 bytes a row.
 * Determinism class D0: the representative of a group is its row of least index, and groups are
 * ordered by it.
 *
 * @param representatives row index of each group, ascending
 * @param groupOf group of each row
 * @param offsets {@code groups + 1}: the members of group g are {@code [offsets[g], offsets[g+1])}
 * @param members row indices, ascending within a group
 * @param copyDistances of the members of each group from each other; empty where all are zero
 */
@SuppressWarnings("ArrayRecordComponent")
record DuplicateGroups(
    int[] representatives, int[] groupOf, int[] offsets, int[] members, float[] copyDistances) {
  private static final int GRAIN = 256;
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  static DuplicateGroups find(MetricRows rows, Workers workers) {
    long[] hashes = new long[rows.rows()];
    workers.forRanges(
        hashes.length,
        GRAIN,
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            hashes[i] = hash(rows, i);
          }
        });
    return group(rows, hashes);
  }

  private static DuplicateGroups group(MetricRows rows, long[] hashes) {
    int n = hashes.length;
    int slots = Integer.highestOneBit(Math.max(1, n)) * 4;
    int[] table = new int[slots];
    Arrays.fill(table, -1);
    int[] groupOf = new int[n];
    int[] representatives = new int[n];
    int groups = 0;
    for (int i = 0; i < n; i++) {
      int slot = (int) (hashes[i] & (slots - 1));
      while (table[slot] >= 0 && !areCopies(rows, hashes, representatives[table[slot]], i)) {
        slot = (slot + 1) & (slots - 1);
      }
      if (table[slot] < 0) {
        table[slot] = groups;
        representatives[groups++] = i;
      }
      groupOf[i] = table[slot];
    }
    int[] offsets = new int[groups + 1];
    for (int group : groupOf) {
      offsets[group + 1]++;
    }
    for (int g = 0; g < groups; g++) {
      offsets[g + 1] += offsets[g];
    }
    int[] next = Arrays.copyOf(offsets, groups);
    int[] members = new int[n];
    for (int i = 0; i < n; i++) {
      members[next[groupOf[i]]++] = i;
    }
    int[] chosen = Arrays.copyOf(representatives, groups);
    return new DuplicateGroups(chosen, groupOf, offsets, members, copyDistances(rows, chosen));
  }

  private static float[] copyDistances(MetricRows rows, int[] chosen) {
    if (rows.metric() != Metric.INNER_PRODUCT) {
      return new float[0];
    }
    float[] distances = new float[chosen.length];
    for (int g = 0; g < chosen.length; g++) {
      distances[g] = rows.distance(chosen[g], chosen[g]);
    }
    return distances;
  }

  /** Returns how far the members of a group are from each other. */
  float copyDistance(int group) {
    return copyDistances.length == 0 ? 0 : copyDistances[group];
  }

  int groups() {
    return representatives.length;
  }

  /** Returns how many rows repeat an earlier one: all rows but the distinct ones. */
  int duplicateRows() {
    return groupOf.length - groups();
  }

  private static boolean areCopies(MetricRows rows, long[] hashes, int i, int j) {
    if (hashes[i] != hashes[j]) {
      return false;
    }
    int dim = rows.dim();
    if (rows.hasBytes()) {
      return Arrays.equals(
          rows.bytes(), i * dim, (i + 1) * dim, rows.bytes(), j * dim, (j + 1) * dim);
    }
    for (int t = 0; t < dim; t++) {
      if (element(rows, i, t) != element(rows, j, t)) {
        return false;
      }
    }
    return true;
  }

  /** Four chains, since a step of one waits for the step before. */
  private static long hash(MetricRows rows, int row) {
    if (rows.hasBytes()) {
      return hash(rows.bytes(), row * rows.dim(), rows.dim());
    }
    long h0 = 0;
    long h1 = 1;
    long h2 = 2;
    long h3 = 3;
    int t = 0;
    for (; t + 3 < rows.dim(); t += 4) {
      h0 = step(h0, bits(rows, row, t));
      h1 = step(h1, bits(rows, row, t + 1));
      h2 = step(h2, bits(rows, row, t + 2));
      h3 = step(h3, bits(rows, row, t + 3));
    }
    for (; t < rows.dim(); t++) {
      h0 = step(h0, bits(rows, row, t));
    }
    return SeededStream.bits(step(step(h0, h1), step(h2, h3)), 0);
  }

  private static long hash(byte[] bytes, int at, int dim) {
    long hash = 0;
    int t = 0;
    for (; t + Long.BYTES <= dim; t += Long.BYTES) {
      hash = step(hash, (long) EIGHT_BYTES.get(bytes, at + t));
    }
    for (; t < dim; t++) {
      hash = step(hash, bytes[at + t]);
    }
    return SeededStream.bits(hash, 0);
  }

  private static long step(long hash, long bits) {
    long mixed = (hash ^ bits) * 0x9E3779B97F4A7C15L;
    return mixed ^ mixed >>> 32;
  }

  private static int bits(MetricRows rows, int row, int t) {
    // Adding zero turns minus zero into zero.
    return Float.floatToRawIntBits(element(rows, row, t) + 0f);
  }

  private static float element(MetricRows rows, int row, int t) {
    return (float) (rows.values()[row * rows.dim() + t] * rows.factor(row));
  }
}
