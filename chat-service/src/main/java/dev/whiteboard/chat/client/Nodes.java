package dev.whiteboard.chat.client;

import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;

/** Where things are on a node. */
final class Nodes {
  private static final String SOCKET = "/api/v1/socket";
  private static final String SUBPROTOCOL = "chat.v1+json";

  private Nodes() {}

  static URI at(URI node, String path) {
    var base = node.toString();
    return URI.create(
        base.endsWith("/") ? base.substring(0, base.length() - 1) + path : base + path);
  }

  static WebSocketConnectOptions socket(URI node) {
    var target = at(node, SOCKET);
    var isTls = "https".equals(target.getScheme());
    var port = target.getPort() > 0 ? target.getPort() : isTls ? 443 : 80;
    var options = new WebSocketConnectOptions().addSubProtocol(SUBPROTOCOL);
    options.setAllowOriginHeader(false);
    options.setHost(target.getHost());
    options.setPort(port);
    options.setSsl(isTls);
    options.setURI(target.getRawPath());
    return options;
  }
}
