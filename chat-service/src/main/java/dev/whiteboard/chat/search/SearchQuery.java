package dev.whiteboard.chat.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is looked for, written as web search engines take it, and as PostgreSQL's {@code
 * websearch_to_tsquery} does.
 *
 * <pre>
 *   fat rat          messages with both words
 *   "fat rat"        with one behind the other
 *   fat or rat       with one of them; binds less than what stands side by side
 *   fat -rat         with the one and without the other; before quotes as well
 *   wonder*          with a word that begins so: that is ours
 * </pre>
 *
 * <p>Any text is a query; only one that names nothing to look for is none.
 */
public final class SearchQuery {
  /** The most that is read, in UTF-16 code units: some 30 words, or 200 characters of Chinese. */
  public static final int CHARS_MAX = 200;

  /** What a query must be like, for who gave one that is not. */
  public static final String RULE =
      "must have 1 to "
          + CHARS_MAX
          + " characters and, on each side of an or, a word of "
          + Phrase.WORD_CHARS_MIN
          + " letters or more to look for";

  private static final char QUOTE = '"';
  private static final char MINUS = '-';
  private static final char STAR = '*';
  private static final String OR = "or";

  private final List<Alternative> alternatives;

  private SearchQuery(List<Alternative> alternatives) {
    this.alternatives = alternatives;
  }

  private record Term(Phrase phrase, boolean isExcluded) {
    String tsquery() {
      return isExcluded ? "!" + phrase.tsquery() : phrase.tsquery();
    }
  }

  private record Alternative(List<Term> terms) {
    /** What is only excluded would be nearly all that there is. */
    boolean isEnough() {
      return terms.stream().anyMatch(term -> !term.isExcluded && term.phrase.isEnough());
    }

    String tsquery() {
      return terms.stream().map(Term::tsquery).collect(Collectors.joining(" & ", "(", ")"));
    }
  }

  /**
   * Reads one.
   *
   * @return empty where it is too long, or an alternative of it names nothing to look for; see
   *     {@link #RULE}
   */
  public static Optional<SearchQuery> parse(String text) {
    if (text.length() > CHARS_MAX) {
      return Optional.empty();
    }
    var alternatives = new Parser(text).alternatives();
    return !alternatives.isEmpty() && alternatives.stream().allMatch(Alternative::isEnough)
        ? Optional.of(new SearchQuery(alternatives))
        : Optional.empty();
  }

  /** As PostgreSQL reads it; of what is in tokens, and so without anything that could break out. */
  String tsquery() {
    return alternatives.stream().map(Alternative::tsquery).collect(Collectors.joining(" | "));
  }

  /** What of a text was looked for, in its order; empty where it is no hit, or no more. */
  List<Highlight> highlights(String text) {
    var tokens = Tokenizer.tokens(text);
    var ends = new int[tokens.size()];
    for (var alternative : alternatives) {
      for (var term : alternative.terms) {
        if (!term.isExcluded) {
          term.phrase.mark(tokens, ends);
        }
      }
    }
    return Highlight.of(tokens, ends);
  }

  /** Takes a query apart from left to right. */
  private static final class Parser {
    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    List<Alternative> alternatives() {
      var alternatives = new ArrayList<Alternative>();
      do {
        var terms = terms();
        if (!terms.isEmpty()) {
          alternatives.add(new Alternative(terms));
        }
      } while (at < text.length());
      return alternatives;
    }

    /** Up to behind the next "or". What has nothing in it to look for is passed over. */
    private List<Term> terms() {
      var terms = new ArrayList<Term>();
      for (var isFirst = true; skipSpaces(); isFirst = false) {
        if (!isFirst && takeOr()) {
          break;
        }
        var term = term();
        if (!term.phrase.isEmpty()) {
          terms.add(term);
        }
      }
      return terms;
    }

    private boolean skipSpaces() {
      while (at < text.length() && isSpace(at)) {
        at++;
      }
      return at < text.length();
    }

    /** An "or" with something behind it; the last word of a query is a word. */
    private boolean takeOr() {
      var end = wordEnd();
      var isOr = OR.equalsIgnoreCase(text.substring(at, end)) && !text.substring(end).isBlank();
      if (isOr) {
        at = end;
      }
      return isOr;
    }

    private Term term() {
      var isExcluded = text.charAt(at) == MINUS && at + 1 < text.length() && !isSpace(at + 1);
      if (isExcluded) {
        at++;
      }
      return new Term(text.charAt(at) == QUOTE ? quoted() : bare(), isExcluded);
    }

    /** Up to the next quote, or the end where there is none. */
    private Phrase quoted() {
      var from = at + 1;
      var quote = text.indexOf(QUOTE, from);
      var end = quote < 0 ? text.length() : quote;
      at = Math.min(end + 1, text.length());
      return Phrase.of(text.substring(from, end), false);
    }

    private Phrase bare() {
      var end = wordEnd();
      var word = text.substring(at, end);
      at = end;
      return Phrase.of(word, word.charAt(word.length() - 1) == STAR);
    }

    private int wordEnd() {
      var end = at + 1;
      while (end < text.length() && !isSpace(end) && text.charAt(end) != QUOTE) {
        end++;
      }
      return end;
    }

    /** Also the wide space that is typed between words of Japanese. */
    private boolean isSpace(int index) {
      var c = text.charAt(index);
      return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
  }
}
