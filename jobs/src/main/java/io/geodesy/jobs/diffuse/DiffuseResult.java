package io.geodesy.jobs.diffuse;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A smoothed table and what its columns were like before and after.
 *
 * @param rows how many there are
 * @param diffused as {@link DiffuseTables#DIFFUSED}
 * @param names of the columns
 * @param before one a column
 * @param after one a column
 * @param t how long they were smoothed
 * @param entropy that chose t
 * @param products of the operator with every batch of columns
 */
record DiffuseResult(
    int rows,
    Dataset<Row> diffused,
    List<String> names,
    List<Roughness> before,
    List<Roughness> after,
    double t,
    Optional<WalkEntropy> entropy,
    long products) {
  /** Columns that are smoothed at once. */
  static final int BATCH = 32;

  /** Returns the share of the variance of all columns that is left. */
  double varianceKept() {
    return share(Roughness::variance);
  }

  /** Returns the share of the Dirichlet energy of all columns that is left. */
  double energyKept() {
    return share(Roughness::energy);
  }

  private double share(ToDoubleFunction<Roughness> measure) {
    double was = before.stream().mapToDouble(measure).sum();
    return was > 0 ? after.stream().mapToDouble(measure).sum() / was : Double.NaN;
  }
}
