package io.geodesy.jobs.linear;

import io.geodesy.analysis.Bounds;
import io.geodesy.analysis.Parameter;

/** Parameters of {@code linear-diffusion-map}. */
record LinearMapParameters(
    @Parameter(
            doc = "Coordinates of every row, the constant one not counted.",
            value = "16",
            min = 1,
            max = 512,
            why = "as diffusion-map; never more than the dimension of the vectors")
        int components,
    @Parameter(
            doc = "Diffusion time: coordinates are scaled by the eigenvalue to this power.",
            value = "1",
            min = 0,
            max = 1e6)
        double t,
    @Parameter(
            doc =
                "Columns beyond which the run is refused: a Gram matrix of all columns is solved in the driver.",
            value = "4096",
            min = 1,
            max = 8192)
        int maxDim) {
  LinearMapParameters {
    Bounds.check(LinearMapParameters.class, "components", components);
    Bounds.check(LinearMapParameters.class, "t", t);
    Bounds.check(LinearMapParameters.class, "maxDim", maxDim);
  }
}
