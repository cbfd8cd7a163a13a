package io.geodesy.run;

import java.io.PrintStream;

/** Progress for a terminal: one line, written over and over, and one that stays for every step. */
public final class LiveLine implements ProgressView {
  private static final double SECONDS_APART = 0.1;

  private final PrintStream out;
  private final int columns;
  private double lastShown = Double.NEGATIVE_INFINITY;
  private int shownLength;

  /**
   * Prints to a terminal.
   *
   * @param out the terminal
   * @param columns its width; longer lines are cut, since a wrapped line cannot be written over
   */
  public LiveLine(PrintStream out, int columns) {
    this.out = out;
    this.columns = columns;
  }

  @Override
  public void show(ProgressState state) {
    if (state.seconds() - lastShown >= SECONDS_APART) {
      rewrite(state.line());
      lastShown = state.seconds();
    }
  }

  @Override
  public void stepEnded(ProgressState state) {
    rewrite(state.endLine());
    out.println();
    shownLength = 0;
  }

  private void rewrite(String line) {
    String shown = line.length() < columns ? line : line.substring(0, columns - 1);
    out.print("\r" + shown + " ".repeat(Math.max(0, shownLength - shown.length())));
    out.flush();
    shownLength = shown.length();
  }

  @Override
  public void close() {
    if (shownLength > 0) {
      out.print("\r" + " ".repeat(shownLength) + "\r");
      shownLength = 0;
    }
    out.flush();
  }
}
