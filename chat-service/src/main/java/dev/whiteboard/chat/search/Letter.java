package dev.whiteboard.chat.search;

import dev.whiteboard.chat.text.Folding;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A character of a text as it is compared, and where in the text it stands.
 *
 * <p>One that a reader sees as one may be several here, all in one place: ㎏ is k and g. The other
 * way round, what stands in the text as a letter and its accent is one letter.
 *
 * @param character a code point, folded
 * @param start where what it came from begins, in UTF-16 code units
 * @param end where that ends
 */
record Letter(int character, int start, int end) {
  /**
   * What of a cluster counts, in UTF-16 code units. To put marks in their order costs the square of
   * their number; no language has more than a few on one letter, and 30 are what Unicode's streams
   * are safe with (annex 15, section 13).
   */
  private static final int CLUSTER_CHARS_MAX = 64;

  private static final int ASCII_MAX = 0x7F;
  private static final int ZERO_WIDTH_SPACE = 0x200B;

  /**
   * Of a text, in its order.
   *
   * <p>Folded cluster by cluster (Unicode annex 29), as nothing is ever composed over the bound of
   * two; so each letter is known to come from its cluster, and a highlight never cuts one in two.
   */
  static List<Letter> of(String text) {
    var letters = new ArrayList<Letter>(text.length());
    var clusters = BreakIterator.getCharacterInstance(Locale.ROOT);
    clusters.setText(text);
    var start = 0;
    for (var end = clusters.next(); end != BreakIterator.DONE; end = clusters.next()) {
      add(letters, text, start, end);
      start = end;
    }
    return letters;
  }

  private static void add(List<Letter> letters, String text, int start, int end) {
    if (end - start == 1 && text.charAt(start) <= ASCII_MAX) {
      letters.add(new Letter(Character.toLowerCase(text.charAt(start)), start, end));
      return;
    }
    var cluster = Folding.fold(text.substring(start, looked(text, start, end)));
    for (var i = 0; i < cluster.length(); ) {
      var character = cluster.codePointAt(i);
      if (!isInvisible(character) && !(i > 0 && isSkinTone(character))) {
        letters.add(new Letter(character, start, end));
      }
      i += Character.charCount(character);
    }
  }

  private static int looked(String text, int start, int end) {
    var looked = Math.min(end, start + CLUSTER_CHARS_MAX);
    return looked < end && Character.isLowSurrogate(text.charAt(looked)) ? looked - 1 : looked;
  }

  /**
   * What changes how others look, or whether a line may break there, and is no part of a word:
   * joiners, marks of direction, soft hyphens, selectors of variants, fillers of Hangul. Not the
   * space of no width, which parts words.
   */
  private static boolean isInvisible(int character) {
    return (Character.getType(character) == Character.FORMAT && character != ZERO_WIDTH_SPACE)
        || (0xFE00 <= character && character <= 0xFE0F)
        || (0xE0100 <= character && character <= 0xE01EF)
        || (0x180B <= character && character <= 0x180F)
        || character == 0x034F
        || character == 0x115F
        || character == 0x1160;
  }

  private static boolean isSkinTone(int character) {
    return 0x1F3FB <= character && character <= 0x1F3FF;
  }
}
