package io.geodesy.jobs.knn;

/**
 * Bytes of the arrays that the search of one block holds at its peak: what {@link BlockSearch}
 * allocates, as a formula, so that a plan can be made before there is a block. {@link HeldMemory}
 * counts the same while the search runs.
 *
 * <p>Per row of d columns, k neighbours, k' candidates, fanout F and a searched axes (0 where all
 * columns are searched), u of m rows being distinct:
 *
 * <ul>
 *   <li>rows and ids {@code m (4 d + 8)}, norms under cosine {@code 8 m}, groups of copies {@code
 *       16 m}, norms about the mean {@code 4 u}, search rows {@code 4 u (a + 1)} on leading axes
 *       and {@code 4 u (d + 1)} on all columns, candidates {@code 8 u k'};
 *   <li>while candidates are found {@code u (9 k' + 8 min(k', 16) + 4 F + 16)}: the snapshot of a
 *       round, what is new in it, the listing rows, the leaves;
 *   <li>after that {@code 8 u k} for exact lists and {@code 8 m k} for those of all rows; a block
 *       that is the whole table packs it once more to measure recall: {@code 4 u d + 8 u k}, and
 *       copies it to all columns before, which stays;
 *   <li>where all pairs are compared, {@code 4 u d} packed and {@code 8 u (max(16, 1.5 k) + k)} for
 *       lists.
 * </ul>
 *
 * <p>Rows that travel as bytes are kept as bytes besides where {@link MetricRows} can compare them:
 * {@code m d} more.
 *
 * @param rows m
 * @param distinct u
 * @param dim d
 * @param elementBytes in which an element travels: 1 or 4
 * @param k neighbours of a row
 * @param metric cosine and inner product keep norms; the latter takes {@code 4 u (d + 1)} more
 *     while candidates are found
 * @param plan axes, fanout and candidates of an approximate search
 * @param mode auto compares all pairs of few distinct rows
 */
record BlockMemory(
    long rows,
    double distinct,
    int dim,
    int elementBytes,
    int k,
    Metric metric,
    SearchPlan plan,
    SearchMode mode) {
  /** Group, member, offset and representative of a row. */
  static final long GROUP_BYTES = 16;

  /** Rank of the block among those of the row, which travels with it. */
  static final int TAG_BYTES = 1;

  /** Returns the bytes of a row's vector and its id in memory. */
  static long rowBytes(int dim) {
    return (long) Float.BYTES * dim + Long.BYTES;
  }

  /** Returns what a pass takes besides what stays. */
  static long passBytes(double distinct, int candidates, int fanout) {
    return (long)
        (distinct
            * (9L * candidates
                + 8L * Math.min(candidates, NeighborRounds.WIDTH)
                + 4L * fanout
                + 16));
  }

  /** Returns what a pass takes for the points on a sphere among which products are searched. */
  static long pointBytes(Metric metric, double distinct, int dim) {
    return metric == Metric.INNER_PRODUCT ? (long) (distinct * 4L * (dim + 1)) : 0;
  }

  /** Returns what the distinct rows and their norms take on some columns. */
  static long copyBytes(double distinct, int columns) {
    return (long) (distinct * 4L * (columns + 1));
  }

  /** Returns what measuring recall takes where the block is the whole table. */
  static long recallBytes(double distinct, int dim, int k) {
    return (long) (distinct * (4L * dim + 8L * k));
  }

  /** Returns the peak of a task that searches the block, with the chunks it came in. */
  long ofTask() {
    long packed = TAG_BYTES + Long.BYTES + (long) elementBytes * dim;
    long unpacking = (packed + rowBytes(dim) + TAG_BYTES) * rows;
    return Math.max(unpacking, Math.max(passing(), listing()));
  }

  /** Returns the peak of a process that searches the whole table in one block. */
  long ofTable() {
    long collecting = 2 * rowBytes(dim) * rows;
    long copy = isOnAxes() ? copyBytes(distinct, dim) : 0;
    long measuring = isExact() ? 0 : base() + copy + exactLists() + recallBytes(distinct, dim, k);
    return Math.max(Math.max(collecting, measuring), Math.max(passing(), copy + listing()));
  }

  private boolean isExact() {
    return mode == SearchMode.EXACT
        || (mode == SearchMode.AUTO && distinct <= BlockSearch.EXACT_ROWS);
  }

  private boolean isOnAxes() {
    return !isExact() && plan.axes() > 0;
  }

  private long passing() {
    if (isExact()) {
      return base()
          + (long) (distinct * (4L * dim + 8L * BlockSearch.exactCandidates(k)))
          + exactLists();
    }
    return base()
        + passBytes(distinct, plan.candidates(), plan.fanout())
        + pointBytes(metric, distinct, dim);
  }

  private long listing() {
    return base() + exactLists() + 8L * rows * k;
  }

  private long exactLists() {
    return (long) (distinct * 8L * k);
  }

  private long base() {
    long norms = metric == Metric.COSINE || metric == Metric.INNER_PRODUCT ? Double.BYTES : 0;
    double search = distinct * (4L + (isExact() ? 0 : 8L * plan.candidates()));
    long bytes = metric == Metric.EUCLIDEAN && elementBytes == Byte.BYTES ? dim : 0;
    return (rowBytes(dim) + bytes + norms + GROUP_BYTES) * rows
        + (long) search
        + copyBytes(distinct, isOnAxes() ? plan.axes() : dim);
  }
}
