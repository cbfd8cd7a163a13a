/**
 * Groups of rows: communities of the neighbour graph, density clusters, spectral clusters and
 * k-means, what they agree with, and how good they are.
 *
 * <p>The algorithms are classes on primitive arrays; {@code ClustersAnalysis} alone knows Datasets.
 * May import {@code common}, MLlib and {@code nl.cwts.networkanalysis}; never another analysis.
 */
package io.geodesy.jobs.cluster;
