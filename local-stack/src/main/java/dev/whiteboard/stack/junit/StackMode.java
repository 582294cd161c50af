package dev.whiteboard.stack.junit;

import dev.whiteboard.stack.ContainerStack;
import dev.whiteboard.stack.EmbeddedStack;
import dev.whiteboard.stack.LocalStack;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.StackListener;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which servers a test run is against. */
enum StackMode {
  EMBEDDED,
  CONTAINERS;

  static final String PROPERTY = "stack";

  /** What the system property says. */
  static StackMode ofThisRun() {
    return named(System.getProperty(PROPERTY));
  }

  /**
   * The mode of that name, the first where there is none.
   *
   * @throws IllegalArgumentException if there is no such mode
   */
  static StackMode named(@Nullable String name) {
    return name == null || name.isBlank()
        ? EMBEDDED
        : Arrays.stream(values())
            .filter(mode -> mode.toString().equals(name))
            .findFirst()
            .orElseThrow(() -> unknown(name));
  }

  /** Starts servers; what they hold is in the folder if it is in files at all. */
  LocalStack start(Set<Server> servers, Path folder, StackListener listener) {
    return switch (this) {
      case EMBEDDED -> EmbeddedStack.start(servers, folder, listener);
      case CONTAINERS -> ContainerStack.start(servers, listener);
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException(
        "-D%s=%s: has to be one of %s".formatted(PROPERTY, name, Arrays.toString(values())));
  }
}
