/**
 * How far failing samples lie from the set of good ones, layer by layer, and where each first
 * leaves it.
 *
 * <p>May import everything below {@code io.geodesy.jobs}; no other analysis package. {@link
 * io.geodesy.jobs.deviation.LayerDeviations}, {@link io.geodesy.jobs.deviation.LayerStatistics} and
 * {@link io.geodesy.jobs.deviation.Divergences} know no Spark.
 */
package io.geodesy.jobs.deviation;
