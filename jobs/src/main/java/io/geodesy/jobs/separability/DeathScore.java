package io.geodesy.jobs.separability;

/** The statistic of the normalised death times that is called the score. */
public enum DeathScore {
  /** Their mean. */
  MEAN,
  /** Their median. */
  MEDIAN,
  /** The share above one half. */
  SHARE_ABOVE_HALF,
  /** The largest gap between two that follow each other. */
  GAP
}
