/**
 * The analysis {@code probe-eigenmaps}: a basis of the smoothest functions on a table, found from
 * smoothed random probes, with sampling density and eigenvalues.
 *
 * <p>Reads the table {@code neighbors}; what other analyses may need lives in {@code common}.
 */
package io.geodesy.jobs.probe;
