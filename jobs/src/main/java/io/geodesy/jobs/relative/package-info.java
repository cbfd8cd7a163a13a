/**
 * Embeddings by their similarities to shared anchors: choosing the anchors, and the similarities.
 * {@code project} publishes them, {@code compare} compares two spaces by them.
 *
 * <p>May import everything below {@code io.geodesy.jobs}; no other analysis package. {@link
 * io.geodesy.jobs.relative.Similarities} knows no Spark.
 */
package io.geodesy.jobs.relative;
