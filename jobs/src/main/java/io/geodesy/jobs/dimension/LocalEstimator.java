package io.geodesy.jobs.dimension;

/**
 * The estimators of one row's dimension from its ascending neighbour distances that stand beside
 * {@link LevinaBickel}; {@link LocalEstimates} computes those of one list, {@link TwoHops} adds
 * {@code ALID}, which sees the neighbours' lists too, and {@link VectorSample} those on vectors.
 */
enum LocalEstimator {
  /** Method of moments. */
  MOM("mom"),
  /** Probability-weighted moments with weight j / n. */
  PWM("pwm"),
  /** Probability-weighted moments with weight j (j + 1) / (n (n + 1)). */
  PWM2("pwm2"),
  /** L-moments. */
  L_MOMENTS("l-moments"),
  /** Generalized expansion dimension. */
  GED("ged"),
  /** Regularly varying functions. */
  RV("rv"),
  /** Slope of ln r on ln(j - 0.4), inverted. */
  ZIPF("zipf"),
  /** Aggregated Hill. */
  AGGREGATED_HILL("aggregated-hill"),
  /** Median of {@link #MOM}, maximum likelihood and {@link #RV}. */
  ENSEMBLE("ensemble"),
  /** Doubling of neighbours. */
  MADA("mada"),
  /** Augmented local intrinsic dimension: the neighbours' own lists too. */
  ALID("alid"),
  /** Eigenvalues of the neighbours' covariance; those from here on need vectors. */
  LOCAL_PCA("local-pca"),
  /** Expected simplex skewness. */
  ESS("ess"),
  /** Tight locality. */
  TLE("tle"),
  /** Angles between neighbours. */
  ABID("abid");

  /** Those that need the row's own list alone: all before {@link #ALID}. */
  static final int OF_ONE_LIST = ALID.place();

  private final String id;

  LocalEstimator(String id) {
    this.id = id;
  }

  /** Returns its place in arrays that hold one value an estimator; nothing stored depends on it. */
  @SuppressWarnings("EnumOrdinal")
  int place() {
    return ordinal();
  }

  /** Returns its name in tables. */
  String id() {
    return id;
  }

  /** Returns its column in the table of rows. */
  String column() {
    return id.replace('-', '_');
  }
}
