package dev.whiteboard.stack.browser;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the browser: named by {@code CHROME}, on the {@code PATH}, or where macOS keeps it. */
final class InstalledChromium {
  private static final List<String> COMMANDS =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  private static final List<Path> APPLICATIONS =
      List.of(
          Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
          Path.of("/Applications/Chromium.app/Contents/MacOS/Chromium"));

  private InstalledChromium() {}

  /**
   * Its executable.
   *
   * @throws IllegalStateException where {@code CHROME} names none
   */
  static Optional<Path> find(Map<String, String> environment) {
    var named = environment.getOrDefault("CHROME", "");
    if (!named.isBlank()) {
      var executable = Path.of(named);
      if (!Files.isExecutable(executable)) {
        throw new IllegalStateException("CHROME names no executable: " + named);
      }
      return Optional.of(executable);
    }
    return Stream.concat(onPath(environment.getOrDefault("PATH", "")), APPLICATIONS.stream())
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Stream<Path> onPath(String path) {
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .filter(folder -> !folder.isBlank())
        .flatMap(folder -> COMMANDS.stream().map(Path.of(folder)::resolve));
  }
}
