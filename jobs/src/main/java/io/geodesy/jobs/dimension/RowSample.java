package io.geodesy.jobs.dimension;

import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * The rows on which the values of groups stand, in the driver, in the order of the hashes of their
 * ids: whatever the partitions, every later sum adds the same values in the same order.
 *
 * <p>Memory: about {@code 90 + 12 s + 8 k} bytes a row for s scales and lists of k, {@code 12 k}
 * more while they travel; the rows of the smallest hashes when there are more than asked for.
 * Determinism class D0.
 */
final class RowSample {
  private static final int ROWS_PER_CHUNK = 1 << 16;

  private final Scales scales;
  private final boolean isWhole;
  private final List<String> groups;
  private final long[] hashes;
  private final int[] codes;
  private final boolean[] isCopy;
  private final int[] inner;
  private final double[][] logs;
  private final float[][] radii;
  private final float[][] family;
  private final int[] offsets;
  private float[] distances;
  private int[] neighbors;

  private RowSample(Scales scales, boolean isWhole, List<String> groups, int n) {
    this.scales = scales;
    this.isWhole = isWhole;
    this.groups = groups;
    int columns = scales.gride().length + scales.likelihood().length;
    hashes = new long[n];
    codes = new int[n];
    isCopy = new boolean[n];
    inner = new int[n];
    logs = new double[columns][n];
    radii = new float[columns][n];
    family = new float[LocalEstimator.values().length][n];
    for (int e = LocalEstimator.OF_ONE_LIST; e < family.length; e++) {
      Arrays.fill(family[e], Float.NaN);
    }
    offsets = new int[n + 1];
  }

  /**
   * Collects rows.
   *
   * @param table rows of {@code (id, neighbor_ids, distances, group)}
   * @param rules for reading them
   * @param scales the ranks
   * @param binomialRatio share of a row's largest distance within which neighbours are counted
   * @param limit rows with a hash above it, as unsigned numbers, are left out; -1 takes all, and
   *     then lists know their neighbours
   */
  static RowSample collect(
      JavaRDD<InternalRow> table,
      RowReader.Rules rules,
      Scales scales,
      double binomialRatio,
      long limit) {
    boolean isWhole = limit == -1L;
    SampleChunk.Plan plan = new SampleChunk.Plan(scales, binomialRatio, isWhole);
    List<SampleChunk> chunks =
        table.mapPartitions(rows -> new Chunks(rows, rules, plan, limit)).collect();
    int n = chunks.stream().mapToInt(c -> c.size).sum();
    TreeSet<String> names = new TreeSet<>();
    chunks.forEach(chunk -> names.addAll(chunk.groups));
    RowSample sample = new RowSample(scales, isWhole, List.copyOf(names), n);
    int at = 0;
    for (SampleChunk chunk : chunks) {
      System.arraycopy(chunk.hashes, 0, sample.hashes, at, chunk.size);
      at += chunk.size;
    }
    Arrays.sort(sample.hashes);
    boolean[] isTaken = new boolean[n];
    int[][] places = new int[chunks.size()][];
    for (int c = 0; c < places.length; c++) {
      places[c] = sample.place(chunks.get(c), isTaken);
    }
    for (int i = 0; i < n; i++) {
      sample.offsets[i + 1] += sample.offsets[i];
    }
    sample.distances = new float[sample.offsets[n]];
    sample.neighbors = new int[isWhole ? sample.offsets[n] : 0];
    for (int c = 0; c < places.length; c++) {
      sample.placeLists(chunks.get(c), places[c]);
    }
    return sample;
  }

  private int[] place(SampleChunk chunk, boolean[] isTaken) {
    int[] codeOf = new int[chunk.groups.size()];
    for (int g = 0; g < codeOf.length; g++) {
      codeOf[g] = Collections.binarySearch(groups, chunk.groups.get(g));
    }
    int[] places = new int[chunk.size];
    for (int i = 0; i < chunk.size; i++) {
      int to = indexOf(chunk.hashes[i]);
      while (to > 0 && hashes[to - 1] == chunk.hashes[i]) {
        to--;
      }
      while (isTaken[to]) {
        to++;
      }
      isTaken[to] = true;
      places[i] = to;
      codes[to] = chunk.codes[i] < 0 ? -1 : codeOf[chunk.codes[i]];
      isCopy[to] = chunk.isCopy[i];
      inner[to] = chunk.inner[i];
      for (int c = 0; c < logs.length; c++) {
        logs[c][to] = chunk.logs[i * logs.length + c];
        radii[c][to] = chunk.radii[i * logs.length + c];
      }
      for (int e = 0; e < LocalEstimator.OF_ONE_LIST; e++) {
        family[e][to] = chunk.family[i * LocalEstimator.OF_ONE_LIST + e];
      }
      offsets[to + 1] = chunk.ends[i] - (i == 0 ? 0 : chunk.ends[i - 1]);
    }
    return places;
  }

  private void placeLists(SampleChunk chunk, int[] places) {
    for (int i = 0; i < chunk.size; i++) {
      int from = i == 0 ? 0 : chunk.ends[i - 1];
      int to = offsets[places[i]];
      System.arraycopy(chunk.distances, from, distances, to, chunk.ends[i] - from);
      for (int j = from; isWhole && j < chunk.ends[i]; j++) {
        neighbors[to + j - from] = Math.max(-1, indexOf(chunk.neighbors[j]));
      }
    }
  }

  /** Returns a row by its hash, negative if it is not here. */
  int indexOf(long hash) {
    return Arrays.binarySearch(hashes, hash);
  }

  /** Whether these are all rows, so that lists know their neighbours. */
  boolean isWhole() {
    return isWhole;
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

  /** Returns the hashes of the ids, ascending. */
  long[] hashes() {
    return hashes;
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
    return (isOwn ? length(row) : scales.likelihood()[scale]) - 1;
  }

  /** Returns the distance of rank n2 at a Gride scale. */
  double grideRadius(int scale, int row) {
    return radii[scale][row];
  }

  /** Returns the largest distance used at a maximum-likelihood scale. */
  double likelihoodRadius(int scale, int row) {
    return radii[scales.gride().length + scale][row];
  }

  /** Returns a row's own estimate, NaN where it is undefined. */
  float local(LocalEstimator estimator, int row) {
    return family[estimator.place()][row];
  }

  /** Returns where the augmented estimate of each row is kept: to be filled by {@link TwoHops}. */
  float[] augmented() {
    return family[LocalEstimator.ALID.place()];
  }

  /** Returns where an estimate of each row is kept: to be filled by {@link VectorSample}. */
  float[] family(int estimator) {
    return family[estimator];
  }

  /** Returns how many neighbours of a row lie within the binomial share of its largest distance. */
  int inner(int row) {
    return inner[row];
  }

  /** Returns where a row's list begins in {@link #distances} and {@link #neighbors}. */
  int from(int row) {
    return offsets[row];
  }

  /** Returns how many distances of a row count. */
  int length(int row) {
    return offsets[row + 1] - offsets[row];
  }

  /** Returns all lists, one after the other, each ascending. */
  float[] distances() {
    return distances;
  }

  /** Returns the neighbours at those distances, -1 where one has no row; empty for a sample. */
  int[] neighbors() {
    return neighbors;
  }

  /** Packs the rows of a partition. */
  private static final class Chunks implements Iterator<SampleChunk> {
    private final Iterator<InternalRow> rows;
    private final RowReader reader;
    private final SampleChunk.Plan plan;
    private final LocalEstimates estimates = new LocalEstimates();
    private final long limit;

    private Chunks(
        Iterator<InternalRow> rows, RowReader.Rules rules, SampleChunk.Plan plan, long limit) {
      this.rows = rows;
      this.reader = plan.needsNeighbors() ? RowReader.withNeighbors(rules) : new RowReader(rules);
      this.plan = plan;
      this.limit = limit;
    }

    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public SampleChunk next() {
      SampleChunk chunk = new SampleChunk(plan);
      while (rows.hasNext() && chunk.size < ROWS_PER_CHUNK) {
        InternalRow row = rows.next();
        reader.read(row);
        if (Long.compareUnsigned(reader.hash(), limit) <= 0) {
          chunk.add(reader, row.isNullAt(3) ? null : row.getUTF8String(3).toString(), estimates);
        }
      }
      return chunk;
    }
  }
}
