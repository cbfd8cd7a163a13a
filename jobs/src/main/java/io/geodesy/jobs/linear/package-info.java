/**
 * The analysis {@code linear-diffusion-map}: the diffusion map of the linear kernel between all
 * pairs of rows, without a graph.
 *
 * <p>Imports nothing from other analyses; meets them in tables.
 */
package io.geodesy.jobs.linear;
