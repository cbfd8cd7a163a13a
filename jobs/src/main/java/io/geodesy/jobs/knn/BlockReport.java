package io.geodesy.jobs.knn;

import java.io.Serializable;

/**
 * What a task says of a block it searched; for the report alone.
 *
 * @param block number
 * @param rows in it, copies included
 * @param distinct rows in it
 * @param memoryBytes the most that arrays of rows, lists and chunks held at a time
 * @param vectorBytes of ids and vectors that travelled to it
 * @param listBytes of lists that travelled from it
 */
record BlockReport(
    int block, int rows, int distinct, long memoryBytes, long vectorBytes, long listBytes)
    implements Serializable {}
