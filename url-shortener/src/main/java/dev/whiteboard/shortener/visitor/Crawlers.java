package dev.whiteboard.shortener.visitor;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells programs from people by the user agent: search engines, link previews, monitors, libraries.
 *
 * <p>The 1,500 patterns are those of crawler-user-agents. Nearly all are plain pieces of text,
 * which are looked for as such: 1,500 regular expressions would take ten times as long. Who sends
 * no user agent, or a false one, passes for a person.
 */
public final class Crawlers {
  /** User agents whose answer is kept at hand: some 4 MB. */
  private static final int USER_AGENTS_MAX = 10_000;

  private static final String LIST = "/visitor/crawlers.txt";

  /** Listed, and yet people: what they type in a terminal, and the browser in Facebook's app. */
  private static final Set<String> PEOPLE =
      Set.of("^curl", "[wW]get", "^HTTPie\\/", "MetaIAB Facebook");

  /** A pattern of these means itself, but for backslashes. */
  private static final Pattern PLAIN = Pattern.compile("([^\\\\^$.|?*+()\\[\\]{}]|\\\\[^\\w])+");

  private final List<Predicate<String>> patterns;
  private final Cache<String, Boolean> known =
      Caffeine.newBuilder().maximumSize(USER_AGENTS_MAX).build();

  private Crawlers(List<Predicate<String>> patterns) {
    this.patterns = patterns;
  }

  /** Reads the list. */
  public static Crawlers load() {
    try (var list = Crawlers.class.getResourceAsStream(LIST)) {
      if (list == null) {
        throw new IllegalStateException(LIST + " is missing");
      }
      return of(new String(list.readAllBytes(), US_ASCII).lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Crawlers of(List<String> lines) {
    return new Crawlers(
        lines.stream()
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .filter(line -> !PEOPLE.contains(line))
            .map(Crawlers::predicate)
            .toList());
  }

  /** Whether this is one. A user agent not seen lately costs some 50 microseconds. */
  public boolean has(@Nullable String userAgent) {
    return userAgent != null && !userAgent.isEmpty() && known.get(userAgent, this::matches);
  }

  private boolean matches(String userAgent) {
    return patterns.stream().anyMatch(pattern -> pattern.test(userAgent));
  }

  private static Predicate<String> predicate(String pattern) {
    if (PLAIN.matcher(pattern).matches()) {
      var piece = pattern.replaceAll("\\\\(.)", "$1");
      return userAgent -> userAgent.contains(piece);
    }
    return Pattern.compile(pattern).asPredicate();
  }
}
