package dev.whiteboard.cdn.proxy;

import dev.whiteboard.cdn.message.RequestHead;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The intake of a public listener: serves everybody, and believes no field that says where a
 * request came from. Such a field is no part of the key, so that an origin which builds its answer
 * from one would have that answer kept for all: the usual way to poison a cache.
 */
public final class Strangers implements Intake {
  /** Begins the names of fields that only nodes may send. */
  public static final String NODE_FIELDS = "x-node-";

  private static final Set<String> NOT_BELIEVED =
      Set.of(
          "forwarded",
          "x-forwarded-for",
          "x-forwarded-host",
          "x-forwarded-port",
          "x-forwarded-prefix",
          "x-forwarded-proto",
          "x-forwarded-scheme",
          "x-forwarded-server",
          "x-forwarded-ssl",
          "x-host",
          "x-http-host-override",
          "x-http-method",
          "x-http-method-override",
          "x-method-override",
          "x-original-host",
          "x-original-url",
          "x-real-ip",
          "x-rewrite-url",
          "proxy");

  @Override
  public Decision admit(HttpServerRequest request, RequestHead head) {
    return new Decision.Serve(believed(request, head), false);
  }

  /** The head with what we know ourselves in place of what was said. */
  static RequestHead believed(HttpServerRequest request, RequestHead head) {
    var peer = request.remoteAddress();
    return believed(peer == null ? null : peer.hostAddress(), head);
  }

  /**
   * The same.
   *
   * @param client the address of whoever sent it; null where that is not known
   */
  public static RequestHead believed(@Nullable String client, RequestHead head) {
    var said =
        head.fields()
            .keeping(name -> !NOT_BELIEVED.contains(name) && !name.startsWith(NODE_FIELDS));
    return head.withFields(
        client == null
            ? said.plus("x-forwarded-proto", head.scheme())
            : said.plus("x-forwarded-for", client, "x-forwarded-proto", head.scheme()));
  }
}
