package dev.whiteboard.chat.websocket;

import dev.whiteboard.kit.http.Problem;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads a request to become a WebSocket, and says what becomes of it (RFC 6455, section 4.2). The
 * request itself is only looked at.
 */
final class Handshake {
  static final CharSequence ACCEPT = HttpHeaders.createOptimized("Sec-WebSocket-Accept");
  static final CharSequence EXTENSIONS = HttpHeaders.createOptimized("Sec-WebSocket-Extensions");
  static final CharSequence KEY = HttpHeaders.createOptimized("Sec-WebSocket-Key");
  static final CharSequence PROTOCOL = HttpHeaders.createOptimized("Sec-WebSocket-Protocol");
  static final CharSequence VERSION = HttpHeaders.createOptimized("Sec-WebSocket-Version");

  /** The only version that has an RFC. */
  static final String SPOKEN_VERSION = "13";

  /** What proves that a server knows the protocol and does not merely echo a header. */
  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  /** 16 bytes in base64: the last character before the padding has four bits of nothing. */
  private static final Pattern SIXTEEN_BYTES = Pattern.compile("[A-Za-z0-9+/]{21}[AQgw]==");

  private final SocketOptions options;
  private final Origins origins;

  /** What becomes of a request. */
  sealed interface Outcome {}

  /**
   * It is a WebSocket from now on.
   *
   * @param accept the answer to its key
   * @param subprotocol the one that both speak
   * @param compression whether messages may be compressed
   */
  record Accepted(String accept, Optional<String> subprotocol, boolean compression)
      implements Outcome {}

  /** It stays HTTP. A 426 says what to upgrade to. */
  record Refused(Problem problem) implements Outcome {}

  Handshake(SocketOptions options, OriginRule more) {
    this.options = options;
    this.origins = new Origins(options.origins(), more);
  }

  /** Looks at the request. */
  Outcome read(HttpServerRequest request) {
    var headers = request.headers();
    var wrong =
        upgradeRequired(headers)
            .or(() -> malformed(request))
            .or(() -> foreign(headers))
            .or(() -> unspoken(headers));
    return wrong.isPresent() ? new Refused(wrong.get()) : accept(headers);
  }

  private Accepted accept(MultiMap headers) {
    var compression =
        options.compression()
            && HeaderLists.values(headers, EXTENSIONS).anyMatch(Compression::answers);
    return new Accepted(answerTo(headers.get(KEY)), subprotocol(headers), compression);
  }

  private static Optional<Problem> upgradeRequired(MultiMap headers) {
    if (!HeaderLists.contains(headers, HttpHeaders.UPGRADE, "websocket")) {
      return upgradeRequired("There is a WebSocket here, and nothing else.");
    }
    return SPOKEN_VERSION.equals(HeaderLists.only(headers, VERSION))
        ? Optional.empty()
        : upgradeRequired("Version 13 of the WebSocket protocol is spoken here.");
  }

  private static Optional<Problem> malformed(HttpServerRequest request) {
    var headers = request.headers();
    if (!request.method().equals(HttpMethod.GET) || request.version() != HttpVersion.HTTP_1_1) {
      return malformed("A WebSocket begins with a GET of HTTP/1.1.");
    }
    if (HeaderLists.only(headers, HttpHeaders.HOST) == null) {
      return malformed("There must be one Host.");
    }
    if (!HeaderLists.contains(headers, HttpHeaders.CONNECTION, "upgrade")) {
      return malformed("Connection must name Upgrade.");
    }
    if (headers.contains(HttpHeaders.CONTENT_LENGTH)
        || headers.contains(HttpHeaders.TRANSFER_ENCODING)) {
      return malformed("A WebSocket begins without a body.");
    }
    var key = HeaderLists.only(headers, KEY);
    return key != null && SIXTEEN_BYTES.matcher(key).matches()
        ? Optional.empty()
        : malformed("There must be one Sec-WebSocket-Key, of 16 bytes in base64.");
  }

  private Optional<Problem> foreign(MultiMap headers) {
    return origins.admit(headers)
        ? Optional.empty()
        : Optional.of(
            Problem.of(403, "Origin not allowed", "Pages of this origin may not connect."));
  }

  private Optional<Problem> unspoken(MultiMap headers) {
    return options.subprotocols().isEmpty() || subprotocol(headers).isPresent()
        ? Optional.empty()
        : malformed(
            "Sec-WebSocket-Protocol must offer " + String.join(" or ", options.subprotocols()));
  }

  private Optional<String> subprotocol(MultiMap headers) {
    return HeaderLists.values(headers, PROTOCOL)
        .filter(options.subprotocols()::contains)
        .findFirst();
  }

  private static Optional<Problem> upgradeRequired(String detail) {
    return Optional.of(Problem.of(426, "Upgrade required", detail));
  }

  private static Optional<Problem> malformed(String detail) {
    return Optional.of(Problem.of(400, "Bad request", detail));
  }

  private static String answerTo(String key) {
    try {
      var proof = (key + MAGIC).getBytes(StandardCharsets.US_ASCII);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(proof));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("each JDK has SHA-1", e);
    }
  }
}
