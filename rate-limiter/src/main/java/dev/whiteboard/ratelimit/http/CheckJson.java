package dev.whiteboard.ratelimit.http;

import dev.whiteboard.ratelimit.check.Outcome;
import dev.whiteboard.ratelimit.check.Outcome.Ruling;
import java.util.Locale;
import java.util.Optional;

/** An outcome as JSON, written by hand: no tree is made of it on the hot path. */
final class CheckJson {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private static final String NO_RULE =
      "\"rule\":null,\"algorithm\":null,\"limit\":null,\"remaining\":null,"
          + "\"resetAfterMs\":null,\"retryAfterMs\":null,\"source\":null";

  private CheckJson() {}

  /**
   * The outcome as the tightest rule has it.
   *
   * @param permit with which it is given back; empty where nothing is
   */
  static void append(StringBuilder json, Outcome outcome, Optional<String> permit) {
    json.append("{\"allowed\":").append(outcome.admitted()).append(',');
    var tightest = outcome.tightest();
    if (tightest.isPresent()) {
      appendRuling(json, tightest.get());
    } else {
      json.append(NO_RULE);
    }
    var delay = outcome.admitted() ? longestDelay(outcome) : 0;
    if (delay > 0) {
      json.append(",\"delayMs\":").append(millis(delay));
    }
    permit.ifPresent(text -> json.append(",\"permit\":\"").append(text).append('"'));
    json.append('}');
  }

  /** What one rule said, without the braces around it. */
  static void appendRuling(StringBuilder json, Ruling ruling) {
    var verdict = ruling.verdict();
    appendText(json.append("\"rule\":"), ruling.rule().name());
    json.append(",\"algorithm\":\"").append(ruling.rule().limit().algorithm().text());
    json.append("\",\"limit\":").append(verdict.limit());
    json.append(",\"remaining\":").append(verdict.remaining());
    json.append(",\"resetAfterMs\":").append(millis(verdict.resetAfterNanos()));
    appendRetry(json.append(",\"retryAfterMs\":"), verdict.retryAfterNanos());
    json.append(",\"source\":\"").append(text(ruling.source())).append('"');
  }

  /** Where no wait helps there is none. */
  private static void appendRetry(StringBuilder json, long nanos) {
    if (nanos == Long.MAX_VALUE) {
      json.append("null");
    } else {
      json.append(millis(nanos));
    }
  }

  /** As in answers and metrics. */
  static String text(Outcome.Source source) {
    return switch (source) {
      case REDIS -> "redis";
      case LEASED -> "leased";
      case LOCAL -> "local";
    };
  }

  /** A JSON string (RFC 8259, section 7). */
  static void appendText(StringBuilder json, String text) {
    json.append('"');
    for (var at = 0; at < text.length(); at++) {
      var character = text.charAt(at);
      if (character < ' ') {
        json.append(String.format(Locale.ROOT, "\\u%04x", (int) character));
      } else {
        if (character == '"' || character == '\\') {
          json.append('\\');
        }
        json.append(character);
      }
    }
    json.append('"');
  }

  private static long longestDelay(Outcome outcome) {
    var longest = 0L;
    for (var ruling : outcome.rulings()) {
      if (!ruling.rule().shadow()) {
        longest = Math.max(longest, ruling.verdict().delayNanos());
      }
    }
    return longest;
  }

  /** Rounded up: who comes a moment too early is denied again. */
  private static long millis(long nanos) {
    return Math.ceilDiv(nanos, NANOS_PER_MILLI);
  }
}
