/** What tests of this module share: clusters, faults of executors, and what Spark did. */
package io.geodesy.jobs.testing;
