/**
 * How separable the classes of a table are, without labels, from the lengths of its minimum
 * spanning tree, which are the death times of its connected components; and what labels say, where
 * there are any.
 *
 * <p>May import everything below {@code io.geodesy.jobs}; no other analysis package. {@link
 * io.geodesy.jobs.separability.DeathTimes}, {@link io.geodesy.jobs.separability.LabelSeparation}
 * and {@link io.geodesy.jobs.separability.Plateau} know no Spark.
 */
package io.geodesy.jobs.separability;
