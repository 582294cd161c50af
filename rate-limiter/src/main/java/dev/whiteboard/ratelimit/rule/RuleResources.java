package dev.whiteboard.ratelimit.rule;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Reads what lies on the class path. */
final class RuleResources {
  private RuleResources() {}

  static String text(String name) {
    try (var in = Objects.requireNonNull(RuleResources.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
