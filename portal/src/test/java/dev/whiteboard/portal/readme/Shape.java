package dev.whiteboard.portal.readme;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a page shows, as far as it is the same each time.
 *
 * <p>A line that is only {@code …} stands for any lines, and {@code …} within a line for the rest
 * of a word or of the line. Figures may differ, and so may the blanks between columns.
 */
final class Shape {
  private static final String ANYTHING = "…";

  /** A word that is broken off, a figure, blanks; and between these what has to be there. */
  private static final Pattern LOOSE = Pattern.compile("[\\w-]*…|\\d[\\d,.]*|\\s+");

  private Shape() {}

  /** Whether the lines are those that are shown, in their order. */
  static boolean fits(List<String> shown, List<String> lines) {
    var pattern =
        shown.stream()
            .map(line -> line.equals(ANYTHING) ? "(?:.*\\n)*?" : ofLine(line) + "\\n")
            .collect(Collectors.joining());
    return Pattern.matches(
        pattern, lines.stream().map(line -> line + "\n").collect(Collectors.joining()));
  }

  /** Those that none of the lines is like, whatever their order. */
  static List<String> missing(List<String> shown, List<String> lines) {
    return shown.stream()
        .filter(line -> !line.strip().equals(ANYTHING))
        .filter(line -> lines.stream().noneMatch(each -> each.matches(ofLine(line))))
        .toList();
  }

  private static String ofLine(String line) {
    var pattern = new StringBuilder();
    var loose = LOOSE.matcher(line);
    var end = 0;
    while (loose.find()) {
      pattern.append(Pattern.quote(line.substring(end, loose.start())));
      pattern.append(ofLoose(loose.group()));
      end = loose.end();
    }
    return pattern.append(Pattern.quote(line.substring(end))).append("\\s*").toString();
  }

  private static String ofLoose(String part) {
    if (part.endsWith(ANYTHING)) {
      return ".*";
    }
    return part.isBlank() ? "\\s+" : "\\d[\\d,.]*";
  }
}
