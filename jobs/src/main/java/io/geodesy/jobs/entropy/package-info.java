/**
 * The analysis {@code spectral-entropy}: how many diffusion modes a table has, and how many bits it
 * shares with a label.
 *
 * <p>Reads the tables {@code vectors}; what other analyses may need of it (kernel products,
 * quadrature) lives in {@code common}.
 */
package io.geodesy.jobs.entropy;
