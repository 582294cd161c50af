package dev.whiteboard.ratelimit.rule;

import java.util.List;
import java.util.Optional;

/** What a text of rules holds, before anybody knows what it means. */
sealed interface Value {
  /** Where it begins. */
  Place place();

  /**
   * A scalar.
   *
   * @param text as it is after quotes and escapes
   * @param plain whether it has no quotes; only then it may be a number, a boolean or nothing
   */
  record Text(Place place, String text, boolean plain) implements Value {
    /** Whether it stands for no value: {@code null}, {@code ~} or just nothing. */
    boolean isNull() {
      return plain && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
    }
  }

  /** A list. */
  record Items(Place place, List<Value> values) implements Value {}

  /** A mapping, in the order of the text; no name twice. */
  record Fields(Place place, List<Field> all) implements Value {
    /** The value of a field. */
    Optional<Value> get(String name) {
      for (var field : all) {
        if (field.name().equals(name)) {
          return Optional.of(field.value());
        }
      }
      return Optional.empty();
    }
  }

  /** A field of a mapping, and where its name is. */
  record Field(Place place, String name, Value value) {}

  /** What was told as an error already. */
  record Bad(Place place) implements Value {}
}
