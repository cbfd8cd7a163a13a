/**
 * The analysis {@code heat-geodesic}: distances and maps from the flow of heat on the neighbour
 * graph.
 *
 * <p>Imports nothing from other analyses; meets them in tables.
 */
package io.geodesy.jobs.heat;
