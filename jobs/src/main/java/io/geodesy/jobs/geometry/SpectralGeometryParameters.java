package io.geodesy.jobs.geometry;

import io.geodesy.analysis.Bounds;
import io.geodesy.analysis.Parameter;
import io.geodesy.error.ConfigException;
import java.util.List;

/** Parameters of {@code spectral-geometry}. */
public record SpectralGeometryParameters(
    @Parameter(
            doc =
                "What is done beside measuring: measure (nothing), phase (names what happens"
                    + " between keys in their order) or project (writes rows with leading"
                    + " directions kept or removed).",
            value = "measure")
        GeometryMode mode,
    @Parameter(
            doc =
                "Column of the input that orders the keys of phase: one number for all rows of a key.",
            value = "order")
        String orderColumn,
    @Parameter(
            doc = "First rank, counted from 1, of the fit of the decay alpha.",
            value = "11",
            min = 1,
            max = 100_000,
            why = "the published range is 11 to 50: the first ranks follow no power law")
        int fitLow,
    @Parameter(
            doc =
                "Last rank of the fit; shortened, with a note, where fewer eigenvalues are usable.",
            value = "50",
            min = 2,
            max = 100_000,
            why = "the published range is 11 to 50: later ranks are noise in small samples")
        int fitHigh,
    @Parameter(
            doc = "How ranks weigh in the fit that gives alpha; alpha_uniform is always beside it.",
            value = "inverse-rank",
            why = "papers differ; on 5000 rows of a spectrum 1/i both give 1.00 to 1.01")
        FitWeights fitWeights,
    @Parameter(
            doc = "Leading eigenvalues and singular values of each key to publish.",
            value = "64",
            min = 0,
            max = 100_000)
        int topEigenvalues,
    @Parameter(
            doc = "Relative change of RankMe or alpha below which it counts as flat.",
            value = "0.01",
            min = 0,
            max = 1)
        double phaseThreshold,
    @Parameter(
            doc = "Keys in the running median taken before changes are; odd, 1 takes none.",
            value = "1",
            min = 1,
            max = 99)
        int phaseSmooth,
    @Parameter(
            doc =
                "Numbers of leading directions that project keeps or removes, for instance 10,50.",
            value = "",
            min = 1,
            max = 100_000)
        List<Integer> topK,
    @Parameter(doc = "Whether project keeps or removes them.", value = "keep") Ablation keep,
    @Parameter(
            doc = "Tables with more columns are refused: the eigenproblem grows with their cube.",
            value = "8192",
            min = 1,
            max = 20_000,
            unit = "columns",
            why = "8192 columns take 0.5 GB a matrix and 1.5e12 operations an eigenproblem")
        int maxDimension) {
  /** Checks the bounds. */
  public SpectralGeometryParameters {
    topK = List.copyOf(topK);
    Bounds.check(SpectralGeometryParameters.class, "fitLow", fitLow);
    Bounds.check(SpectralGeometryParameters.class, "fitHigh", fitHigh);
    Bounds.check(SpectralGeometryParameters.class, "topEigenvalues", topEigenvalues);
    Bounds.check(SpectralGeometryParameters.class, "phaseThreshold", phaseThreshold);
    Bounds.check(SpectralGeometryParameters.class, "phaseSmooth", phaseSmooth);
    Bounds.check(SpectralGeometryParameters.class, "topK", topK);
    Bounds.check(SpectralGeometryParameters.class, "maxDimension", maxDimension);
    if (fitHigh <= fitLow) {
      throw new ConfigException(
          "fit-high is %d but fit-low is %d: the fit needs fit-high above fit-low."
              .formatted(fitHigh, fitLow));
    }
    if (phaseSmooth % 2 == 0) {
      throw new ConfigException(
          "phase-smooth is %d: a running median is centred on its key, so give an odd number."
              .formatted(phaseSmooth));
    }
    if (mode == GeometryMode.PROJECT && topK.isEmpty()) {
      throw new ConfigException(
          "mode is project but top-k is empty: give the numbers of directions to keep or remove.");
    }
  }
}
