package dev.whiteboard.chat.push;

import dev.whiteboard.chat.account.AccountName;

/**
 * Finds out who is spoken to by name: {@code @ada}, in whichever case. Names have no end of their
 * own, so {@code @ada lovelace} speaks to both who are called ada and who are called ada lovelace.
 */
final class Mentions {
  private final String words;

  private Mentions(String words) {
    this.words = words;
  }

  /** In these words. */
  static Mentions in(String words) {
    return new Mentions(words.indexOf('@') < 0 ? "" : AccountName.keyOf(words));
  }

  /**
   * Whether it is this one.
   *
   * @param nameKey as {@link AccountName#key} has it
   */
  boolean name(String nameKey) {
    var mention = "@" + nameKey;
    for (var at = words.indexOf(mention); at >= 0; at = words.indexOf(mention, at + 1)) {
      if (isEdge(at, true) && isEdge(at + mention.length(), false)) {
        return true;
      }
    }
    return false;
  }

  /** Neither ada@example.org nor @adamant speaks to Ada. */
  private boolean isEdge(int at, boolean before) {
    if (before ? at == 0 : at == words.length()) {
      return true;
    }
    var beside = before ? words.codePointBefore(at) : words.codePointAt(at);
    return !Character.isLetterOrDigit(beside) && beside != '_';
  }
}
