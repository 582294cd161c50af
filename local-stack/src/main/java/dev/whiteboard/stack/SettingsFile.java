package dev.whiteboard.stack;

import dev.whiteboard.stack.process.ServerException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The settings of a server: those that never change are a resource, the others come after them. */
final class SettingsFile {
  private SettingsFile() {}

  /** The resource's text, and the lines below it. */
  static String text(String resource, List<String> more) {
    try (InputStream in =
        Objects.requireNonNull(SettingsFile.class.getResourceAsStream(resource), resource)) {
      String fixed = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return fixed + "\n" + String.join("\n", more) + "\n";
    } catch (IOException e) {
      throw new ServerException("cannot read " + resource, e);
    }
  }
}
