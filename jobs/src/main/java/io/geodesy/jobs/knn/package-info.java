/**
 * The k-nearest-neighbour graph: {@code KnnGraphAnalysis} with its parameters, and the pure
 * algorithms it runs on the rows of one block (duplicates, exact search, ball carving, neighbour
 * rounds, re-scoring, recall). The algorithms know arrays and {@code kernel} only; the analysis and
 * the column it groups by alone know Spark. No other analysis is imported.
 */
package io.geodesy.jobs.knn;
