/**
 * The k-nearest-neighbour engine: {@code KnnGraphAnalysis} and {@code KnnJoinAnalysis} with their
 * parameters, and the pure algorithms they run on the rows of one block (duplicates, exact search,
 * ball carving, neighbour rounds, cells of a corpus, re-scoring, recall). The algorithms know
 * arrays and {@code kernel} only. {@code BlockGraph} and what it calls bring a larger table to such
 * blocks on Spark. No analysis of another package is imported.
 */
package io.geodesy.jobs.knn;
