package dev.whiteboard.capacity.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** The look of all pages, without what this one has nothing of, and what it adds. */
final class Stylesheet {
  private static final String SHARED = "/pages/whiteboard.css";
  private static final String OWN = "capacity.css";

  /** Its sections begin with a line such as {@code / * ---- buttons ---- * /}. */
  private static final String SECTION = "(?m)^(?=/\\* ---- )";

  private static final Set<String> UNUSED = Set.of("buttons", "toast");

  private Stylesheet() {}

  static String text() {
    return Arrays.stream(resource(SHARED).split(SECTION, -1))
            .filter(section -> UNUSED.stream().noneMatch(section.substring(0, 30)::contains))
            .collect(Collectors.joining())
        + resource(OWN);
  }

  private static String resource(String name) {
    try (var in = Stylesheet.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar has no " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
