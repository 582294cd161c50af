package dev.whiteboard.capacity.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An element of HTML or SVG. Text and attributes are quoted as they are written, so nothing that is
 * put into a page gets to be a part of it.
 */
final class Tag {
  private static final Set<String> EMPTY = Set.of("meta");

  private sealed interface Content permits Text, Style, Child {}

  private record Text(String text) implements Content {}

  /** Ours; a browser reads it as it is written. */
  private record Style(String css) implements Content {}

  private record Child(Tag tag) implements Content {}

  private final String name;
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private final List<Content> contents = new ArrayList<>();

  private Tag(String name) {
    this.name = name;
  }

  static Tag of(String name) {
    return new Tag(name);
  }

  /** One with a class, or several. */
  static Tag of(String name, String classes) {
    return of(name).with("class", classes);
  }

  /** The sheet of style. */
  static Tag style(String css) {
    if (css.contains("</")) {
      throw new IllegalArgumentException("a stylesheet cannot end itself");
    }
    var tag = of("style");
    tag.contents.add(new Style(css));
    return tag;
  }

  Tag with(String attribute, String value) {
    attributes.put(attribute, value);
    return this;
  }

  Tag text(String text) {
    contents.add(new Text(text));
    return this;
  }

  Tag add(Tag... children) {
    return addAll(List.of(children));
  }

  Tag addAll(List<Tag> children) {
    children.forEach(child -> contents.add(new Child(child)));
    return this;
  }

  @Override
  public String toString() {
    var out = new StringBuilder();
    write(out);
    return out.toString();
  }

  private void write(StringBuilder out) {
    out.append('<').append(name);
    attributes.forEach((attribute, value) ->
        out.append(' ').append(attribute).append("=\"").append(quoted(value)).append('"'));
    out.append('>');
    if (EMPTY.contains(name)) {
      return;
    }
    for (var content : contents) {
      switch (content) {
        case Text text -> out.append(quoted(text.text));
        case Style style -> out.append(style.css);
        case Child child -> child.tag.write(out);
      }
    }
    out.append("</").append(name).append(">");
    if (BLOCKS.contains(name)) {
      out.append('\n');
    }
  }

  /** Whose end ends a line, so that a page can be read and compared. */
  private static final Set<String> BLOCKS =
      Set.of("head", "title", "style", "section", "tr", "li", "div", "p", "figure", "header", "dl");

  private static String quoted(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
