package dev.whiteboard.chat.search;

import java.text.BreakIterator;
import java.util.List;
import java.util.Locale;

/**
 * What of a message is shown in a list of hits: the part around the first that was looked for.
 *
 * <p>Text and places, never markup: it is for whoever shows it to say what a highlight looks like,
 * and what people write stays text.
 *
 * @param text of the message, {@value #CHARS_MAX} code units at most, cut between characters; in
 *     one only where that alone is more
 * @param offset where in the message it begins, in UTF-16 code units
 * @param highlights in this text, in order, apart from each other
 */
public record Excerpt(String text, int offset, List<Highlight> highlights) {
  /** The most that is shown, in UTF-16 code units. */
  public static final int CHARS_MAX = 240;

  /** What is shown in front of the first highlight, where there is so much. */
  private static final int BEFORE = 60;

  public Excerpt {
    highlights = List.copyOf(highlights);
  }

  /**
   * Cuts one out of a message.
   *
   * @param highlights in the message, at least one
   */
  static Excerpt of(String body, List<Highlight> highlights) {
    var clusters = BreakIterator.getCharacterInstance(Locale.ROOT);
    clusters.setText(body);
    var first = highlights.getFirst().start();
    var from = boundAtOrBehind(clusters, Math.max(0, first - BEFORE));
    var end = Math.min(body.length(), from + CHARS_MAX);
    var bound = boundAtOrBefore(clusters, end);
    var to = bound > first ? bound : codePointAtOrBefore(body, end);
    var shown =
        highlights.stream()
            .filter(highlight -> highlight.start() < to)
            .map(h -> new Highlight(h.start() - from, Math.min(h.end(), to) - from))
            .toList();
    return new Excerpt(body.substring(from, to), from, shown);
  }

  private static int boundAtOrBefore(BreakIterator clusters, int at) {
    return clusters.isBoundary(at) ? at : clusters.preceding(at);
  }

  private static int boundAtOrBehind(BreakIterator clusters, int at) {
    return clusters.isBoundary(at) ? at : clusters.following(at);
  }

  private static int codePointAtOrBefore(String body, int at) {
    return Character.isLowSurrogate(body.charAt(at)) ? at - 1 : at;
  }
}
