package io.geodesy.jobs.separability;

import io.geodesy.kernel.IndexSort;
import io.geodesy.kernel.RocCurve;
import io.geodesy.table.CategoryColumn;
import io.geodesy.table.DriverRows;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * How well a straight cut tells the labels apart on rows it was not made from: area under the ROC
 * curve of MLlib's logistic regression, the mean over labels of one against the rest.
 *
 * <p>Of every label with two rows or more, three in ten by a hash of the id are held out. At most
 * {@value #MOST_ROWS} rows by the same hash take part. They train in one partition, in id order, so
 * that the sums of MLlib have one order: class D0.
 */
final class HeldOutAuc {
  private static final int MOST_ROWS = 20_000;
  private static final double HELD_OUT = 0.3;
  private static final double PENALTY = 1e-3;
  private static final int ITERATIONS = 50;

  private HeldOutAuc() {}

  /**
   * Trains and measures.
   *
   * @param values {@code n x dim} row-major
   * @param dim columns
   * @param codes label of each row, {@link CategoryColumn#MISSING} for none
   * @param labels codes are below it
   * @param hash of a row's id
   * @return NaN where fewer than two labels have two rows
   */
  static double of(
      SparkSession session,
      float[] values,
      int dim,
      int[] codes,
      int labels,
      IntToLongFunction hash) {
    int[] order =
        IndexSort.sorted(
            codes.length, (a, b) -> Long.compareUnsigned(hash.applyAsLong(a), hash.applyAsLong(b)));
    Split split = Split.of(order, codes, labels);
    if (split.classes < 2) {
      return Double.NaN;
    }
    StructType schema =
        new StructType()
            .add("label", DataTypes.DoubleType, false)
            .add("features", SQLDataTypes.VectorType(), false);
    List<Integer> training = split.training.stream().sorted().toList();
    LogisticRegressionModel model =
        new LogisticRegression()
            .setFamily("multinomial")
            .setRegParam(PENALTY)
            .setMaxIter(ITERATIONS)
            .fit(
                DriverRows.toDataset(
                    session,
                    schema,
                    training.size(),
                    i -> {
                      int row = training.get(i);
                      double[] features = new double[dim];
                      for (int c = 0; c < dim; c++) {
                        features[c] = values[row * dim + c];
                      }
                      return RowFactory.create(
                          (double) split.number[codes[row]], Vectors.dense(features));
                    }));
    return mean(model, values, dim, split, codes);
  }

  private static double mean(
      LogisticRegressionModel model, float[] values, int dim, Split split, int[] codes) {
    int rows = split.heldOut.size();
    double[][] margins = new double[split.classes][rows];
    Matrix weights = model.coefficientMatrix();
    for (int i = 0; i < rows; i++) {
      double[] logits = new double[split.classes];
      for (int k = 0; k < split.classes; k++) {
        logits[k] = model.interceptVector().apply(k);
        for (int c = 0; c < dim; c++) {
          logits[k] += weights.apply(k, c) * values[split.heldOut.get(i) * dim + c];
        }
      }
      for (int k = 0; k < split.classes; k++) {
        margins[k][i] = logOdds(logits, k);
      }
    }
    double sum = 0;
    for (int k = 0; k < split.classes; k++) {
      int wanted = k;
      boolean[] isWanted = new boolean[rows];
      for (int i = 0; i < rows; i++) {
        isWanted[i] = split.number[codes[split.heldOut.get(i)]] == wanted;
      }
      sum += RocCurve.area(margins[k], isWanted);
    }
    return sum / split.classes;
  }

  /** Orders rows as the probability of a label does, but never rounds different ones to equal. */
  private static double logOdds(double[] logits, int label) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < logits.length; k++) {
      greatest = k == label ? greatest : Math.max(greatest, logits[k]);
    }
    double rest = 0;
    for (int k = 0; k < logits.length; k++) {
      rest += k == label ? 0 : Math.exp(logits[k] - greatest);
    }
    return logits[label] - greatest - Math.log(rest);
  }

  /** Rows to train on and rows held out, and the labels that take part, numbered from 0. */
  private record Split(List<Integer> training, List<Integer> heldOut, int[] number, int classes) {

    static Split of(int[] order, int[] codes, int labels) {
      int[] counts = new int[labels];
      int taken = 0;
      for (int row : order) {
        if (codes[row] != CategoryColumn.MISSING && taken < MOST_ROWS) {
          counts[codes[row]]++;
          taken++;
        }
      }
      int[] number = new int[labels];
      int classes = 0;
      for (int label = 0; label < labels; label++) {
        number[label] = counts[label] > 1 ? classes++ : -1;
      }
      List<Integer> training = new ArrayList<>();
      List<Integer> heldOut = new ArrayList<>();
      int[] seen = new int[labels];
      taken = 0;
      for (int row : order) {
        int code = codes[row];
        if (code == CategoryColumn.MISSING || taken == MOST_ROWS) {
          continue;
        }
        taken++;
        if (number[code] >= 0) {
          int out = Math.max(1, (int) (HELD_OUT * counts[code]));
          (seen[code]++ < out ? heldOut : training).add(row);
        }
      }
      return new Split(training, heldOut, number, classes);
    }
  }
}
