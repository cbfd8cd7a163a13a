package io.geodesy.run;

import io.geodesy.error.GeodesyException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/** Says in the folder of a run how far it is. Safe for any number of threads. */
final class ProgressFile {
  private final RunFiles files;
  private final String key;
  private final Clock clock;
  private ProgressMeter meter;
  private boolean isWritten;

  ProgressFile(RunFiles files, String key, Clock clock) {
    this.files = files;
    this.key = key;
    this.clock = clock;
  }

  /** The run is metered from now on. */
  synchronized void follow(ProgressMeter newMeter) {
    meter = newMeter;
  }

  /** Writes how far the run is; nothing before it began. */
  synchronized void write() {
    if (meter != null) {
      String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
      isWritten = true;
      files.overwrite(files.progress(key), Json.pretty(ProgressRecord.of(meter.state(), now)));
    }
  }

  /** The run has ended, well or not; what cannot be removed is left to {@code geodesy clean}. */
  synchronized void remove() {
    meter = null;
    if (isWritten) {
      try {
        files.delete(files.progress(key));
      } catch (GeodesyException e) {
        // What the run came to is worth more than this.
      }
    }
  }
}
