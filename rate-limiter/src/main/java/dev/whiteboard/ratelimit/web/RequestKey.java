package dev.whiteboard.ratelimit.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.whiteboard.kit.http.ClientAddress;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Under which key a request is counted. */
@FunctionalInterface
public interface RequestKey {
  /** The key of this request. */
  String of(HttpServerRequest request);

  /** By the client's address, as {@link AddressKey} has it. */
  static RequestKey address(ClientAddress addresses) {
    return request -> AddressKey.of(addresses.of(request));
  }

  /**
   * By the bearer token, hashed: it is a secret, and a key may be seen.
   *
   * @param otherwise for a request without one
   */
  static RequestKey bearer(RequestKey otherwise) {
    return request -> {
      var credentials = request.getHeader(HttpHeaders.AUTHORIZATION);
      return credentials == null || !credentials.regionMatches(true, 0, "Bearer ", 0, 7)
          ? otherwise.of(request)
          : "bearer " + hash(credentials.substring(7).strip());
    };
  }

  private static String hash(String token) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
