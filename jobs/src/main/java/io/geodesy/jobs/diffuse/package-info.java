/**
 * The analysis {@code diffuse}: vectors or columns smoothed over the neighbour graph.
 *
 * <p>Imports nothing from other analyses; meets them in tables.
 */
package io.geodesy.jobs.diffuse;
