package io.geodesy.analysis;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A dataset and what must be known to judge it.
 *
 * @param dataset the rows
 * @param attributes dimension, metric, k, recall, ...
 */
public record Table(Dataset<Row> dataset, Attributes attributes) {}
