package io.geodesy.run;

/** Shows how far a run is. Called often and from any thread, one call at a time. */
public interface ProgressView {
  /** Shows nothing. */
  ProgressView SILENT =
      new ProgressView() {
        @Override
        public void show(ProgressState state) {}

        @Override
        public void stepEnded(ProgressState state) {}

        @Override
        public void close() {}
      };

  /** The run has come this far. */
  void show(ProgressState state);

  /** The step of this state has ended. */
  void stepEnded(ProgressState state);

  /** The run has ended, well or not: leaves the terminal at the start of a line. */
  void close();
}
