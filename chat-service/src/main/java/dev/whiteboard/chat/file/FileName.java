package dev.whiteboard.chat.file;

import java.util.Optional;

/**
 * What a user calls a file: shown, and never a path.
 *
 * @param text at most {@link #CHARS_MAX} characters, none of them a control character, a slash or
 *     one that turns the order of the others around
 */
public record FileName(String text) {
  /** The longest; most file systems take no more. */
  public static final int CHARS_MAX = 200;

  private static final String NAMELESS = "file";

  public FileName {
    if (text.isBlank()
        || text.length() > CHARS_MAX
        || !text.codePoints().allMatch(FileName::fits)) {
      throw new IllegalArgumentException("no name of a file: " + text.length() + " characters");
    }
  }

  /** The name in what a client says: the last part of a path, without what does not fit. */
  public static FileName of(Optional<String> given) {
    var path = given.orElse("").replace('\\', '/');
    var name =
        path.substring(path.lastIndexOf('/') + 1)
            .codePoints()
            .filter(FileName::fits)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString()
            .strip();
    var cut = cut(name).strip();
    return new FileName(cut.isBlank() || cut.chars().allMatch(c -> c == '.') ? NAMELESS : cut);
  }

  /** Keeps the end, which has the extension. */
  private static String cut(String name) {
    if (name.length() <= CHARS_MAX) {
      return name;
    }
    var from = name.length() - CHARS_MAX;
    return name.substring(Character.isLowSurrogate(name.charAt(from)) ? from + 1 : from);
  }

  /** Format characters are out too: with them, "gpj.exe" can be shown as "exe.jpg". */
  private static boolean fits(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> c != '/' && c != '\\';
    };
  }
}
