package io.geodesy.run;

import java.io.PrintStream;

/** Progress for logs: a line at most every ten seconds, and one for every step that ends. */
public final class PlainLines implements ProgressView {
  private static final double SECONDS_APART = 10;

  private final PrintStream out;
  private double lastShown;

  /** Prints to a stream. */
  public PlainLines(PrintStream out) {
    this.out = out;
  }

  @Override
  public void show(ProgressState state) {
    if (state.seconds() - lastShown >= SECONDS_APART) {
      print(state.line(), state);
    }
  }

  @Override
  public void stepEnded(ProgressState state) {
    print(state.endLine(), state);
  }

  private void print(String line, ProgressState state) {
    out.println(line);
    lastShown = state.seconds();
  }

  @Override
  public void close() {
    out.flush();
  }
}
