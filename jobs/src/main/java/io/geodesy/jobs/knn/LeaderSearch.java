package io.geodesy.jobs.knn;

import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import java.util.Arrays;

/**
 * Chooses the leaders of blocks from a sample: k-means centres, those of crowded cells divided
 * again, those that next to nobody would join left out.
 *
 * <p>Above {@code mostFlat} leaders the sample is divided into about the square root of as many
 * groups first, and leaders are chosen in each in proportion to its rows.
 *
 * <p>Cost: {@code 12 s L d} operations for s sampled rows and L leaders, with groups {@code 24 s
 * sqrt(L) d}. Determinism class D0: a function of the sample and the seed.
 */
final class LeaderSearch {
  /** Leaders that rows are compared with one by one; above, by way of groups. */
  static final int MOST_FLAT = 4096;

  /** A block that holds less than this part of the mean is not worth a task. */
  private static final double LEAST_PART = 0.125;

  private static final int ROUNDS = 6;

  private final SearchRows places;
  private final int[] distinct;
  private final RowHash hash;
  private final long seed;
  private final int mostFlat;
  private final Workers workers;

  /**
   * Prepares it.
   *
   * @param places of the sample
   * @param distinct its rows without copies
   * @param hash of the sampled rows' ids
   * @param seed of these leaders
   * @param mostFlat leaders in one group
   */
  LeaderSearch(
      SearchRows places, int[] distinct, RowHash hash, long seed, int mostFlat, Workers workers) {
    this.places = places;
    this.distinct = distinct;
    this.hash = hash;
    this.seed = seed;
    this.mostFlat = mostFlat;
    this.workers = workers;
  }

  /**
   * What was chosen.
   *
   * @param leaders a block each
   * @param shares of the sample's rows that join each block; they add up to the overlap
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Choice(Leaders leaders, double[] shares) {}

  /**
   * Chooses.
   *
   * @param wanted leaders, at least 1
   * @param overlap leaders of a row
   */
  Choice choose(int wanted, int overlap) {
    int count = Math.min(wanted, distinct.length);
    Leaders leaders = count > mostFlat ? grouped(count) : Leaders.flat(some(all(), count), dim());
    int joined = Math.min(overlap, count);
    double mean = (double) joined * places.rows() / count;
    int[] sizes = sizes(leaders, joined);
    for (int round = 0; round < ROUNDS; round++) {
      Leaders divided = divide(leaders, sizes, mean);
      if (divided.count() == leaders.count()) {
        break;
      }
      leaders = divided;
      sizes = sizes(leaders, joined);
    }
    Leaders kept = leaders.retain(worthwhile(leaders, sizes, mean));
    if (kept.count() < leaders.count() && kept.count() >= joined) {
      leaders = kept;
      sizes = sizes(leaders, joined);
    }
    return new Choice(leaders, shares(sizes));
  }

  /** Returns the same leaders where rows join another number of them. */
  Choice joinedBy(Leaders leaders, int overlap) {
    return new Choice(leaders, shares(sizes(leaders, overlap)));
  }

  private double[] shares(int[] sizes) {
    double[] shares = new double[sizes.length];
    for (int l = 0; l < sizes.length; l++) {
      shares[l] = (double) sizes[l] / places.rows();
    }
    return shares;
  }

  /** Marks the leaders of blocks that are not too small; the largest of a group always stays. */
  private static boolean[] worthwhile(Leaders leaders, int[] sizes, double mean) {
    boolean[] isKept = new boolean[sizes.length];
    for (int g = 0; g < leaders.groups(); g++) {
      int largest = leaders.offsets()[g];
      for (int l = leaders.offsets()[g]; l < leaders.offsets()[g + 1]; l++) {
        isKept[l] = sizes[l] >= LEAST_PART * mean;
        largest = sizes[l] > sizes[largest] ? l : largest;
      }
      isKept[largest] = true;
    }
    return isKept;
  }

  private int dim() {
    return places.dim();
  }

  private int[] all() {
    int[] all = new int[places.rows()];
    Arrays.setAll(all, i -> i);
    return all;
  }

  /** Returns some centres of rows. */
  private float[] some(int[] rows, int count) {
    int[] candidates = Arrays.stream(rows).filter(this::isDistinct).toArray();
    int[] initial = hash.least(SeededStream.derive(seed, "leaders"), candidates, count);
    return new Lloyd(places, workers).centres(rows, initial);
  }

  private boolean isDistinct(int row) {
    return Arrays.binarySearch(distinct, row) >= 0;
  }

  private Leaders grouped(int wanted) {
    int[] all = all();
    float[] centres = some(all, (int) Math.ceil(Math.sqrt(wanted)));
    int[] assigned = Router.route(Leaders.flat(centres, dim()), 1, places, all, workers);
    int[][] members = Lloyd.members(all, assigned, centres.length / dim());
    centres = withRows(centres, members);
    members = Arrays.stream(members).filter(rows -> rows.length > 0).toArray(int[][]::new);
    int groups = members.length;
    float[][] parts = new float[groups][];
    int total = 0;
    int[] offsets = new int[groups + 1];
    for (int g = 0; g < groups; g++) {
      int share = (int) Math.round((double) wanted * members[g].length / all.length);
      parts[g] = some(members[g], Math.max(1, share));
      total += parts[g].length;
      offsets[g + 1] = total / dim();
    }
    float[] values = new float[total];
    for (int g = 0; g < groups; g++) {
      System.arraycopy(parts[g], 0, values, offsets[g] * dim(), parts[g].length);
    }
    return new Leaders(values, centres, offsets, dim());
  }

  /** Leaves out the centres that have no rows. */
  private float[] withRows(float[] centres, int[][] members) {
    float[] kept = new float[centres.length];
    int size = 0;
    for (int g = 0; g < members.length; g++) {
      if (members[g].length > 0) {
        System.arraycopy(centres, g * dim(), kept, size++ * dim(), dim());
      }
    }
    return Arrays.copyOf(kept, size * dim());
  }

  private int[] sizes(Leaders leaders, int overlap) {
    int[] sizes = new int[leaders.count()];
    for (int leader : Router.route(leaders, overlap, places, all(), workers)) {
      sizes[leader]++;
    }
    return sizes;
  }

  /** Puts several leaders in place of each that too many rows would join, where rows differ. */
  private Leaders divide(Leaders leaders, int[] sizes, double mean) {
    double most = BlockPlanner.LARGEST * mean;
    if (Arrays.stream(sizes).allMatch(size -> size <= most)) {
      return leaders;
    }
    int[] all = all();
    int[] home = Router.route(leaders, 1, places, all, workers);
    int[][] members = Lloyd.members(all, home, leaders.count());
    float[][] parts = new float[leaders.count()][];
    for (int l = 0; l < parts.length; l++) {
      int wanted = (int) Math.ceil(sizes[l] / mean);
      if (sizes[l] > most && Arrays.stream(members[l]).filter(this::isDistinct).count() > wanted) {
        parts[l] = some(members[l], wanted);
      }
    }
    return leaders.replace(parts);
  }
}
