package dev.whiteboard.cdn.proxy;

import dev.whiteboard.cdn.caching.StoredHead;
import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.store.StoredResponse;
import dev.whiteboard.cdn.tier.NodeFields;
import dev.whiteboard.cdn.upstream.Upstream;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A question for the tier above.
 *
 * @param client the request as it came
 * @param upward the same as it goes up: conditional, where something kept may still hold
 * @param passing what this node adds to a request that goes up
 * @param kept what is kept under its key, to be freshened by a 304
 * @param part what is kept in part, and to be completed; null for nothing
 * @param body of the request; null for none
 * @param keeps whether the answer may be kept
 * @param upstream where it goes
 * @param placement the hash that says who owns it above
 * @param epoch invalidations that are applied here; asked when it goes up, after the fence
 */
record Ask(
    RequestHead client,
    RequestHead upward,
    UnaryOperator<RequestHead> passing,
    List<StoredResponse> kept,
    @Nullable StoredResponse part,
    @Nullable ReadStream<Buffer> body,
    boolean keeps,
    Upstream upstream,
    long placement,
    LongSupplier epoch) {
  private static final Set<String> SPECIFIC =
      Set.of(
          "range",
          "if-range",
          "if-match",
          "if-none-match",
          "if-modified-since",
          "if-unmodified-since");

  /** Those who ask alike wait together: the same URL, and the same part or condition. */
  static String keyOf(RequestHead client) {
    if (!isSpecific(client)) {
      return client.url();
    }
    var key = new StringBuilder(client.url());
    for (var field : client.fields()) {
      if (SPECIFIC.contains(field.name())) {
        key.append('\n').append(field.name()).append(':').append(field.value());
      }
    }
    return key.toString();
  }

  /** Whether it asks for a part, or under a condition. */
  static boolean isSpecific(RequestHead client) {
    var fields = client.fields();
    for (var line = 0; line < fields.size(); line++) {
      if (SPECIFIC.contains(fields.name(line))) {
        return true;
      }
    }
    return false;
  }

  /** The same request for the whole, whatever the client has already. */
  static RequestHead plain(RequestHead client) {
    return isSpecific(client) ? client.withFields(client.fields().without(SPECIFIC)) : client;
  }

  /** The same, with no condition of ours. */
  Ask unconditional() {
    return new Ask(
        client, client, passing, List.of(), null, body, keeps, upstream, placement, epoch);
  }

  /** The same, asking for the rest of a part alone. */
  Ask completing(StoredResponse part, RequestHead rest) {
    return new Ask(client, rest, passing, List.of(), part, body, keeps, upstream, placement, epoch);
  }

  /** The same for nobody: no tier above is to answer with what is stale. */
  Ask refreshing() {
    var marked = upward.withFields(upward.fields().with(NodeFields.REFRESH, "1"));
    return new Ask(client, marked, passing, kept, part, body, keeps, upstream, placement, epoch);
  }

  List<StoredHead> keptHeads() {
    return kept.stream().map(StoredResponse::head).toList();
  }
}
