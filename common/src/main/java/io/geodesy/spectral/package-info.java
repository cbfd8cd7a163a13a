/**
 * Diffusion operators on a neighbour graph, block eigen-solvers, spectral rules.
 *
 * <p>May import {@code graph}, {@code table}, {@code kernel} and {@code error}; knows no analysis,
 * run, configuration or report.
 */
package io.geodesy.spectral;
