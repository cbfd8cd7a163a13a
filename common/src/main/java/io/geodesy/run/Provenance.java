package io.geodesy.run;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where and when a run happened, and on what.
 *
 * @param clock of the run
 * @param watch started with the run
 * @param sparkVersion of the session
 * @param inputs listed when the run was planned
 * @param meter that watched it
 */
record Provenance(
    Clock clock, Stopwatch watch, String sparkVersion, InputListing inputs, ProgressMeter meter) {
  private static final String BUILD = "build.properties";

  /** Returns the time, ISO 8601 in UTC to the millisecond. */
  String created() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /** Returns the seconds since the run began. */
  double seconds() {
    return watch.seconds();
  }

  /** Returns what the tasks of every step came to. */
  SortedMap<String, TaskTotals> tasks() {
    return meter.totals();
  }

  /** Returns the versions that matter to whoever wants the same result again. */
  Map<String, String> versions() {
    Map<String, String> versions = new TreeMap<>();
    versions.put("geodesy", geodesyVersion());
    versions.put("spark", sparkVersion);
    versions.put("java", Runtime.version().toString());
    return versions;
  }

  private static String geodesyVersion() {
    Properties build = new Properties();
    try (InputStream in = Provenance.class.getResourceAsStream(BUILD)) {
      build.load(in);
      return build.getProperty("version");
    } catch (IOException e) {
      throw new IllegalStateException(BUILD + " is missing from the jar", e);
    }
  }
}
