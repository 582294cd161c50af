package dev.whiteboard.cdn.store;

/**
 * Lets a URL in when it is asked for the second time within a while, as most are asked for once and
 * would only drive out what is used. Seldom, one is let in at once.
 */
public final class SecondRequest implements Admission {
  private final RecentKeys asked;

  /**
   * Has been asked for nothing yet.
   *
   * @param keysMax how many URLs it remembers at least; some of what fits in the cache
   */
  public SecondRequest(int keysMax) {
    this.asked = new RecentKeys(keysMax);
  }

  @Override
  public boolean admits(long keyHash) {
    if (asked.has(keyHash)) {
      return true;
    }
    asked.note(keyHash);
    return false;
  }
}
