package dev.whiteboard.kit.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page with holes: {@code {{name}}} takes a value, always escaped. */
public final class Template {
  private static final Pattern HOLE = Pattern.compile("\\{\\{([A-Za-z]+)}}");

  private final String text;

  private Template(String text) {
    this.text = text;
  }

  /** Reads a template from the class path. */
  public static Template load(String resource) {
    return new Template(new String(Resources.bytes(resource), UTF_8));
  }

  /**
   * Fills the holes.
   *
   * @throws IllegalArgumentException where a hole has no value
   */
  public String fill(Map<String, String> values) {
    return HOLE.matcher(text)
        .replaceAll(hole -> Matcher.quoteReplacement(escape(value(values, hole.group(1)))));
  }

  private static String value(Map<String, String> values, String name) {
    var value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no value for {{" + name + "}}");
    }
    return value;
  }

  /** Safe as element content and as a quoted attribute value. */
  private static String escape(String value) {
    return value
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
