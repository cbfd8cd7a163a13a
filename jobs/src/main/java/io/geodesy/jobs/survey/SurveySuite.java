package io.geodesy.jobs.survey;

import io.geodesy.analysis.Suite;
import java.util.List;

/** The first look at an embedding table: its graph, figures, dimension, spectrum and clusters. */
public final class SurveySuite implements Suite {
  @Override
  public String name() {
    return "survey";
  }

  @Override
  public String summary() {
    return "Look at the shape of an embedding table: neighbours, statistics, dimension, diffusion"
        + " map and clusters in one report.";
  }

  @Override
  public List<String> members() {
    return List.of("diffusion-map", "clusters", "intrinsic-dimension", "statistics", "knn-graph");
  }
}
