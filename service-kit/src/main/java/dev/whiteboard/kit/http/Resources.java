package dev.whiteboard.kit.http;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads what lies on the class path. */
final class Resources {
  private Resources() {}

  /**
   * The bytes of a resource.
   *
   * @throws IllegalArgumentException where there is none of this name
   */
  static byte[] bytes(String name) {
    try (var in = Resources.class.getClassLoader().getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no such resource: " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
