package dev.whiteboard.kit.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Reads what lies on the class path. */
public final class Resources {
  private Resources() {}

  /**
   * The bytes of a resource.
   *
   * @throws IllegalArgumentException where there is none of this name
   */
  public static byte[] bytes(String name) {
    try (var in = Resources.class.getClassLoader().getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no such resource: " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A resource as text.
   *
   * @throws IllegalArgumentException where there is none of this name
   */
  public static String text(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }
}
