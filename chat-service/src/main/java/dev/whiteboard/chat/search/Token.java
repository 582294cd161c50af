package dev.whiteboard.chat.search;

/**
 * Something in a text that can be found, and where it stands there, in UTF-16 code units.
 *
 * @param text folded; letters, accents, digits and pictures, and nothing else
 * @param kind how it came to be
 * @param start where it begins
 * @param firstEnd where its first character ends
 * @param end where it ends
 */
record Token(String text, Kind kind, int start, int firstEnd, int end) {
  /** How a token came to be. */
  enum Kind {
    /** A word, or a part of one that is very long. */
    WORD,
    /** Two characters of a run that has no spaces. */
    PAIR,
    /** The last character of such a run. */
    LAST,
    /** A picture. */
    PICTURE
  }
}
