package dev.whiteboard.shortener.link;

import java.util.Optional;

/**
 * What an edit does to a field that may be empty.
 *
 * @param <T> the field's type
 */
public sealed interface Change<T> {
  /**
   * It stays.
   *
   * @param <T> the field's type
   */
  record Keep<T>() implements Change<T> {}

  /**
   * It is replaced.
   *
   * @param value what by; empty to clear it
   * @param <T> the field's type
   */
  record To<T>(Optional<T> value) implements Change<T> {}

  /** The field after the edit. */
  default Optional<T> of(Optional<T> before) {
    return switch (this) {
      case Keep<T> _ -> before;
      case To<T>(var value) -> value;
    };
  }
}
