package io.geodesy.jobs.heat;

/** What a pair of landmarks counts in the stress of the map. */
enum MapWeights {
  /** Every pair the same. */
  UNIFORM,
  /** The heat that passes between them: near pairs are kept, far ones give way. */
  HEAT
}
