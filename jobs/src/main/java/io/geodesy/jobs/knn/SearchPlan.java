package io.geodesy.jobs.knn;

/**
 * How an approximate search goes about it.
 *
 * @param axes leading principal axes on which candidates are searched; 0 for all columns as they
 *     are
 * @param leading axes that decide which balls a row joins; 0 for all that are searched
 * @param fanout balls a row joins
 * @param rounds neighbour rounds at most
 * @param candidates k', entries of a list before re-scoring
 */
record SearchPlan(int axes, int leading, int fanout, int rounds, int candidates) {}
