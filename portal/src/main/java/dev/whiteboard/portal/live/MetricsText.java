package dev.whiteboard.portal.live;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the Prometheus text format, as far as the figures need it: names, labels and values. What
 * is no sample is passed over, and so are the times that a sample may end with.
 *
 * <pre>
 *   # HELP shortener_redirects_total Redirects asked for, by outcome
 *   # TYPE shortener_redirects_total counter
 *   shortener_redirects_total{outcome="redirected"} 17.0 1795341600000
 *   ───────── name ────────── ─────── labels ─────── value ─── time ──
 * </pre>
 *
 * <p>In a label's value {@code \\}, {@code \"} and {@code \n} stand for a backslash, a quote and
 * the end of a line.
 *
 * <p>Source: Prometheus, Exposition formats, version 0.0.4.
 */
public final class MetricsText {
  /** More than a page of figures can mean; a text of them is not read to its end. */
  public static final int SAMPLES_MAX = 10_000;

  private final String line;
  private int at;

  private MetricsText(String line) {
    this.line = line;
  }

  /**
   * The samples of a text, in its order, up to {@link #SAMPLES_MAX}.
   *
   * @param names those that are wanted: a service prints hundreds more
   */
  public static List<Sample> samples(String text, Set<String> names) {
    return text.lines()
        .filter(line -> names.contains(nameOf(line)))
        .flatMap(line -> new MetricsText(line).sample().stream())
        .limit(SAMPLES_MAX)
        .toList();
  }

  private static String nameOf(String line) {
    var end = 0;
    while (end < line.length() && isOfName(line.charAt(end))) {
      end++;
    }
    return line.substring(0, end);
  }

  private static boolean isOfName(char character) {
    return character == '_'
        || character == ':'
        || ('a' <= character && character <= 'z')
        || ('A' <= character && character <= 'Z')
        || ('0' <= character && character <= '9');
  }

  private Optional<Sample> sample() {
    var name = name();
    return labels()
        .flatMap(labels -> value().map(value -> new Sample(new Sample.Key(name, labels), value)));
  }

  private String name() {
    var name = nameOf(line.substring(at));
    at += name.length();
    return name;
  }

  /** Empty where they are malformed; none are no labels. */
  private Optional<Map<String, String>> labels() {
    var labels = new HashMap<String, String>();
    if (!skip('{')) {
      return Optional.of(labels);
    }
    while (!skip('}')) {
      skipSpaces();
      var name = name();
      var value = name.isEmpty() || !skip('=') ? Optional.<String>empty() : quoted();
      if (value.isEmpty() || !(skip(',') || isAt('}'))) {
        return Optional.empty();
      }
      labels.put(name, value.get());
    }
    return Optional.of(labels);
  }

  private Optional<String> quoted() {
    if (!skip('"')) {
      return Optional.empty();
    }
    var value = new StringBuilder();
    while (at < line.length()) {
      var character = line.charAt(at++);
      if (character == '"') {
        return Optional.of(value.toString());
      }
      value.append(
          character == '\\' && at < line.length() ? unescape(line.charAt(at++)) : character);
    }
    return Optional.empty();
  }

  private static char unescape(char escaped) {
    return escaped == 'n' ? '\n' : escaped;
  }

  /** Empty where it is none, or not a finite one: no sum could be made of it. */
  private Optional<Double> value() {
    var words = line.substring(at).strip().split("[ \\t]+", 2);
    try {
      return Optional.of(Double.valueOf(words[0])).filter(Double::isFinite);
    } catch (NumberFormatException e) { // such as +Inf
      return Optional.empty();
    }
  }

  private boolean skip(char expected) {
    skipSpaces();
    if (isAt(expected)) {
      at++;
      return true;
    }
    return false;
  }

  private void skipSpaces() {
    while (isAt(' ') || isAt('\t')) {
      at++;
    }
  }

  private boolean isAt(char character) {
    return at < line.length() && line.charAt(at) == character;
  }
}
