/**
 * What users run: one package an analysis, and the ways in ({@code cli}, {@code source}).
 *
 * <p>An analysis package may import {@code common} and its own classes, never another analysis
 * package: they meet in tables.
 */
package io.geodesy.jobs;
