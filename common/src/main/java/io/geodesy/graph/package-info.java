/**
 * Neighbour lists, symmetrised compressed sparse rows, sparse products, connected components,
 * minimum spanning forests.
 *
 * <p>May import {@code table}, {@code kernel} and {@code error}; knows no analysis, run,
 * configuration or report.
 */
package io.geodesy.graph;
