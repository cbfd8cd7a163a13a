/** What tests of both modules share: one Spark session a module, a context without a run. */
package io.geodesy.testing;
