package dev.whiteboard.shortener.http;

import dev.whiteboard.kit.http.BodyLines;
import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.ReplyStream;
import dev.whiteboard.kit.http.RequestId;
import dev.whiteboard.kit.http.Requests;
import dev.whiteboard.kit.http.ServiceRoutes;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/**
 * {@code POST /api/v1/links/bulk}: a link or a problem for each line, in the order of the lines.
 *
 * <p>Each batch is answered as soon as it is kept, and what was answered stays, whatever becomes of
 * the rest.
 */
public final class BulkApi {
  private static final String MEDIA_TYPE = "application/x-ndjson";

  /** Lines kept in one transaction, and in memory at a time. */
  private static final int BATCH_MAX = 1_000;

  /** Lines in one request. */
  private static final int LINES_MAX = 1_000_000;

  /** A million lines of 500 bytes; NGINX has the same bound. */
  private static final long BODY_BYTES_MAX = 512L * 1024 * 1024;

  private static final Problem TOO_LARGE =
      Problem.of(
          413,
          "Content too large",
          "Nothing was made from here on: a request holds up to 1,000,000 lines and 512 MB.");

  private final LinkApi.Parts parts;

  /** A route over the parts that single links are made with. */
  public BulkApi(LinkApi.Parts parts) {
    this.parts = parts;
  }

  /** Binds the route. */
  public void mountOn(ServiceRoutes routes) {
    routes.stream(HttpMethod.POST, "/api/v1/links/bulk", LinkApi.BODY_BYTES_MAX, this::create);
  }

  private void create(RoutingContext request, BodyLines lines, ReplyStream reply) {
    var caller = parts.callers().requireKey(request);
    Requests.requireMediaType(request, MEDIA_TYPE);
    var bulk = new BulkLines(parts, caller, RequestId.of(request.request()));
    reply.start(200, Map.of("Content-Type", MEDIA_TYPE, "Cache-Control", "no-store"));
    var linesRead = 0;
    for (var some = lines.take(BATCH_MAX); !some.isEmpty(); some = lines.take(BATCH_MAX)) {
      linesRead += some.size();
      if (linesRead > LINES_MAX || lines.bytesRead() > BODY_BYTES_MAX) {
        reply.write(BulkLines.line(TOO_LARGE));
        return;
      }
      reply.write(bulk.answer(some));
    }
  }
}
