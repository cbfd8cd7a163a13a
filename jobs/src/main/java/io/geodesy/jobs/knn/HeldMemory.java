package io.geodesy.jobs.knn;

/**
 * Bytes of the arrays a search holds, counted where they are made and let go, and the most it held
 * at a time. Object headers, scratch memory of threads and what the garbage collector has not yet
 * taken are not in it: the planner adds a margin for those.
 */
final class HeldMemory {
  private long held;
  private long peak;

  /** Counts arrays that stay until they are released. */
  void hold(long bytes) {
    held += bytes;
    peak = Math.max(peak, held);
  }

  /** Counts arrays that are gone now. */
  void release(long bytes) {
    held -= bytes;
  }

  /** Counts arrays that came and went. */
  void pass(long bytes) {
    peak = Math.max(peak, held + bytes);
  }

  /** Returns the most that was held at a time. */
  long peak() {
    return peak;
  }
}
