package dev.whiteboard.cdn.world;

import dev.whiteboard.cdn.analytics.Served;
import dev.whiteboard.cdn.analytics.Served.Result;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells of each answer when it is over. Where an answer came from it reads in its own member of
 * {@code Cache-Status}, the last one (RFC 9211): what it counts is what a client can see.
 */
final class Watched implements Handler<HttpServerRequest> {
  private final String tier;
  private final Handler<HttpServerRequest> inner;
  private final Consumer<Served> served;
  private final LongSupplier nanos;

  Watched(
      String tier, Handler<HttpServerRequest> inner, Consumer<Served> served, LongSupplier nanos) {
    this.tier = tier;
    this.inner = inner;
    this.served = served;
    this.nanos = nanos;
  }

  @Override
  public void handle(HttpServerRequest request) {
    var since = nanos.getAsLong();
    request.response().bodyEndHandler(_ -> tell(request, since));
    inner.handle(request);
  }

  private void tell(HttpServerRequest request, long since) {
    var response = request.response();
    var lines = response.headers().getAll("cache-status");
    var url = request.scheme() + "://" + request.authority() + request.uri();
    served.accept(
        new Served(
            tier,
            url,
            response.getStatusCode(),
            result(lines.isEmpty() ? null : lines.getLast()),
            response.bytesWritten(),
            nanos.getAsLong() - since));
  }

  static Result result(@Nullable String cacheStatus) {
    if (cacheStatus == null) {
      return Result.PASS;
    }
    var member = cacheStatus.substring(cacheStatus.lastIndexOf(',') + 1);
    if (member.contains("; hit")) {
      return member.contains("; ttl=-") ? Result.STALE : Result.HIT;
    }
    if (!member.contains("; fwd=")) {
      return Result.REFUSED;
    }
    if (member.contains("stale-if-error")) {
      return Result.STALE;
    }
    if (member.contains("; fwd-status=304")) {
      return Result.REVALIDATED;
    }
    if (!member.contains("; fwd-status=") && !member.contains("; collapsed")) {
      return Result.ERROR;
    }
    return member.contains("; stored") ? Result.MISS : Result.PASS;
  }
}
