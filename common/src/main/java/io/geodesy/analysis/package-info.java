/**
 * The contract between an analysis and everything around it: what it is called, which parameters
 * and tables it has, what it may ask of its surroundings, and what it contributes to the report.
 *
 * <p>May import {@code table}, {@code graph}, {@code spectral}, {@code moment}, {@code kernel} and
 * {@code error}; never {@code run}, {@code config} or {@code report}.
 */
package io.geodesy.analysis;
