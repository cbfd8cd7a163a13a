/**
 * The survey: every analysis that a first look at an embedding table wants, as a list of names.
 *
 * <p>Imports {@code analysis} and nothing else of Geodesy.
 */
package io.geodesy.jobs.survey;
