package io.geodesy.jobs.cli;

import io.geodesy.run.LiveLine;
import io.geodesy.run.PlainLines;
import io.geodesy.run.ProgressView;

/** Chooses how progress is shown. */
final class ProgressViews {
  /** Set by the scripts to the width of the terminal, when stderr is one. */
  private static final String COLUMNS = "GEODESY_COLUMNS";

  private ProgressViews() {}

  /** Returns a live line on a terminal, plain lines elsewhere. */
  static ProgressView of(Console console) {
    String columns = System.getenv(COLUMNS);
    if (columns != null && columns.matches("[1-9][0-9]{1,4}")) {
      return new LiveLine(console.err(), Integer.parseInt(columns));
    }
    return new PlainLines(console.err());
  }
}
