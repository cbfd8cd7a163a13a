package io.geodesy.jobs.deviation;

import io.geodesy.analysis.Bounds;
import io.geodesy.analysis.Parameter;
import io.geodesy.error.ConfigException;
import java.io.Serializable;
import java.util.List;

/** Parameters of {@code manifold-deviation}. */
public record DeviationParameters(
    @Parameter(
            doc = "Column of the input that says which rows are one sample at different layers.",
            value = "sample")
        String sampleColumn,
    @Parameter(
            doc = "Column of the input with the layer: a number, which orders it.",
            value = "layer")
        String layerColumn,
    @Parameter(
            doc =
                "Column of the input that says whether the sample was answered right: true or false.",
            value = "correct")
        String correctColumn,
    @Parameter(
            doc = "Nearest correct rows whose mean distance is the deviation of a row.",
            value = "5",
            min = 1,
            max = 200,
            why = "the paper's choice")
        int k,
    @Parameter(
            doc =
                "A row has left the set of good ones when its deviation is above mean + alpha standard deviations of the correct rows' own.",
            value = "2",
            min = 0,
            max = 20,
            why = "the paper's choice; about 5 % of correct rows exceed it in each layer")
        double alpha,
    @Parameter(
            doc =
                "Whether alpha is replaced by the least value at which no more than fwer of held-out correct samples fire in any layer.",
            value = "false")
        boolean calibrated,
    @Parameter(
            doc = "Share of held-out correct samples that may fire in any layer, when calibrated.",
            value = "0.05",
            min = 0.0001,
            max = 0.9999)
        double fwer,
    @Parameter(
            doc = "Share of correct samples, by a hash, that calibrated holds out.",
            value = "0.2",
            min = 0,
            max = 0.9)
        double holdout,
    @Parameter(
            doc = "Further values of alpha for which the layers of divergence are counted.",
            value = "1,1.5,2,2.5,3,4",
            min = 0,
            max = 20,
            why = "alpha moves the histogram of layers: one value alone proves little")
        List<Double> alphaSweep,
    @Parameter(
            doc = "Layers with fewer correct rows are skipped, with a record.",
            value = "20",
            min = 3,
            max = 1_000_000)
        int minCorrect,
    @Parameter(doc = "How far two rows are apart.", value = "euclidean") DeviationMetric metric,
    @Parameter(
            doc = "Which standard deviation of the correct rows' own values is taken.",
            value = "sample",
            why = "the paper does not say; they differ by 1/(2n)")
        Spread sd)
    implements Serializable {
  /** Checks the bounds. */
  public DeviationParameters {
    alphaSweep = List.copyOf(alphaSweep);
    Bounds.check(DeviationParameters.class, "k", k);
    Bounds.check(DeviationParameters.class, "alpha", alpha);
    Bounds.check(DeviationParameters.class, "fwer", fwer);
    Bounds.check(DeviationParameters.class, "holdout", holdout);
    Bounds.check(DeviationParameters.class, "alphaSweep", alphaSweep);
    Bounds.check(DeviationParameters.class, "minCorrect", minCorrect);
    if (minCorrect < k + 2) {
      throw new ConfigException(
          "min-correct is %d but k is %d: a correct row needs k others, and a spread two rows, so that min-correct is at least %d."
              .formatted(minCorrect, k, k + 2));
    }
    if (calibrated && holdout == 0) {
      throw new ConfigException(
          "calibrated is true but holdout is 0: give the share of correct samples to calibrate on.");
    }
  }
}
