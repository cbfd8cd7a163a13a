/**
 * Near-duplicates: pairs of rows within a threshold, the components they form, which row of each to
 * keep, how often they occur where, and which cross a split.
 *
 * <p>The algorithms are classes on primitive arrays; {@code DuplicatesAnalysis} and its tables
 * alone know Datasets. May import {@code common}; never another analysis.
 */
package io.geodesy.jobs.duplicates;
