package io.geodesy.jobs.separability;

/** What {@code separability} finds. */
public enum SeparabilityMode {
  /** Death times and the single-linkage tree; labels are not looked at. */
  TREE,
  /** Death times, their score, and what labels say beside it. */
  SCORE,
  /** As score, and the group after which the score no longer moves. */
  MONITOR
}
