package dev.whiteboard.chat.log;

import dev.whiteboard.chat.log.Content.Nothing;
import dev.whiteboard.chat.log.Content.Sealed;
import dev.whiteboard.chat.log.Content.Words;

/** What a draft may say. */
final class Contents {
  /** Content of one draft, in bytes of UTF-8 or of ciphertext: more than any frame holds. */
  static final int BYTES_MAX = 128 * 1024;

  /** Files attached to one draft. */
  static final int FILES_MAX = 32;

  /** UTF-8 has no more bytes for a char of Java. */
  private static final int CHAR_BYTES_MAX = 3;

  private Contents() {}

  /** Whether the draft may stand in a chat that is encrypted, or is not. */
  static boolean fit(Draft draft, boolean encrypted) {
    return switch (draft.kind()) {
      case TEXT -> draft.files().size() <= FILES_MAX && says(draft.content(), encrypted);
      case EDIT -> draft.files().isEmpty() && says(draft.content(), encrypted);
      case DELETE -> draft.files().isEmpty() && draft.content() instanceof Nothing;
      case ADDED, REMOVED, TITLED, COMMIT -> false;
    };
  }

  /** How much room it takes while it waits, at most; a message's other parts come on top. */
  static int bytesMax(Content content) {
    return switch (content) {
      case Words(var body) -> body.length() * CHAR_BYTES_MAX;
      case Sealed(var ciphertext) -> ciphertext.length();
      case Nothing _ -> 0;
    };
  }

  private static boolean says(Content content, boolean encrypted) {
    return switch (content) {
      case Words(var body) -> !encrypted && bytesMax(content) <= BYTES_MAX && isUnicode(body);
      case Sealed _ -> encrypted && bytesMax(content) <= BYTES_MAX;
      case Nothing _ -> false;
    };
  }

  /** PostgreSQL takes no NUL, and half a surrogate pair is no character at all. */
  static boolean isUnicode(String text) {
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c == 0 || Character.isLowSurrogate(c)) {
        return false;
      }
      if (Character.isHighSurrogate(c)) {
        i++;
        if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
          return false;
        }
      }
    }
    return true;
  }
}
