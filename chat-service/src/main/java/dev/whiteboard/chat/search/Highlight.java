package dev.whiteboard.chat.search;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a text that was looked for, in UTF-16 code units, as JavaScript and Java count.
 *
 * @param start where it begins
 * @param end behind its last one
 */
public record Highlight(int start, int end) {
  /**
   * What is marked of a text, in its order; what overlaps or touches is one.
   *
   * @param tokens of the text
   * @param ends of each token, where its highlight ends; 0 for none
   */
  static List<Highlight> of(List<Token> tokens, int[] ends) {
    var highlights = new ArrayList<Highlight>();
    for (var i = 0; i < ends.length; i++) {
      if (ends[i] > 0) {
        add(highlights, new Highlight(tokens.get(i).start(), ends[i]));
      }
    }
    return highlights;
  }

  private static void add(List<Highlight> highlights, Highlight next) {
    if (!highlights.isEmpty() && next.start <= highlights.getLast().end) {
      var last = highlights.removeLast();
      highlights.add(new Highlight(last.start, Math.max(last.end, next.end)));
    } else {
      highlights.add(next);
    }
  }
}
