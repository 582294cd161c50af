package dev.whiteboard.shortener.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.kit.settings.IntRange;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.shortener.click.PostgresVisits;
import dev.whiteboard.shortener.link.LinkPages;
import dev.whiteboard.shortener.link.PostgresLinkList.Position;
import dev.whiteboard.shortener.link.PostgresLinkList.Query;
import dev.whiteboard.shortener.link.StoredLink;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code GET /api/v1/links}: the links of an API key, newest first, page by page. */
public final class ListApi {
  private static final IntRange LIMIT = new IntRange(1, 200);
  private static final int LIMIT_DEFAULT = 50;
  private static final int SEARCH_CHARS_MAX = 200;
  private static final Pattern CURSOR = Pattern.compile("([0-9]{1,15}) ([0-9A-Za-z_-]{3,32})");

  private final Callers callers;
  private final LinkPages links;
  private final Shards<PostgresVisits> visits;
  private final LinkJson json;

  /** Over these parts. */
  public ListApi(Callers callers, LinkPages links, Shards<PostgresVisits> visits, LinkJson json) {
    this.callers = callers;
    this.links = links;
    this.visits = visits;
    this.json = json;
  }

  /** Binds the route. */
  public void mountOn(ServiceRoutes routes) {
    routes.route(HttpMethod.GET, "/api/v1/links", 0, this::list);
  }

  private Reply list(RoutingContext request) {
    var owner = callers.requireKey(request).id();
    var errors = new QueryErrors();
    var limit = limit(request, errors);
    // One more than is asked for tells whether there is a next page.
    var query =
        new Query(
            owner,
            position(request, errors),
            text(request, "tag", errors),
            text(request, "q", errors),
            limit + 1);
    errors.check();
    var found = links.find(query);
    var page = found.subList(0, Math.min(limit, found.size()));
    return Reply.json(
        200,
        new JsonObject()
            .put("links", array(page))
            .put("next", found.size() > limit ? cursor(page.getLast()) : null));
  }

  private JsonArray array(List<StoredLink> page) {
    var codes = page.stream().map(stored -> stored.link().code()).toList();
    var totals = visits.share(codes, visits::number, ListApi::totals);
    var array = new JsonArray();
    for (var i = 0; i < page.size(); i++) {
      array.add(json.of(page.get(i).link(), totals.get(i)));
    }
    return array;
  }

  /** For each of these codes, in their order. */
  private static List<Long> totals(PostgresVisits visits, List<String> codes) {
    var totals = visits.totals(codes);
    return codes.stream().map(code -> totals.getOrDefault(code, 0L)).toList();
  }

  private static int limit(RoutingContext request, QueryErrors errors) {
    var text = request.request().getParam("limit");
    if (text == null) {
      return LIMIT_DEFAULT;
    }
    if (!text.matches("[0-9]{1,3}") || !LIMIT.contains(Integer.parseInt(text))) {
      return errors.reject(
          "limit", "must be a number from " + LIMIT.min() + " to " + LIMIT.max(), LIMIT_DEFAULT);
    }
    return Integer.parseInt(text);
  }

  private static Optional<String> text(RoutingContext request, String name, QueryErrors errors) {
    var text = Optional.ofNullable(request.request().getParam(name)).filter(t -> !t.isBlank());
    if (text.isPresent()
        && (text.get().length() > SEARCH_CHARS_MAX || text.get().indexOf('\0') >= 0)) {
      return errors.reject(
          name, "must have at most " + SEARCH_CHARS_MAX + " characters", Optional.empty());
    }
    return text;
  }

  private static Position position(RoutingContext request, QueryErrors errors) {
    var cursor = request.request().getParam("cursor");
    if (cursor == null) {
      return Position.FIRST;
    }
    var parts = CURSOR.matcher(decoded(cursor));
    if (!parts.matches()) {
      return errors.reject("cursor", "must be the \"next\" of the page before", Position.FIRST);
    }
    return new Position(Instant.ofEpochMilli(Long.parseLong(parts.group(1))), parts.group(2));
  }

  private static String cursor(StoredLink last) {
    var position = Position.behind(last.link());
    var text = position.createdAt().toEpochMilli() + " " + position.code();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }

  private static String decoded(String cursor) {
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), UTF_8);
    } catch (IllegalArgumentException e) {
      return ""; // which is no position either
    }
  }
}
