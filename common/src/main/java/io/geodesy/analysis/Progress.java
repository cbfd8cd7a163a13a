package io.geodesy.analysis;

/**
 * Where an analysis says how far it is; the surroundings show it and keep the time each phase took
 * for the manifest.
 */
public interface Progress {
  /**
   * Begins a phase and ends the one before.
   *
   * @param name a few words, for instance {@code carve balls}; its seconds are published under this
   *     name
   */
  void phase(String name);

  /**
   * Says how far the phase is.
   *
   * @param done units of work, of {@code total}
   * @param total units of work, whatever they are
   */
  void advance(long done, long total);

  /** Ends the phase that runs, if one does. */
  void end();

  /** Says nothing: for tests and small work. */
  Progress SILENT =
      new Progress() {
        @Override
        public void phase(String name) {}

        @Override
        public void advance(long done, long total) {}

        @Override
        public void end() {}
      };
}
