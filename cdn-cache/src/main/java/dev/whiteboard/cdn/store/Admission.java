package dev.whiteboard.cdn.store;

/** Says whether a URL that is not kept yet may be. */
@FunctionalInterface
public interface Admission {
  /** Lets everything in. */
  Admission ALWAYS = _ -> true;

  /**
   * Asked with each response that came for a URL of which nothing is kept.
   *
   * @param keyHash its {@link Keys#hash}
   */
  boolean admits(long keyHash);
}
