package dev.whiteboard.chat.text;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Locale;

/** Makes one of texts that differ in case, or in how Unicode spells them. */
public final class Folding {
  private Folding() {}

  /** The text normalized (NFKC, Unicode annex 15) and case folded. */
  public static String fold(String text) {
    var folded = foldCase(Normalizer.normalize(text, Form.NFKC));
    return Normalizer.normalize(folded, Form.NFKC);
  }

  /**
   * Down, up and down again: that makes one of ẞ, ß and ss, and of all letters that share a
   * capital. The sigma at the end of a word is written in a way of its own.
   */
  private static String foldCase(String text) {
    return text.toLowerCase(Locale.ROOT)
        .toUpperCase(Locale.ROOT)
        .toLowerCase(Locale.ROOT)
        .replace('ς', 'σ');
  }
}
