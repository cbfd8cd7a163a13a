package io.geodesy.jobs.drift;

import io.geodesy.kernel.IndexSort;
import io.geodesy.kernel.RocCurve;
import io.geodesy.table.DriverRows;
import io.geodesy.table.Statistic;
import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;
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
 * How well a classifier tells the tables apart: area under the ROC curve of MLlib's logistic
 * regression, trained on every second sampled row and measured on the others.
 *
 * <p>The interval is DeLong's; the p value is that of the ranks of Mann and Whitney, one-sided:
 * only an area above one half means that the tables can be told apart. Rows train in one partition
 * in the order of their hash, so that the sums of MLlib have one order: class D0.
 *
 * <p>Papers: D. Lopez-Paz, M. Oquab, Revisiting Classifier Two-Sample Tests, ICLR 2017, arXiv
 * 1610.06545; E. DeLong, D. DeLong, D. Clarke-Pearson, 1988. Differs from the papers: area instead
 * of accuracy, which needs no equal numbers of rows.
 */
final class TwoSampleClassifier {
  static final String NAME = "classifier-auc";
  private static final int LEAST = 20;
  private static final double PENALTY = 1e-2;
  private static final int ITERATIONS = 50;

  private TwoSampleClassifier() {}

  static Measure of(SparkSession session, SamplePair samples) {
    int dim = samples.dim();
    float[] first = SamplePair.everySecond(samples.reference(), dim, 1);
    float[] second = SamplePair.everySecond(samples.current(), dim, 1);
    int n1 = first.length / dim;
    int n2 = second.length / dim;
    if (n1 < LEAST || n2 < LEAST) {
      return Measure.undefined(NAME, n1, n2, "it needs %d rows of each table".formatted(2 * LEAST));
    }
    LogisticRegressionModel model =
        train(
            session,
            SamplePair.everySecond(samples.reference(), dim, 0),
            SamplePair.everySecond(samples.current(), dim, 0),
            dim);
    double[] scores = new double[n1 + n2];
    boolean[] isCurrent = new boolean[n1 + n2];
    double[] weights = model.coefficients().toArray();
    for (int i = 0; i < scores.length; i++) {
      isCurrent[i] = i >= n1;
      float[] rows = isCurrent[i] ? second : first;
      int at = (isCurrent[i] ? i - n1 : i) * dim;
      for (int c = 0; c < dim; c++) {
        scores[i] += weights[c] * rows[at + c];
      }
    }
    double area = RocCurve.area(scores, isCurrent);
    double error = Math.sqrt(deLong(scores, n1));
    double none = Math.sqrt((n1 + n2 + 1) / (12.0 * n1 * n2));
    return new Measure(
        NAME,
        area,
        Math.max(0, area - Statistic.NORMAL_95 * error),
        Math.min(1, area + Statistic.NORMAL_95 * error),
        0.5,
        1 - new NormalDistribution().cumulativeProbability((area - 0.5) / none),
        n1,
        n2,
        "logistic regression, on sampled rows held out of training; blind to what no straight cut sees");
  }

  private static LogisticRegressionModel train(
      SparkSession session, float[] first, float[] second, int dim) {
    StructType schema =
        new StructType()
            .add("label", DataTypes.DoubleType, false)
            .add("features", SQLDataTypes.VectorType(), false);
    int n1 = first.length / dim;
    int n = n1 + second.length / dim;
    return new LogisticRegression()
        .setRegParam(PENALTY)
        .setMaxIter(ITERATIONS)
        .fit(
            DriverRows.toDataset(
                    session,
                    schema,
                    n,
                    i -> row(i < n1 ? first : second, i < n1 ? i : i - n1, dim, i < n1 ? 0 : 1))
                .coalesce(1));
  }

  private static Row row(float[] rows, int at, int dim, double label) {
    double[] features = new double[dim];
    Arrays.setAll(features, c -> rows[at * dim + c]);
    return RowFactory.create(label, Vectors.dense(features));
  }

  /** The variance of the area from the share of the other table that every score beats. */
  private static double deLong(double[] scores, int n1) {
    double[] first = Arrays.copyOf(scores, n1);
    double[] second = Arrays.copyOfRange(scores, n1, scores.length);
    return spread(first, second) / first.length + spread(second, first) / second.length;
  }

  private static double spread(double[] of, double[] among) {
    double[] sorted = among.clone();
    Arrays.sort(sorted);
    int[] order = IndexSort.sorted(of.length, (a, b) -> Double.compare(of[a], of[b]));
    int below = 0;
    int upTo = 0;
    double sum = 0;
    double squares = 0;
    for (int i : order) {
      while (below < sorted.length && sorted[below] < of[i]) {
        below++;
      }
      while (upTo < sorted.length && sorted[upTo] <= of[i]) {
        upTo++;
      }
      double beaten = (below + upTo) / 2.0 / sorted.length;
      sum += beaten;
      squares += beaten * beaten;
    }
    return Math.max(0, squares - sum * sum / of.length) / Math.max(1, of.length - 1);
  }
}
