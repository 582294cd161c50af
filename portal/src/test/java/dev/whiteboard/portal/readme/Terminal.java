package dev.whiteboard.portal.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A bash that is given the commands of a page one after the other, as a person types them. */
final class Terminal {
  /** All of a page. Whoever hangs, hangs here. */
  private static final Duration MAX = Duration.ofSeconds(40);

  /** Between two commands. No page has such a line. */
  private static final String NEXT = "-- and next --";

  private final Path folder;
  private final Map<String, String> environment;
  private final String before;

  /**
   * One for each page.
   *
   * @param folder for its files
   * @param environment beside {@code PATH} and {@code HOME}
   * @param before what it is told before the first command
   */
  Terminal(Path folder, Map<String, String> environment, String before) {
    this.folder = folder;
    this.environment = environment;
    this.before = before;
  }

  /** Whether all of these can be called. */
  static boolean has(String... programs) {
    var path = System.getenv().getOrDefault("PATH", "");
    return List.of(programs).stream()
        .allMatch(program ->
            List.of(path.split(":", -1)).stream()
                .anyMatch(bin -> Files.isExecutable(Path.of(bin, program))));
  }

  /** What each of the commands writes, standard error in between. */
  List<List<String>> run(List<String> commands) throws Exception {
    var script = Files.createTempFile(folder, "page", ".sh");
    var out = Files.createTempFile(folder, "page", ".txt");
    Files.writeString(
        script, before + String.join("\necho; echo '%s'\n".formatted(NEXT), commands) + "\n");
    var bash = new ProcessBuilder("bash", script.toString());
    bash.directory(folder.toFile()).redirectErrorStream(true).redirectOutput(out.toFile());
    bash.environment().keySet().removeIf(name -> !name.equals("PATH") && !name.equals("HOME"));
    bash.environment().putAll(environment);
    waitFor(bash.start(), out);
    return split(Files.readAllLines(out));
  }

  private static void waitFor(Process bash, Path out) throws IOException, InterruptedException {
    try {
      assertThat(bash.waitFor(MAX.toMillis(), TimeUnit.MILLISECONDS))
          .as("done within %s: %s", MAX, Files.readString(out))
          .isTrue();
    } finally {
      bash.destroyForcibly();
    }
  }

  /** Lines of a header end with a carriage return, and an answer often without a line's end. */
  private static List<List<String>> split(List<String> lines) {
    var all = new ArrayList<List<String>>(List.of(new ArrayList<>()));
    for (var line : lines) {
      if (line.equals(NEXT)) {
        all.add(new ArrayList<>());
      } else {
        all.getLast().add(line.stripTrailing());
      }
    }
    all.forEach(Terminal::dropBlankEnd);
    return all;
  }

  private static void dropBlankEnd(List<String> lines) {
    while (!lines.isEmpty() && lines.getLast().isEmpty()) {
      lines.removeLast();
    }
  }
}
