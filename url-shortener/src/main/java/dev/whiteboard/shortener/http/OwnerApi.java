package dev.whiteboard.shortener.http;

import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.StoreAwayException;
import dev.whiteboard.shortener.click.PostgresVisits;
import dev.whiteboard.shortener.link.NewsReader;
import dev.whiteboard.shortener.link.PostgresLinkChanges;
import dev.whiteboard.shortener.link.PostgresLinkChanges.Outcome;
import dev.whiteboard.shortener.link.StoredLink;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /api/v1/links/{code}}: a link, for its owner, to read, edit and delete.
 *
 * <p>Each answer has the link's version as its {@code ETag}; who sends it back with {@code
 * If-Match} changes nothing that somebody else has changed meanwhile (RFC 9110, section 13.1.1).
 */
public final class OwnerApi {
  private static final Pattern VERSION_TAG = Pattern.compile("\"([0-9]{1,18})\"");

  private static final Logger log = LoggerFactory.getLogger(OwnerApi.class);

  private final Parts parts;

  /**
   * What the routes need.
   *
   * @param links finds links for their owners
   * @param changes edits and deletes them
   * @param news is told of it on this node, before the client is
   * @param corrections tells Redis of changes of a code's shard
   * @param visits their visits
   * @param json writes them
   * @param ownHosts hosts that a link must not lead to
   * @param clock now
   */
  public record Parts(
      OwnedLinks links,
      Shards<PostgresLinkChanges> changes,
      NewsReader news,
      Consumer<String> corrections,
      Shards<PostgresVisits> visits,
      LinkJson json,
      Set<String> ownHosts,
      InstantSource clock) {}

  /** Routes over these parts. */
  public OwnerApi(Parts parts) {
    this.parts = parts;
  }

  /** Binds the routes. */
  public void mountOn(ServiceRoutes routes) {
    routes.route(HttpMethod.GET, "/api/v1/links/:code", 0, this::read);
    routes.route(HttpMethod.PATCH, "/api/v1/links/:code", LinkApi.BODY_BYTES_MAX, this::edit);
    routes.route(HttpMethod.DELETE, "/api/v1/links/:code", 0, this::delete);
  }

  private Reply read(RoutingContext request) {
    return answer(parts.links.require(request));
  }

  private Reply edit(RoutingContext request) {
    var link = parts.links.require(request);
    var edit = LinkPatch.parse(request, parts.ownHosts, parts.clock.instant());
    var code = link.link().code();
    return answer(changed(parts.changes.of(code).edit(code, edit, versionAsked(request))));
  }

  private Reply delete(RoutingContext request) {
    var link = parts.links.require(request);
    var code = link.link().code();
    changed(parts.changes.of(code).delete(code, versionAsked(request)));
    return Reply.empty(204);
  }

  /** The link after a change, with everybody told who can be. */
  private StoredLink changed(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done(var link) -> {
        parts.news.changed(link.link().code(), link.version());
        tellRedis(link.link().code());
        yield link;
      }
      case Outcome.Gone _ -> throw OwnedLinks.deleted();
      case Outcome.OtherVersion _ ->
          throw Problem.of(
                  412, "Changed meanwhile", "The link is not at the version that you sent.")
              .asException();
    };
  }

  /** The change is made: where Redis can't be told of it now, it is told later. */
  private void tellRedis(String code) {
    try {
      parts.corrections.accept(code);
    } catch (StoreAwayException e) {
      log.debug("Redis is told later", e);
    }
  }

  private Reply answer(StoredLink stored) {
    var code = stored.link().code();
    var visits = parts.visits.of(code).total(code);
    return Reply.json(200, parts.json.of(stored.link(), visits))
        .with("ETag", '"' + Long.toString(stored.version()) + '"');
  }

  /** A tag that is none of ours matches no version. */
  private static Optional<Long> versionAsked(RoutingContext request) {
    return Optional.ofNullable(request.request().getHeader("If-Match"))
        .filter(tag -> !tag.equals("*"))
        .map(tag -> {
          var version = VERSION_TAG.matcher(tag);
          return version.matches() ? Long.parseLong(version.group(1)) : 0L;
        });
  }
}
