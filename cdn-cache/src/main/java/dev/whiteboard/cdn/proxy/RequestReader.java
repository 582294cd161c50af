package dev.whiteboard.cdn.proxy;

import dev.whiteboard.cdn.message.ConnectionFields;
import dev.whiteboard.cdn.message.Fields;
import dev.whiteboard.cdn.message.RequestHead;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the head of a request, and refuses one that two readers could read as two things: what one
 * takes for a body the other may take for the next request (RFC 9112, 11.2).
 *
 * <p>Netty has looked at each line by now: names and values without odd characters, one length.
 */
final class RequestReader {
  private RequestReader() {}

  /** What came. */
  sealed interface Reading {
    /** A request. */
    record Arrived(RequestHead head) implements Reading {}

    /** None that is served. */
    record Refused(Refusal refusal) implements Reading {}
  }

  static Reading read(HttpServerRequest request) {
    var fields = fields(request);
    var frame = badFrame(request, fields);
    if (frame != null) {
      return refused(frame);
    }
    var scheme = request.isSSL() ? "https" : "http";
    var uri = request.uri();
    var hostLine = hostLine(request, fields);
    if (hostLine == null) {
      return refused("One host is needed, and no more.");
    }
    if (!uri.startsWith("/")) {
      return absolute(request, scheme, uri, fields);
    }
    return head(request, scheme, hostLine, uri, fields);
  }

  private static Reading head(
      HttpServerRequest request, String scheme, String host, String uri, Fields fields) {
    var authority = Authorities.of(scheme, host);
    if (authority == null) {
      return refused("The host is none.");
    }
    var target = PathForm.of(uri);
    if (target == null) {
      return refused("The path has characters or segments that it may not have.");
    }
    var method = request.method().name();
    return new Reading.Arrived(
        new RequestHead(
            method,
            scheme,
            authority,
            target,
            ConnectionFields.without(fields).keeping(name -> !name.equals("host"))));
  }

  /** {@code GET http://host/path}: its host counts, not that of the field (RFC 9112, 3.2.2). */
  private static Reading absolute(
      HttpServerRequest request, String scheme, String uri, Fields fields) {
    var lower = uri.toLowerCase(Locale.ROOT);
    if (!lower.startsWith("http://") && !lower.startsWith("https://")) {
      return refused("The target is no path.");
    }
    var from = uri.indexOf("//") + 2;
    var to = from;
    while (to < uri.length() && uri.charAt(to) != '/' && uri.charAt(to) != '?') {
      to++;
    }
    var rest = uri.substring(to);
    var target = rest.startsWith("/") ? rest : "/" + rest;
    return head(request, scheme, uri.substring(from, to), target, fields);
  }

  /** The one host; null for none, or two that differ. */
  private static @Nullable String hostLine(HttpServerRequest request, Fields fields) {
    var lines = fields.all("host");
    if (isHttp1(request)) {
      return lines.size() == 1 ? lines.getFirst() : null;
    }
    var authority = request.authority();
    if (authority == null) {
      return lines.size() == 1 ? lines.getFirst() : null;
    }
    var text = authority.toString();
    return lines.stream().allMatch(text::equalsIgnoreCase) ? text : null;
  }

  private static @Nullable String badFrame(HttpServerRequest request, Fields fields) {
    var lengths = fields.all("content-length");
    var codings = fields.all("transfer-encoding");
    if (lengths.size() > 1 || lengths.stream().anyMatch(length -> !isLength(length))) {
      return "The length of the body is no number.";
    }
    if (!codings.isEmpty() && !lengths.isEmpty()) {
      return "A body has a length or a transfer coding, and not both.";
    }
    if (!codings.isEmpty()
        && (codings.size() > 1
            || !codings.getFirst().equalsIgnoreCase("chunked")
            || request.version() != HttpVersion.HTTP_1_1)) {
      return "The only transfer coding is chunked, in HTTP/1.1.";
    }
    return null;
  }

  private static boolean isLength(String text) {
    return !text.isEmpty()
        && text.length() <= 18
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  static boolean isHttp1(HttpServerRequest request) {
    return request.version() == HttpVersion.HTTP_1_1 || request.version() == HttpVersion.HTTP_1_0;
  }

  private static Fields fields(HttpServerRequest request) {
    var fields = Fields.builder();
    request
        .headers()
        .forEach((name, value) -> {
          if (name.charAt(0) != ':') {
            fields.add(name, value);
          }
        });
    return fields.build();
  }

  private static Reading refused(String detail) {
    return new Reading.Refused(Refusal.malformed(detail));
  }
}
