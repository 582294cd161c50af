package dev.whiteboard.cdn.store;

import dev.whiteboard.cdn.message.Fields;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;

/**
 * Reads what a response can be purged by: {@code Surrogate-Key}, between blanks, and {@code
 * Cache-Tag}, between commas. Case counts.
 *
 * <p>A response with more than can be indexed is not to be kept at all: with some of its tags
 * alone, a purge by another would miss it.
 */
public final class Tags {
  /** Tags of one response. */
  public static final int TAGS_MAX = 256;

  /** Characters of one tag. */
  public static final int CHARACTERS_MAX = 1_024;

  /** All the fields that have tags. */
  public static final Set<String> FIELDS = Set.of("surrogate-key", "cache-tag");

  private Tags() {}

  /** The tags, none twice; empty where there are more, or longer ones, than may be. */
  public static Optional<Set<String>> of(Fields fields) {
    var tags = new LinkedHashSet<String>();
    for (var line = 0; line < fields.size(); line++) {
      if (!add(tags, fields.name(line), fields.value(line))) {
        return Optional.empty();
      }
    }
    return Optional.of(tags.isEmpty() ? Set.of() : Set.copyOf(tags));
  }

  private static boolean add(Set<String> tags, String name, String value) {
    return switch (name) {
      case "surrogate-key" -> addAll(tags, new StringTokenizer(value, " \t"));
      case "cache-tag" -> addAll(tags, new StringTokenizer(value, ","));
      default -> true;
    };
  }

  private static boolean addAll(Set<String> tags, StringTokenizer words) {
    while (words.hasMoreTokens()) {
      var tag = words.nextToken().strip();
      if (!tag.isEmpty()) {
        tags.add(tag);
      }
      if (tag.length() > CHARACTERS_MAX || tags.size() > TAGS_MAX) {
        return false;
      }
    }
    return true;
  }
}
