package io.geodesy.jobs.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What happens to a representation between one key and the next: directions are lost at first
 * (warmup), then gained while the spectrum flattens (entropy-seeking), then given up while it
 * steepens (compression-seeking).
 *
 * <p>Paper: M. Li and others, Tracing the Representation Geometry of Language Models from
 * Pretraining to Post-training, NeurIPS 2025, arXiv 2509.23024. Differs from the paper: a running
 * median and a threshold of relative change are taken first, since the paper reads phases off a
 * curve by eye.
 */
final class Phases {
  static final String WARMUP = "warmup";
  static final String ENTROPY = "entropy-seeking";
  static final String COMPRESSION = "compression-seeking";
  static final String MIXED = "mixed";

  private Phases() {}

  /**
   * The step to a key from the one before.
   *
   * @param rankMe its change
   * @param alpha its change
   * @param phase the label
   */
  record Step(double rankMe, double alpha, String phase) {}

  /**
   * Labels the steps of a sequence.
   *
   * @param rankMe one a key, in order
   * @param alpha one a key
   * @param threshold relative change below which a value is flat
   * @param window keys of the running median, odd; it is shorter at the ends
   * @return one a key but the first
   */
  static List<Step> label(double[] rankMe, double[] alpha, double threshold, int window) {
    double[] ranks = medians(rankMe, window);
    double[] decays = medians(alpha, window);
    List<Step> steps = new ArrayList<>();
    boolean isBeginning = true;
    for (int i = 1; i < ranks.length; i++) {
      int rank = direction(ranks[i - 1], ranks[i], threshold);
      int decay = direction(decays[i - 1], decays[i], threshold);
      isBeginning &= rank < 0;
      steps.add(
          new Step(
              ranks[i] - ranks[i - 1], decays[i] - decays[i - 1], phase(isBeginning, rank, decay)));
    }
    return steps;
  }

  private static String phase(boolean isBeginning, int rank, int decay) {
    if (isBeginning) {
      return WARMUP;
    }
    if (rank > 0 && decay < 0) {
      return ENTROPY;
    }
    return rank < 0 && decay > 0 ? COMPRESSION : MIXED;
  }

  private static int direction(double before, double after, double threshold) {
    double change = after - before;
    return Math.abs(change) < threshold * Math.abs(before) ? 0 : (int) Math.signum(change);
  }

  private static double[] medians(double[] values, int window) {
    double[] medians = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      int reach = Math.min(window / 2, Math.min(i, values.length - 1 - i));
      double[] around = Arrays.copyOfRange(values, i - reach, i + reach + 1);
      Arrays.sort(around);
      medians[i] = around[reach];
    }
    return medians;
  }
}
