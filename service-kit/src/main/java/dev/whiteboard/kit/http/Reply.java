package dev.whiteboard.kit.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer, not yet written: what an {@link Endpoint} returns.
 *
 * @param status the HTTP status
 * @param headers its headers
 * @param body its body, empty for none
 */
public record Reply(int status, Map<String, String> headers, Buffer body) {
  /** Copies the headers, and refuses one that could be read as more than one. */
  public Reply {
    headers = Map.copyOf(headers);
    headers.forEach((name, value) -> {
      if (value.chars().anyMatch(Reply::isControl)) {
        throw new IllegalArgumentException("control character in header " + name);
      }
    });
  }

  /** A JSON answer that no cache keeps. */
  public static Reply json(int status, JsonObject body) {
    return new Reply(
        status,
        Map.of("Content-Type", "application/json", "Cache-Control", "no-store"),
        body.toBuffer());
  }

  /** A page made for this request. */
  public static Reply html(int status, String page) {
    return new Reply(
        status, Map.of("Content-Type", "text/html; charset=utf-8"), Buffer.buffer(page));
  }

  /** An answer without a body. */
  public static Reply empty(int status) {
    return new Reply(status, Map.of(), Buffer.buffer());
  }

  private static boolean isControl(int character) {
    return character != '\t' && Character.isISOControl(character);
  }

  /** The same answer with one more header. */
  public Reply with(String header, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Reply(status, more, body);
  }
}
