/**
 * Whether two tables of embeddings come from one population: sketches of both, every measure taken
 * from the sketches alone, one verdict.
 *
 * <p>May import everything below {@code io.geodesy.jobs}; no other analysis package. {@code
 * Frechet}, {@code FeatureDiscrepancy}, {@code SlicedDistance}, {@code Components}, {@code
 * Populations} and {@code NewRegions} know no Spark.
 */
package io.geodesy.jobs.drift;
