package dev.whiteboard.cdn.world;

import dev.whiteboard.cdn.analytics.Served;
import dev.whiteboard.cdn.analytics.Served.Result;
import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.tier.NodeFields;
import dev.whiteboard.cdn.upstream.Incoming;
import dev.whiteboard.cdn.upstream.Outgoing;
import dev.whiteboard.cdn.upstream.Upstream;
import dev.whiteboard.cdn.upstream.UpstreamException;
import dev.whiteboard.cdn.upstream.UpstreamException.Reason;
import dev.whiteboard.kit.http.DirectAnswers;
import dev.whiteboard.kit.http.Problem;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Hands requests up and answers down, and keeps nothing. */
final class PassThrough implements Handler<HttpServerRequest> {
  /** The longest that a client waits for the head of an answer. */
  static final Duration DEADLINE = Duration.ofSeconds(30);

  private static final int DIGITS_MAX = 6;

  private final String tier;
  private final boolean isForClients;
  private final Upstream upstream;
  private final NodeParts parts;

  PassThrough(String tier, boolean isForClients, Upstream upstream, NodeParts parts) {
    this.tier = tier;
    this.isForClients = isForClients;
    this.upstream = upstream;
    this.parts = parts;
  }

  @Override
  public void handle(HttpServerRequest request) {
    var since = parts.nanos().getAsLong();
    request.pause();
    var head = head(request);
    var hasBody =
        request.headers().contains("content-length")
            || request.headers().contains("transfer-encoding");
    var outgoing =
        new Outgoing(
            head,
            hasBody ? request : null,
            parts.placement().applyAsLong(head.url()),
            0,
            deadline(request),
            early -> {});
    upstream
        .send(outgoing)
        .onSuccess(incoming -> answer(request, head, incoming, since))
        .onFailure(failure -> refuse(request, head, failure, since));
  }

  private RequestHead head(HttpServerRequest request) {
    var fields = NodeHops.fields(request.headers());
    var scheme = isForClients ? request.scheme() : fields.first(NodeFields.SCHEME);
    var retried = isForClients ? null : fields.first(NodeFields.RETRIED);
    var own = fields.keeping(name -> !name.startsWith(NodeFields.PREFIX));
    return new RequestHead(
        request.method().name(),
        scheme == null ? "http" : scheme,
        String.valueOf(request.authority()).toLowerCase(Locale.ROOT),
        request.uri(),
        retried == null ? own : own.with(NodeFields.RETRIED, retried));
  }

  private Duration deadline(HttpServerRequest request) {
    @Nullable String told = isForClients ? null : request.getHeader(NodeFields.DEADLINE);
    return told != null && told.matches("\\d{1," + DIGITS_MAX + "}")
        ? Duration.ofMillis(Math.max(1, Long.parseLong(told)))
        : DEADLINE;
  }

  private void answer(HttpServerRequest request, RequestHead head, Incoming incoming, long since) {
    var response = request.response().setStatusCode(incoming.head().status());
    NodeHops.copy(incoming.head().fields(), response.headers());
    if (!response.headers().contains("content-length")) {
      response.setChunked(true);
    }
    incoming
        .body()
        .pipeTo(response)
        .onFailure(_ -> incoming.cancel().run())
        .onComplete(
            _ -> tell(head, response.getStatusCode(), Result.PASS, response.bytesWritten(), since));
  }

  private void refuse(HttpServerRequest request, RequestHead head, Throwable failure, long since) {
    var status =
        failure instanceof UpstreamException why && why.reason() == Reason.BROKEN ? 502 : 504;
    var detail = failure instanceof UpstreamException why ? why.getMessage() : "No answer.";
    var problem = Problem.of(status, "No answer from above", String.valueOf(detail));
    DirectAnswers.write(request, problem.toReply(request));
    tell(head, status, Result.ERROR, 0, since);
  }

  private void tell(RequestHead head, int status, Result result, long bytes, long since) {
    var nanos = parts.nanos().getAsLong() - since;
    parts.served().accept(new Served(tier, head.url(), status, result, bytes, nanos));
  }
}
