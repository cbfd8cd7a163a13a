/**
 * How many directions the rows of every key (checkpoint, layer, group) use, how fast their spectrum
 * decays, and how both move over an ordered sequence of keys.
 *
 * <p>May import everything below {@code io.geodesy.jobs}; no other analysis package. {@link
 * io.geodesy.jobs.geometry.PowerLaw} and {@link io.geodesy.jobs.geometry.Phases} know no Spark.
 */
package io.geodesy.jobs.geometry;
