package dev.whiteboard.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pages lead where they say: files, headings, and tests by their methods' names. */
final class PagesTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** A link to something here: {@code [text](path#heading)}. */
  private static final Pattern LINK =
      Pattern.compile("]\\((?!https?:|mailto:)([^)\\s#]*)#?([^)]*)\\)");

  /** A link to a test, and the methods that are named behind it. */
  private static final Pattern TESTED =
      Pattern.compile("]\\(([^)\\s]*(?:Test|IT)\\.java)\\)((?:,? `\\w+_\\w+`)+)");

  private static final Pattern METHOD = Pattern.compile("`(\\w+)`");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");

  static List<Path> pages() throws IOException {
    try (var below = Files.walk(ROOT, 4)) {
      return below
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> !ROOT.relativize(file).toString().matches("(.*/)?(target|\\.\\w+)/.*"))
          .map(ROOT::relativize)
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void links_leadToWhatIsThere(Path page) throws IOException {
    var text = Files.readString(ROOT.resolve(page));
    var dead = new ArrayList<String>();
    var links = LINK.matcher(text);
    while (links.find()) {
      var file = target(page, links.group(1));
      if (!Files.exists(file) || !hasHeading(file, links.group(2))) {
        dead.add(links.group());
      }
    }
    assertThat(dead).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void tests_thatAreNamed_areThere(Path page) throws IOException {
    var text = Files.readString(ROOT.resolve(page));
    var missing = new ArrayList<String>();
    var tests = TESTED.matcher(text);
    while (tests.find()) {
      var source = Files.readString(target(page, tests.group(1)));
      METHOD
          .matcher(tests.group(2))
          .results()
          .map(method -> method.group(1))
          .filter(method -> !source.contains(" " + method + "("))
          .forEach(missing::add);
    }
    assertThat(missing).isEmpty();
  }

  private static Path target(Path page, String link) {
    return link.isEmpty()
        ? ROOT.resolve(page)
        : ROOT.resolve(page).resolveSibling(link).normalize();
  }

  private static boolean hasHeading(Path file, String anchor) throws IOException {
    return anchor.isEmpty()
        || !file.toString().endsWith(".md")
        || headings(file).anyMatch(anchor::equals);
  }

  /** As GitHub makes an anchor of a heading. */
  private static Stream<String> headings(Path file) throws IOException {
    return HEADING
        .matcher(Files.readString(file))
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'));
  }
}
