package dev.whiteboard.portal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of Markdown, as far as tests have to understand it.
 *
 * @param path from the project's folder
 * @param text all of it
 */
record DocPage(Path path, String text) {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** A link to something here: {@code [text](path#heading)}. */
  private static final Pattern LINK =
      Pattern.compile("]\\((?!https?:|mailto:)([^)\\s#]*)#?([^)]*)\\)");

  /** The same in HTML, which pages have for pictures in two colours. */
  private static final Pattern SOURCE =
      Pattern.compile("(?:src|srcset|href)=\"(?!https?:|mailto:|data:)([^\"#]*)#?([^\"]*)\"");

  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");
  private static final Pattern FENCE = Pattern.compile("(?ms)^```.*?^```$");

  /**
   * A link.
   *
   * @param file that it leads to
   * @param heading in there, or nothing
   * @param written as it stands on the page
   */
  record Link(Path file, String heading, String written) {
    boolean leadsSomewhere() throws IOException {
      return Files.exists(file)
          && (heading.isEmpty()
              || !file.toString().endsWith(".md")
              || read(ROOT.relativize(file)).anchors().anyMatch(heading::equals));
    }
  }

  /** All that are written by hand; what a build leaves is none of them. */
  static List<Path> all(String suffix) throws IOException {
    try (var below = Files.walk(ROOT, 4)) {
      return below
          .filter(file -> file.toString().endsWith(suffix))
          .map(ROOT::relativize)
          .filter(file -> !file.toString().matches("(.*/)?(target|results|\\.\\w+)/.*"))
          .sorted()
          .toList();
    }
  }

  static DocPage read(Path path) throws IOException {
    return new DocPage(path, Files.readString(ROOT.resolve(path)));
  }

  List<Link> links() {
    var prose = FENCE.matcher(text).replaceAll("");
    return Stream.of(LINK, SOURCE)
        .flatMap(links -> links.matcher(prose).results())
        .map(link -> new Link(target(link.group(1)), link.group(2), link.group()))
        .toList();
  }

  /** Where a relative link of this page leads. */
  Path target(String link) {
    return link.isEmpty()
        ? ROOT.resolve(path)
        : ROOT.resolve(path).resolveSibling(link).normalize();
  }

  /** What is below a heading of the second level, or fails. */
  String section(String heading) {
    var begins = text.indexOf("\n## " + heading + "\n");
    if (begins < 0) {
      throw new AssertionError(path + " has no section " + heading);
    }
    var body = begins + heading.length() + "\n## \n".length();
    var ends = text.indexOf("\n## ", body);
    return ends < 0 ? text.substring(body) : text.substring(body, ends);
  }

  /** The headings of the second level, in their order. */
  List<String> sections() {
    return FENCE
        .matcher(text)
        .replaceAll("")
        .lines()
        .filter(line -> line.startsWith("## "))
        .map(line -> line.substring("## ".length()))
        .toList();
  }

  /** The lines of all tables of a text, their headings too. */
  static List<String> rows(String text) {
    return text.lines().filter(line -> line.startsWith("|")).toList();
  }

  /** The lines below the one with these headings: a table. */
  static List<List<String>> table(String text, String head) {
    var rows =
        text.lines()
            .dropWhile(line -> !line.equals(head))
            .skip(2)
            .takeWhile(line -> line.startsWith("|"))
            .map(line -> List.of(line.substring(1).split("\\|", -1)))
            .toList();
    if (rows.isEmpty()) {
      throw new AssertionError("there is no table " + head);
    }
    return rows;
  }

  /** The points of all lists of a text, each with the lines that belong to it. */
  static List<String> points(String text) {
    return Pattern.compile("(?m)^(?:-|\\d+\\.) .*(?:\\n +.*)*")
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .toList();
  }

  /** As GitHub makes an anchor of a heading. */
  private Stream<String> anchors() {
    return HEADING
        .matcher(FENCE.matcher(text).replaceAll(""))
        .results()
        .map(heading -> heading.group(1).replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1"))
        .map(heading -> heading.toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'));
  }

  /** The classes of all modules, by the names of their files. */
  static Set<String> classes() throws IOException {
    var names = new HashSet<String>();
    for (var sources : folders()) {
      try (var below = Files.walk(sources)) {
        below
            .map(file -> file.getFileName().toString())
            .filter(file -> file.endsWith(".java"))
            .forEach(file -> names.add(file.substring(0, file.indexOf('.'))));
      }
    }
    return names;
  }

  private static List<Path> folders() throws IOException {
    try (var modules = Files.list(ROOT)) {
      return modules.map(module -> module.resolve("src")).filter(Files::isDirectory).toList();
    }
  }
}
