package dev.whiteboard.chat.search;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;

/** What a character is to a tokenizer. */
enum Sort {
  /** Of a word that spaces part from the next: a letter, an accent, a digit. */
  SPACED,
  /** Of a script that writes words without spaces between them, or not between all. */
  DENSE,
  /** Of a picture, such as an emoji. */
  PICTURE,
  /** Of nothing that is looked for: spaces, punctuation. */
  NONE;

  /**
   * Scripts that are cut into pairs. Korean has spaces, but writes a word and what it does in the
   * sentence as one: 서울에서 is "in Seoul", and 서울 has to find it.
   */
  private static final Set<UnicodeScript> DENSE_SCRIPTS =
      EnumSet.of(
          UnicodeScript.HAN,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.HANGUL,
          UnicodeScript.BOPOMOFO,
          UnicodeScript.THAI,
          UnicodeScript.LAO,
          UnicodeScript.KHMER,
          UnicodeScript.MYANMAR);

  /** As in ラーメン: of Hiragana and Katakana both, and so of neither. */
  private static final int PROLONGED_SOUND = 0x30FC;

  /**
   * Of a character behind others.
   *
   * @param before what the character before it is
   */
  static Sort of(int character, Sort before) {
    var script = UnicodeScript.of(character);
    if (isMark(character)) {
      var isCarried = script == UnicodeScript.INHERITED && before != NONE;
      return isCarried ? before : spacedOr(DENSE_SCRIPTS.contains(script));
    }
    if (Character.isAlphabetic(character)) {
      return spacedOr(character == PROLONGED_SOUND || DENSE_SCRIPTS.contains(script));
    }
    if (Character.isDigit(character)) {
      return SPACED;
    }
    return isPicture(character) ? PICTURE : NONE;
  }

  private static Sort spacedOr(boolean dense) {
    return dense ? DENSE : SPACED;
  }

  private static boolean isMark(int character) {
    return switch (Character.getType(character)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          true;
      default -> false;
    };
  }

  private static boolean isPicture(int character) {
    return Character.isEmojiPresentation(character) || Character.isExtendedPictographic(character);
  }
}
