package dev.whiteboard.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each {@code ./whiteboard} that a page tells one to type is one that there is. */
final class CommandsTest {
  /** The command, and the word behind it where it is no option and no placeholder. */
  private static final Pattern TYPED =
      Pattern.compile("\\./whiteboard +([a-z]+)(?: +([a-z][\\w-]*|[A-Z][a-z]\\w*))?");

  private static final Pattern NAMED = Pattern.compile("(?:rig|jmh)\\(\"([a-z-]+)\"");

  private static Set<String> commands = Set.of();
  private static Set<String> measurements = Set.of();

  @BeforeAll
  static void look() throws IOException {
    commands = new Whiteboard().commands().getSubcommands().keySet();
    var benches = Path.of("benchmarks/src/main/java/dev/whiteboard/bench/Benches.java");
    var names = new ArrayList<>(List.of("list"));
    NAMED
        .matcher(Files.readString(DocPage.ROOT.resolve(benches)))
        .results()
        .forEach(name -> names.add(name.group(1)));
    DocPage.classes().stream().filter(name -> name.endsWith("Benchmark")).forEach(names::add);
    measurements = Set.copyOf(names);
  }

  static List<Path> pages() throws IOException {
    return DocPage.all(".md");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void commands_thatPagesName_areThere(Path page) throws IOException {
    var unknown = new ArrayList<String>();
    var typed = TYPED.matcher(DocPage.read(page).text());
    while (typed.find()) {
      if (!isThere(typed.group(1), Optional.ofNullable(typed.group(2)))) {
        unknown.add(typed.group());
      }
    }
    assertThat(unknown).isEmpty();
  }

  private static boolean isThere(String command, Optional<String> about) {
    return commands.contains(command) && about.map(word -> isKnown(command, word)).orElse(true);
  }

  /** A measurement may be named by a part. */
  private static boolean isKnown(String command, String word) {
    return switch (command) {
      case "up", "demo" -> Files.exists(DocPage.ROOT.resolve(word).resolve("README.md"));
      case "bench" -> measurements.stream().anyMatch(name -> name.contains(word));
      default -> true;
    };
  }
}
