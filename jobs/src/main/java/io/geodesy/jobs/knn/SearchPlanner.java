package io.geodesy.jobs.knn;

import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import java.util.Arrays;

/**
 * Decides how an approximate search goes about it, from the parameters and, for the axes, from how
 * the spread of the rows is spread over their principal axes.
 *
 * <p>Measured recall at k = 15, two rounds and 7 balls a row: on the leading axes of images that
 * hold 0.92 of the spread, 112 of 784, 0.992 with 32 candidates; on all 384 columns of text 0.993
 * with 20 candidates.
 */
final class SearchPlanner {
  static final int FANOUT = 7;
  static final int ROUNDS = 2;

  /** Distinct rows up to which {@value #FANOUT} balls suffice. */
  private static final double FEW_ROWS = 100_000;

  private static final double BALLS_A_DOUBLING = 2;

  /** Axes are tried in steps of this many; below it there is nothing to win. */
  private static final int STEP = 16;

  /** Axes that are found first; twice as many where they hold too little. */
  private static final int FIRST_AXES = 192;

  /**
   * The share of the spread that leading axes must hold to be searched alone. On images 0.94, with
   * 30 candidates, finds 0.001 more and takes a twentieth more time.
   */
  private static final double SHARE = 0.92;

  /**
   * The share that the axes must hold by which balls are chosen. Measured on images: 48 of 160 axes
   * choose balls in 0.21 s instead of 0.31 s, recall 0.9955 instead of 0.9956, and the balls are
   * more even.
   */
  private static final double BALL_SHARE = 0.8;

  private static final int BALL_STEP = 16;

  /** Axes are worth their projection and the longer lists below this part of the columns. */
  private static final int PART = 2;

  private final KnnGraphParameters parameters;
  private final RowHash hash;
  private final long seed;
  private final Workers workers;

  SearchPlanner(KnnGraphParameters parameters, RowHash hash, long seed, Workers workers) {
    this.parameters = parameters;
    this.hash = hash;
    this.seed = seed;
    this.workers = workers;
  }

  /**
   * What to do, and the rows to do it on.
   *
   * @param plan how
   * @param rows on the plan's axes, or all columns
   */
  record Decision(SearchPlan plan, SearchRows rows) {}

  /**
   * Decides.
   *
   * @param search all columns, copied where no axes are searched
   * @param k neighbours of a distinct row
   */
  Decision decide(CentredRows search, int k) {
    int tried = search.dim() / PART / STEP * STEP;
    if (tried == 0 || !search.metric().isEuclidean()) {
      return onColumns(search, k);
    }
    long stage = SeededStream.derive(seed, "axes");
    SampleMoments moments = moments(search, stage);
    for (int known = 0, first = STEP; known < tried; first = known + STEP) {
      known = Math.min(tried, Math.max(FIRST_AXES, 2 * known));
      PrincipalAxes axes = PrincipalAxes.of(moments, known, stage, workers);
      for (int count = first; count <= known; count += STEP) {
        if (axes.shares()[count - 1] >= SHARE) {
          return new Decision(
              plan(count, ballAxes(axes, count), k, search.rows()),
              axes.project(search, count, workers));
        }
      }
      if (axes.mostShare(tried) < SHARE) {
        break;
      }
    }
    return onColumns(search, k);
  }

  /** Decides for all columns, whatever the spread. */
  Decision onColumns(CentredRows search, int k) {
    return new Decision(plan(0, 0, k, search.rows()), search.all());
  }

  private static int ballAxes(PrincipalAxes axes, int searched) {
    int count = BALL_STEP;
    while (count < searched && axes.shares()[count - 1] < BALL_SHARE) {
      count += BALL_STEP;
    }
    return count;
  }

  /**
   * Returns the balls a row joins besides the preset's: in a larger table more of a row's
   * neighbours stand in the next leaf. Measured on mixtures of 128 columns: 7 balls find 0.991 of
   * 100 000 rows' neighbours, 0.982 of 200 000 rows' and 0.967 of 400 000 rows', 11 find 0.986 of
   * the last.
   */
  static int moreBalls(double distinct) {
    double doublings = Math.log(distinct / FEW_ROWS) / Math.log(2);
    return (int) Math.round(Math.max(0, BALLS_A_DOUBLING * doublings));
  }

  /**
   * Returns k' where the parameters leave it open: on leading axes the order of near rows is
   * blurred, so that more must be kept.
   */
  static int candidates(int k, boolean isProjected) {
    return isProjected ? Math.max(30, 2 * k + 2) : Math.max(16, (4 * k + 2) / 3);
  }

  private SearchPlan plan(int axes, int leading, int k, int rows) {
    return new SearchPlan(
        axes,
        leading,
        parameters.balls(rows),
        parameters.rounds().orElse(ROUNDS),
        Math.max(k, parameters.candidates().orElse(candidates(k, axes > 0))));
  }

  private SampleMoments moments(CentredRows search, long stage) {
    int[] all = new int[search.rows()];
    Arrays.setAll(all, i -> i);
    return SampleMoments.of(search, hash.least(stage, all, SampleMoments.ROWS), workers);
  }
}
