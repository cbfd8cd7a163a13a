/**
 * The analyses as stages of spark.ml: estimators and models that save, load and stand in a
 * Pipeline, with DataFrames in and out; and the Python module made from them.
 *
 * <p>One stage a file. Params come from the analyses' parameter records, analyses by name from the
 * registry; knows no analysis package, run, report or command line.
 */
package io.geodesy.jobs.ml;
