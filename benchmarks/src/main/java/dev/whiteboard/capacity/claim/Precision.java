package dev.whiteboard.capacity.claim;

/** How exactly an interview means a figure. */
public enum Precision {
  /** To the last digit. */
  EXACT,
  /** Rounded: it says "about", or is computed from what is. */
  ABOUT,
  /** A requirement, not an estimate: there is nothing to compute, at most another way to say it. */
  REQUIRED
}
