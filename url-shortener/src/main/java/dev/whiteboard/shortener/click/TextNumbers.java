package dev.whiteboard.shortener.click;

import java.util.Arrays;

/**
 * Numbers the texts of a batch as they come: a hash table with linear probing, which allocates
 * nothing. A chosen collision costs what the texts of one batch cost, and no more.
 *
 * <p>Not thread-safe.
 */
final class TextNumbers {
  /** Twice what a batch of 128 KB can hold, with 10 bytes for a click and text at the least. */
  private static final int SLOTS = 32_768;

  private final String[] texts = new String[SLOTS];
  private final short[] numbers = new short[SLOTS];

  /** The next number; 0 is the empty text's. */
  private int next = 1;

  /** The number that a new text gets. */
  int next() {
    return next;
  }

  /** The text's number; a new text gets the next one. */
  int of(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    var hash = text.hashCode();
    var slot = (hash ^ hash >>> 16) & (SLOTS - 1);
    while (texts[slot] != null) {
      if (texts[slot].equals(text)) {
        return numbers[slot];
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    texts[slot] = text;
    numbers[slot] = (short) next;
    return next++;
  }

  /** Forgets all texts. */
  void clear() {
    Arrays.fill(texts, null);
    next = 1;
  }
}
