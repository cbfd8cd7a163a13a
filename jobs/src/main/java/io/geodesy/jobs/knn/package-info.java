/**
 * The k-nearest-neighbour graph: {@code KnnGraphAnalysis} with its parameters, and the pure
 * algorithms it runs on the rows of one block (duplicates, exact search, ball carving, neighbour
 * rounds, re-scoring, recall). These know arrays and {@code kernel} only. {@code BlockGraph} and
 * what it calls bring a larger table to such blocks on Spark. No other analysis is imported.
 */
package io.geodesy.jobs.knn;
