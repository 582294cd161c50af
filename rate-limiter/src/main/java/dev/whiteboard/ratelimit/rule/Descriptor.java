package dev.whiteboard.ratelimit.rule;

import java.util.SortedMap;

/**
 * What a request is, as far as limits are concerned: {@code user=7, ip=192.0.2.1, route=/links}.
 *
 * <p>It does not copy the entries, as one is made for each request: leave them as they are.
 *
 * @param entries values by name; both may hold any characters
 */
public record Descriptor(SortedMap<String, String> entries) {
  /**
   * Within its bounds.
   *
   * @throws IllegalArgumentException for more than {@link RuleBounds#ENTRIES_MAX} entries, an empty
   *     name, or a name or value that is too long
   */
  public Descriptor {
    if (entries.size() > RuleBounds.ENTRIES_MAX) {
      throw new IllegalArgumentException(
          "descriptor: at most " + RuleBounds.ENTRIES_MAX + " entries");
    }
    entries.forEach(Descriptor::requireWithin);
  }

  private static void requireWithin(String name, String value) {
    if (name.isEmpty() || name.length() > RuleBounds.ENTRY_NAME_CHARS_MAX) {
      throw new IllegalArgumentException(
          "descriptor: names have 1 to " + RuleBounds.ENTRY_NAME_CHARS_MAX + " characters");
    }
    if (value.length() > RuleBounds.ENTRY_VALUE_CHARS_MAX) {
      throw new IllegalArgumentException(
          "descriptor: values have at most " + RuleBounds.ENTRY_VALUE_CHARS_MAX + " characters");
    }
  }
}
