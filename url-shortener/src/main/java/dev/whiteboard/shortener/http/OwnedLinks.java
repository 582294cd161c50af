package dev.whiteboard.shortener.http;

import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Requests;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.shortener.link.Links;
import dev.whiteboard.shortener.link.StoredLink;
import io.vertx.ext.web.RoutingContext;

/** The link that a path names, for its owner's eyes. */
public final class OwnedLinks {
  private final Callers callers;
  private final Shards<? extends Links> links;

  /** Over these parts. */
  public OwnedLinks(Callers callers, Shards<? extends Links> links) {
    this.callers = callers;
    this.links = links;
  }

  /**
   * The link under {@code :code}.
   *
   * @throws dev.whiteboard.kit.http.ProblemException 401 without a key or token, 404 where there is
   *     no such link, 403 where it is another's, 410 where it is deleted
   */
  StoredLink require(RoutingContext request) {
    var token = callers.requireToken(request);
    var code = Requests.pathParam(request, "code");
    var stored =
        links
            .of(code)
            .find(code)
            .orElseThrow(() -> Problem.notFound("There is no link under this code.").asException());
    callers.requireOwner(token, stored.ownership());
    if (stored.deleted()) {
      throw deleted();
    }
    return stored;
  }

  /** 410: its owner deleted it. */
  static RuntimeException deleted() {
    return Problem.of(410, "Link gone", "This link was deleted.").asException();
  }
}
