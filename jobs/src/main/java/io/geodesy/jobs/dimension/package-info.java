/**
 * How many directions the rows locally vary in: maximum likelihood, TwoNN and Gride over scale and
 * the family of estimators on neighbour distances, per row and per group, from the neighbour table,
 * and on a sample of rows from their neighbours' vectors.
 *
 * <p>May import everything below {@code io.geodesy.jobs}; no other analysis package. The estimators
 * ({@link io.geodesy.jobs.dimension.LevinaBickel}, {@link
 * io.geodesy.jobs.dimension.TwoNearestNeighbors}, {@link io.geodesy.jobs.dimension.Gride}, {@link
 * io.geodesy.jobs.dimension.LocalEstimates}) know no Spark.
 */
package io.geodesy.jobs.dimension;
