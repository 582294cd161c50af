package dev.whiteboard.cdn.caching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.cdn.caching.CachingRules.Storing;
import dev.whiteboard.cdn.message.Fields;
import dev.whiteboard.cdn.message.HttpDate;
import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.message.ResponseHead;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Messages in one line each: {@code name: value; name: value}, with {@code @-10} for the date ten
 * seconds before {@link #NOW}. Semicolons in values are written {@code ^}.
 */
final class Messages {
  /** When all requests go out, and all responses come. */
  static final long NOW = Instant.parse("2026-06-01T12:00:00Z").toEpochMilli();

  static final SharedCacheRules RULES = new SharedCacheRules(RuleSettings.DEFAULT);

  private static final Pattern DATE = Pattern.compile("@(-?[0-9]+)");

  private Messages() {}

  static RequestHead get(String fields) {
    return request("GET", fields);
  }

  static RequestHead request(String method, String fields) {
    return new RequestHead(method, "http", "example.com", "/a/b?c", fields(fields));
  }

  static ResponseHead response(int status, String fields) {
    return new ResponseHead(status, fields(fields));
  }

  static ResponseHead ok(String fields) {
    return response(200, fields);
  }

  static Storing storing(RequestHead request, ResponseHead response) {
    return RULES.storing(request, response, NOW, NOW);
  }

  /** What is kept of it; fails where nothing may be. */
  static StoredHead stored(RequestHead request, ResponseHead response) {
    return stored(request, response, 0);
  }

  /** The same, having come some seconds after {@link #NOW}. */
  static StoredHead stored(RequestHead request, ResponseHead response, long seconds) {
    var at = after(seconds);
    var storing = RULES.storing(request, response, at, at);
    assertThat(storing).isInstanceOf(Storing.Keep.class);
    return ((Storing.Keep) storing).head();
  }

  static StoredHead stored(String fields) {
    return stored(get(""), ok(fields));
  }

  static long after(long seconds) {
    return NOW + 1000 * seconds;
  }

  static Fields fields(String text) {
    var builder = Fields.builder();
    for (var line : text.split(";", -1)) {
      if (!line.isBlank()) {
        var colon = line.indexOf(':');
        var value = line.substring(colon + 1).strip().replace('^', ';');
        var dated = DATE.matcher(value).replaceAll(at -> date(Long.parseLong(at.group(1))));
        builder.add(line.substring(0, colon).strip(), dated);
      }
    }
    return builder.build();
  }

  static String date(long seconds) {
    return HttpDate.format(after(seconds));
  }
}
