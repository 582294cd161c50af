package dev.whiteboard.cdn.world;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.whiteboard.cdn.tier.NodeFields;
import io.vertx.core.http.HttpServerRequest;
import java.security.MessageDigest;

/** What nodes know each other by. How long a comparison takes says nothing but its length. */
final class NodeSecret {
  private final byte[] secret;

  NodeSecret(String secret) {
    this.secret = secret.getBytes(UTF_8);
  }

  /** Whether a node sent it. */
  boolean isOn(HttpServerRequest request) {
    var given = request.getHeader(NodeFields.SECRET);
    return given != null && MessageDigest.isEqual(secret, given.getBytes(UTF_8));
  }
}
