package io.geodesy.jobs.relative.compare;

import io.geodesy.table.CategoryColumn;
import io.geodesy.table.DriverRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Whether a classifier works on a space it never saw: MLlib's logistic regression is trained on the
 * similarities of one space and applied unchanged to those of the other, on items held out of
 * training.
 *
 * <p>Items train in one partition, in their order, so that the sums of MLlib have one order: class
 * D0.
 */
final class Stitching {
  private static final double PENALTY = 1e-3;
  private static final int ITERATIONS = 100;
  private static final StructType SCHEMA =
      new StructType()
          .add("label", DataTypes.DoubleType, false)
          .add("features", SQLDataTypes.VectorType(), false);

  private final SparkSession session;
  private final int width;
  private final int[] codes;
  private final boolean[] isHeldOut;

  /**
   * A trial.
   *
   * @param width of the similarities
   * @param codes label of each item, {@link CategoryColumn#MISSING} for none
   * @param isHeldOut whether an item is for testing
   */
  Stitching(SparkSession session, int width, int[] codes, boolean[] isHeldOut) {
    this.session = session;
    this.width = width;
    this.codes = codes;
    this.isHeldOut = isHeldOut;
  }

  /** Returns whether the items to train on have two labels and there are items to test on. */
  boolean isPossible() {
    long labels =
        IntStream.range(0, codes.length)
            .filter(i -> !isHeldOut[i] && codes[i] != CategoryColumn.MISSING)
            .map(i -> codes[i])
            .distinct()
            .count();
    return labels > 1 && tested() > 0;
  }

  /** Returns the number of items tested on. */
  long tested() {
    return IntStream.range(0, codes.length)
        .filter(i -> isHeldOut[i] && codes[i] != CategoryColumn.MISSING)
        .count();
  }

  /**
   * Trains on one space and tests on others.
   *
   * @param training {@code items x width}
   * @param applied the spaces to test on
   * @return the share of right answers of each
   */
  double[] accuracy(double[] training, List<double[]> applied) {
    int[] labels =
        IntStream.range(0, codes.length)
            .filter(i -> !isHeldOut[i] && codes[i] != CategoryColumn.MISSING)
            .map(i -> codes[i])
            .distinct()
            .sorted()
            .toArray();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < codes.length; i++) {
      if (!isHeldOut[i] && codes[i] != CategoryColumn.MISSING) {
        rows.add(
            RowFactory.create(
                (double) Arrays.binarySearch(labels, codes[i]),
                Vectors.dense(Arrays.copyOfRange(training, i * width, (i + 1) * width))));
      }
    }
    LogisticRegressionModel model =
        new LogisticRegression()
            .setFamily("multinomial")
            .setRegParam(PENALTY)
            .setMaxIter(ITERATIONS)
            .fit(DriverRows.toDataset(session, SCHEMA, rows.size(), rows::get).coalesce(1));
    return applied.stream().mapToDouble(space -> accuracy(model, labels, space)).toArray();
  }

  private double accuracy(LogisticRegressionModel model, int[] labels, double[] space) {
    long right = 0;
    for (int i = 0; i < codes.length; i++) {
      if (isHeldOut[i] && codes[i] != CategoryColumn.MISSING) {
        double answer =
            model.predict(Vectors.dense(Arrays.copyOfRange(space, i * width, (i + 1) * width)));
        right += labels[(int) answer] == codes[i] ? 1 : 0;
      }
    }
    return (double) right / tested();
  }
}
