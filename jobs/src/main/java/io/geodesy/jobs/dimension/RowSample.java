package io.geodesy.jobs.dimension;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * The rows on which the values of groups stand, in the driver, in the order of the hashes of their
 * ids: whatever the partitions, every later sum adds the same values in the same order.
 *
 * <p>Memory: about {@code 16 + 16 s} bytes a row for s scales; at most {@code max-rows} rows, those
 * of the smallest hashes when there are more. Determinism class D0.
 */
final class RowSample {
  private static final int ROWS_PER_CHUNK = 1 << 18;

  private final Scales scales;
  private final List<String> groups;
  private final long[] hashes;
  private final int[] codes;
  private final boolean[] isCopy;
  private final int[] terms;
  private final double[][] logs;
  private final float[][] radii;

  private RowSample(Scales scales, List<String> groups, int n) {
    this.scales = scales;
    this.groups = groups;
    hashes = new long[n];
    codes = new int[n];
    isCopy = new boolean[n];
    terms = new int[n];
    logs = new double[columns(scales)][n];
    radii = new float[columns(scales)][n];
  }

  /**
   * Collects at most {@code most} rows.
   *
   * @param table rows of {@code (id, neighbor_ids, distances, group)}
   * @param rules for reading them
   * @param scales the ranks
   * @param limit rows with a hash above it, as unsigned numbers, are left out
   */
  static RowSample collect(
      JavaRDD<InternalRow> table, RowReader.Rules rules, Scales scales, long limit) {
    List<Chunk> chunks =
        table.mapPartitions(rows -> new Chunks(rows, rules, scales, limit)).collect();
    int n = chunks.stream().mapToInt(c -> c.size).sum();
    TreeSet<String> names = new TreeSet<>();
    chunks.forEach(chunk -> names.addAll(chunk.groups));
    RowSample sample = new RowSample(scales, List.copyOf(names), n);
    long[] sorted = new long[n];
    int at = 0;
    for (Chunk chunk : chunks) {
      System.arraycopy(chunk.hashes, 0, sorted, at, chunk.size);
      at += chunk.size;
    }
    Arrays.sort(sorted);
    System.arraycopy(sorted, 0, sample.hashes, 0, n);
    boolean[] isTaken = new boolean[n];
    chunks.forEach(chunk -> sample.place(chunk, isTaken));
    return sample;
  }

  private void place(Chunk chunk, boolean[] isTaken) {
    int[] codeOf = new int[chunk.groups.size()];
    for (int g = 0; g < codeOf.length; g++) {
      codeOf[g] = Collections.binarySearch(groups, chunk.groups.get(g));
    }
    for (int i = 0; i < chunk.size; i++) {
      int to = Arrays.binarySearch(hashes, chunk.hashes[i]);
      while (to > 0 && hashes[to - 1] == chunk.hashes[i]) {
        to--;
      }
      while (isTaken[to]) {
        to++;
      }
      isTaken[to] = true;
      codes[to] = chunk.codes[i] < 0 ? -1 : codeOf[chunk.codes[i]];
      isCopy[to] = chunk.isCopy[i];
      terms[to] = chunk.terms[i];
      for (int c = 0; c < logs.length; c++) {
        logs[c][to] = chunk.logs[i * logs.length + c];
        radii[c][to] = chunk.radii[i * logs.length + c];
      }
    }
  }

  /** Returns the ranks. */
  Scales scales() {
    return scales;
  }

  /** Returns the names of the groups in ascending order. */
  List<String> groups() {
    return groups;
  }

  /** Returns the number of rows. */
  int rows() {
    return hashes.length;
  }

  /** Returns the code of a row's group, -1 if it has none. */
  int group(int row) {
    return codes[row];
  }

  /** Whether a row repeats one of smaller id. */
  boolean isCopy(int row) {
    return isCopy[row];
  }

  /** Returns the jackknife bucket of a row. */
  int bucket(int row, int buckets) {
    return (int) Long.remainderUnsigned(hashes[row], buckets);
  }

  /** Returns ln(r_n2 / r_n1) at a Gride scale, NaN where the row has none. */
  double logRatio(int scale, int row) {
    return logs[scale][row];
  }

  /** Returns the sum of logarithms at a maximum-likelihood scale, NaN where the row has none. */
  double sumOfLogs(int scale, int row) {
    return logs[scales.gride().length + scale][row];
  }

  /** Returns the number of logarithms in {@link #sumOfLogs}. */
  int terms(int scale, int row) {
    boolean isOwn = scale == scales.likelihood().length - 1;
    return isOwn ? terms[row] : scales.likelihood()[scale] - 1;
  }

  /** Returns the distance of rank n2 at a Gride scale. */
  double grideRadius(int scale, int row) {
    return radii[scale][row];
  }

  /** Returns the largest distance used at a maximum-likelihood scale. */
  double likelihoodRadius(int scale, int row) {
    return radii[scales.gride().length + scale][row];
  }

  private static int columns(Scales scales) {
    return scales.gride().length + scales.likelihood().length;
  }

  /** Up to {@link #ROWS_PER_CHUNK} rows of one partition. */
  private static final class Chunk implements Serializable {
    private final List<String> groups = new ArrayList<>();
    private final Map<String, Integer> codeOf = new HashMap<>();
    private final int columns;
    private int size;
    private long[] hashes = new long[256];
    private int[] codes = new int[256];
    private boolean[] isCopy = new boolean[256];
    private int[] terms = new int[256];
    private double[] logs;
    private float[] radii;

    private Chunk(int columns) {
      this.columns = columns;
      logs = new double[256 * columns];
      radii = new float[256 * columns];
    }

    private void add(RowReader row, String group, Scales scales) {
      if (size == hashes.length) {
        grow();
      }
      hashes[size] = row.hash();
      codes[size] = group == null ? -1 : code(group);
      isCopy[size] = row.isCopy();
      double[] r = row.distances();
      int own = Math.min(row.length(), scales.likelihood()[scales.likelihood().length - 1]);
      terms[size] = own - 1;
      int at = size * columns;
      for (int n1 : scales.gride()) {
        boolean has = 2 * n1 <= row.length() && r[n1 - 1] > 0;
        logs[at] = has ? Math.log(r[2 * n1 - 1] / r[n1 - 1]) : Double.NaN;
        radii[at++] = has ? (float) r[2 * n1 - 1] : 0;
      }
      for (int s = 0; s < scales.likelihood().length; s++) {
        int k = s == scales.likelihood().length - 1 ? own : scales.likelihood()[s];
        double sum = k >= 3 && k <= row.length() ? LevinaBickel.sumOfLogs(r, k) : Double.NaN;
        boolean has = Double.isFinite(sum);
        logs[at] = has ? sum : Double.NaN;
        radii[at++] = has ? (float) r[k - 1] : 0;
      }
      size++;
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
      terms = Arrays.copyOf(terms, capacity);
      logs = Arrays.copyOf(logs, capacity * columns);
      radii = Arrays.copyOf(radii, capacity * columns);
    }
  }

  /** Packs the rows of a partition. */
  private static final class Chunks implements Iterator<Chunk> {
    private final Iterator<InternalRow> rows;
    private final RowReader reader;
    private final Scales scales;
    private final long limit;

    private Chunks(Iterator<InternalRow> rows, RowReader.Rules rules, Scales scales, long limit) {
      this.rows = rows;
      this.reader = new RowReader(rules);
      this.scales = scales;
      this.limit = limit;
    }

    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public Chunk next() {
      Chunk chunk = new Chunk(columns(scales));
      while (rows.hasNext() && chunk.size < ROWS_PER_CHUNK) {
        InternalRow row = rows.next();
        reader.read(row);
        if (Long.compareUnsigned(reader.hash(), limit) <= 0) {
          chunk.add(reader, row.isNullAt(3) ? null : row.getUTF8String(3).toString(), scales);
        }
      }
      return chunk;
    }
  }
}
