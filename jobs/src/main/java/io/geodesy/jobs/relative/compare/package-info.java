/**
 * {@code relative-compare}: how well two spaces of the same items agree when both are seen from
 * shared anchors, and whether a classifier of one works on the other.
 *
 * <p>May import {@code io.geodesy.jobs.relative}; no other analysis package. {@link
 * io.geodesy.jobs.relative.compare.SpaceComparison} knows no Spark.
 */
package io.geodesy.jobs.relative.compare;
