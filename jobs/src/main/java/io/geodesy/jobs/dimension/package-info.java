/**
 * How many directions the rows locally vary in: maximum likelihood, TwoNN and Gride over scale, per
 * row and per group, from the neighbour table alone.
 *
 * <p>May import everything below {@code io.geodesy.jobs}; no other analysis package. The estimators
 * ({@link io.geodesy.jobs.dimension.LevinaBickel}, {@link
 * io.geodesy.jobs.dimension.TwoNearestNeighbors}, {@link io.geodesy.jobs.dimension.Gride}) know no
 * Spark.
 */
package io.geodesy.jobs.dimension;
