package dev.whiteboard.shortener.click;

import dev.whiteboard.shortener.visitor.Referrer;

/**
 * A redirect that was answered: who came, from where, for what.
 *
 * <p>What it does not have is the address and the page that led here: they never leave the node.
 *
 * @param code the link
 * @param atMillis when, since the epoch
 * @param visitor the same for the same visitor on the same day, in UTC; a keyed hash
 * @param userAgent as sent, cut off; empty for none
 * @param referrer the host that led here; empty for none
 * @param country two capital letters (ISO 3166-1); empty for unknown
 */
public record Click(
    String code, long atMillis, long visitor, String userAgent, String referrer, String country) {

  /** What is kept of a user agent. Browsers' have some 120. */
  public static final int USER_AGENT_CHARS_MAX = 256;

  private static final int CODE_CHARS_MAX = 32;
  private static final int COUNTRY_CHARS = 2;

  /** Refuses what a batch has no room for. */
  public Click {
    if (code.length() > CODE_CHARS_MAX
        || userAgent.length() > USER_AGENT_CHARS_MAX
        || referrer.length() > Referrer.CHARS_MAX
        || !(country.isEmpty() || country.length() == COUNTRY_CHARS)) {
      throw new IllegalArgumentException("longer than a click may be: " + code);
    }
  }
}
