package dev.whiteboard.shortener.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Words that no generated code holds, however they are spelled: in any case, with digits for
 * letters ({@code 5h1t}), with separators between.
 */
public final class BlockedWords {
  private static final String RESOURCE = "blocked-words.txt";

  /** What a digit is read as; 1 is both i and l, so both are written i. */
  private static final String DIGITS_READ_AS = "oizeasgtbg";

  private final List<String> words;

  /** These words. */
  public BlockedWords(Collection<String> words) {
    this.words = words.stream().map(BlockedWords::plain).distinct().toList();
  }

  /** The words of the list that comes with this: one a line, {@code #} begins a comment. */
  public static BlockedWords load() {
    try (var in = BlockedWords.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("no " + RESOURCE);
      }
      var lines = new String(in.readAllBytes(), UTF_8).lines();
      return new BlockedWords(
          lines
              .map(String::strip)
              .filter(line -> !line.isEmpty() && !line.startsWith("#"))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the code holds one of them. */
  public boolean isIn(String code) {
    var plain = plain(code);
    return words.stream().anyMatch(plain::contains);
  }

  private static String plain(String text) {
    var plain = new StringBuilder(text.length());
    for (var c : text.toLowerCase(Locale.ROOT).toCharArray()) {
      if (c >= '0' && c <= '9') {
        plain.append(DIGITS_READ_AS.charAt(c - '0'));
      } else if (c >= 'a' && c <= 'z') {
        plain.append(c == 'l' ? 'i' : c);
      }
    }
    return plain.toString();
  }
}
