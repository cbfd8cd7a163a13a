/**
 * The analysis {@code diffusion-map}: operator, spectrum and diffusion coordinates of a neighbour
 * graph.
 *
 * <p>Imports nothing from other analyses; meets them in tables.
 */
package io.geodesy.jobs.diffusion;
