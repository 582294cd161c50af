package dev.whiteboard.portal.readme;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The commands of a page's {@code console} blocks, each with what the page says comes out. */
final class ConsoleBlock {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```console\\n(.*?)^```$");
  private static final String PROMPT = "$ ";
  private static final String GOES_ON = "\\";

  private ConsoleBlock() {}

  /**
   * A command.
   *
   * @param command as one types it, one line or more
   * @param shown the lines that come out
   */
  record Step(String command, List<String> shown) {}

  /** All of a page, in their order. */
  static List<Step> steps(String markdown) {
    return BLOCK
        .matcher(markdown)
        .results()
        .flatMap(block -> stepsOf(block.group(1).lines().toList()).stream())
        .toList();
  }

  private static List<Step> stepsOf(List<String> lines) {
    if (!lines.getFirst().startsWith(PROMPT)) {
      throw new AssertionError("a console block begins with a command, and not with " + lines);
    }
    var steps = new ArrayList<Step>();
    for (var at = 0; at < lines.size(); ) {
      var command = new ArrayList<>(List.of(lines.get(at++).substring(PROMPT.length())));
      while (command.getLast().endsWith(GOES_ON)) {
        command.add(lines.get(at++));
      }
      var shown = lines.stream().skip(at).takeWhile(line -> !line.startsWith(PROMPT)).toList();
      at += shown.size();
      steps.add(new Step(String.join("\n", command), shown));
    }
    return steps;
  }
}
