package dev.whiteboard.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pages lead where they say: files, headings, classes, and tests by their methods' names. */
final class PagesTest {
  /** A link to a test, and the methods that are named behind it. */
  private static final Pattern TESTED =
      Pattern.compile("]\\(([^)\\s]*(?:Test|IT|Contract)\\.java)\\)((?:,? `\\w+_\\w+`)+)");

  /** A link that is the name of what it leads to. */
  private static final Pattern NAMED = Pattern.compile("\\[`(\\w+)[^`]*`]\\(([^)\\s]*\\.java)\\)");

  private static final Pattern CODE = Pattern.compile("`(\\w+)`");

  /** A name of two words or more: a class, where a table has it in code. */
  private static final Pattern CLASS = Pattern.compile("`([A-Z][a-z0-9]+(?:[A-Z][a-z0-9]+)+)`");

  /** Two of the JDK's classes, and a header field. */
  private static final Set<String> NOT_OURS =
      Set.of("BigInteger", "ConcurrentHashMap", "RateLimit");

  private static Set<String> classes = Set.of();

  @BeforeAll
  static void look() throws IOException {
    classes = DocPage.classes();
  }

  static List<Path> pages() throws IOException {
    return DocPage.all(".md");
  }

  static List<Path> pagesToRead() throws IOException {
    return Stream.of(
            DocPage.all(".md"), DocPage.all(".html").stream().filter(PagesTest::isADoc).toList())
        .flatMap(List::stream)
        .toList();
  }

  /** Those of services have links that only a service answers. */
  private static boolean isADoc(Path page) {
    return page.startsWith("docs");
  }

  @ParameterizedTest
  @MethodSource("pagesToRead")
  void links_leadToWhatIsThere(Path page) throws IOException {
    var dead = new ArrayList<String>();
    for (var link : DocPage.read(page).links()) {
      if (!link.leadsSomewhere()) {
        dead.add(link.written());
      }
    }
    assertThat(dead).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pagesToRead")
  void tests_thatAreNamed_areThere(Path path) throws IOException {
    var page = DocPage.read(path);
    var missing = new ArrayList<String>();
    var tests = TESTED.matcher(page.text());
    while (tests.find()) {
      var source = Files.readString(page.target(tests.group(1)));
      CODE.matcher(tests.group(2))
          .results()
          .map(method -> method.group(1))
          .filter(method -> !source.contains(" " + method + "("))
          .forEach(missing::add);
    }
    assertThat(missing).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void links_haveTheNameOfWhatTheyLeadTo(Path path) throws IOException {
    var page = DocPage.read(path);
    var wrong = new ArrayList<String>();
    var links = NAMED.matcher(page.text());
    while (links.find()) {
      var file = page.target(links.group(2));
      if (!file.endsWith(links.group(1) + ".java") && !names(file, links.group(1))) {
        wrong.add(links.group());
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** A nested type, a constant or a method has no file of its own. */
  private static boolean names(Path file, String name) throws IOException {
    return Pattern.compile("\\b" + name + "\\b").matcher(Files.readString(file)).find();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void classes_thatTablesName_areThere(Path page) throws IOException {
    assertThat(DocPage.rows(DocPage.read(page).text()))
        .flatExtracting(row -> CLASS.matcher(row).results().map(name -> name.group(1)).toList())
        .filteredOn(name -> !NOT_OURS.contains(name))
        .allMatch(classes::contains);
  }
}
