/**
 * {@code relative-project}: every row by its similarities to anchors.
 *
 * <p>May import {@code io.geodesy.jobs.relative}; no other analysis package.
 */
package io.geodesy.jobs.relative.project;
