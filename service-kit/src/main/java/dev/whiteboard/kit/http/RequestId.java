package dev.whiteboard.kit.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * The id under which a request is found in the logs: the caller's {@code X-Request-Id} where it is
 * harmless, else a new one. Sent back in the answer.
 */
public final class RequestId {
  /** The header, both ways; its hash is computed once, not at each request. */
  public static final CharSequence HEADER = HttpHeaders.createOptimized("X-Request-Id");

  /** Enough for a UUID or a trace id; nothing that could break a log line or a header. */
  private static final Pattern HARMLESS = Pattern.compile("[0-9A-Za-z._-]{1,64}");

  /** Tells this process from all others: with a serial number behind it an id costs little. */
  private static final String PROCESS = UUID.randomUUID().toString().substring(0, 13) + "-";

  private static final AtomicLong SERIAL = new AtomicLong();

  private RequestId() {}

  /** The id of this request, the same at each call; the first puts it on the answer. */
  public static String of(HttpServerRequest request) {
    var answer = request.response().headers();
    var known = answer.get(HEADER);
    if (known != null) {
      return known;
    }
    var given = request.getHeader(HEADER);
    var id = given != null && HARMLESS.matcher(given).matches() ? given : next();
    answer.set(HEADER, id);
    return id;
  }

  private static String next() {
    return PROCESS + Long.toString(SERIAL.incrementAndGet(), Character.MAX_RADIX);
  }
}
