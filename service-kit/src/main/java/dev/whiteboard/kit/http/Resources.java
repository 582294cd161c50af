package dev.whiteboard.kit.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads what lies on the class path. */
public final class Resources {
  private Resources() {}

  /**
   * The text of a resource: a statement, a script.
   *
   * @param name without a slash before it
   * @throws IllegalArgumentException where there is none of this name
   */
  public static String text(String name) {
    return new String(bytes(name), UTF_8);
  }

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
