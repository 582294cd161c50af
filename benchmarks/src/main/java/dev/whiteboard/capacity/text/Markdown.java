package dev.whiteboard.capacity.text;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is needed of Markdown: text that is only text, and tables. */
final class Markdown {
  private static final Pattern MEANINGFUL = Pattern.compile("[\\\\`*_\\[\\]|#~!]");

  private Markdown() {}

  /** Text that means nothing but itself: no tag, no link, no cell of a table. */
  static String text(String text) {
    var oneLine =
        text.replaceAll("\\R", " ").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return MEANINGFUL.matcher(oneLine).replaceAll("\\\\$0");
  }

  /** A command; nothing gets out of it. */
  static String code(String text) {
    return "`" + text.replaceAll("[`\\r\\n|]", " ") + "`";
  }

  /** A line of a table. */
  static String row(String... cells) {
    return Arrays.stream(cells).collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  /** The first two lines of a table. */
  static String head(String... names) {
    return row(names) + row(Arrays.stream(names).map(_ -> "---").toArray(String[]::new));
  }
}
