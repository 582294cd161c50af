package dev.whiteboard.chat.websocket;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Locale;
import java.util.Set;

/**
 * Says whose pages may connect. Browsers keep no page from opening a WebSocket to any host, and
 * send the user's cookies along; all that protects him is that they name the page's origin (RFC
 * 6455, section 10.2).
 */
final class Origins {
  private final Set<String> allowed;
  private final OriginRule more;

  Origins(Set<String> allowed, OriginRule more) {
    this.allowed = allowed;
    this.more = more;
  }

  /** Whether a request with these headers may connect; one without an origin is no browser's. */
  boolean admit(MultiMap headers) {
    var origins = headers.getAll(HttpHeaders.ORIGIN);
    return switch (origins.size()) {
      case 0 -> true;
      case 1 -> admit(lower(origins.getFirst()), lower(headers.get(HttpHeaders.HOST)));
      default -> false;
    };
  }

  /** The scheme is left open: behind a proxy that ends TLS we see another than the browser. */
  private boolean admit(String origin, String host) {
    return allowed.contains(origin)
        || origin.equals("https://" + host)
        || origin.equals("http://" + host)
        || more.admits(origin, host);
  }

  private static String lower(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }
}
