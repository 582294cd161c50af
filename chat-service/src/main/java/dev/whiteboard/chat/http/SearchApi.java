package dev.whiteboard.chat.http;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.room.Memberships;
import dev.whiteboard.chat.room.UserChats;
import dev.whiteboard.chat.search.Excerpt;
import dev.whiteboard.chat.search.Highlight;
import dev.whiteboard.chat.search.Hit;
import dev.whiteboard.chat.search.HitPage;
import dev.whiteboard.chat.search.MessageSearch;
import dev.whiteboard.chat.search.SearchCursor;
import dev.whiteboard.chat.search.SearchQuery;
import dev.whiteboard.chat.search.Seen;
import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.Rfc3339;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.kit.settings.IntRange;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;

/**
 * {@code /api/v1/search}: messages with certain words, newest first, of the chats that the caller
 * is in; with {@code chat} of one that he is or was in. Of each from where he joined to where he
 * left.
 */
public final class SearchApi {
  private static final IntRange LIMIT = new IntRange(1, 50);
  private static final int LIMIT_DEFAULT = 20;

  /** Searches of a user: a node has few turns, and others look for something, too. */
  private static final int AT_ONCE_MAX = 2;

  private static final Problem TOO_MANY =
      Problem.of(429, "Too many searches", "Look for fewer things at once.")
          .withRetryAfter(Duration.ofSeconds(1));

  private final Parts parts;
  private final UserTurns turns = new UserTurns(AT_ONCE_MAX, TOO_MANY);

  /**
   * What it works with.
   *
   * @param callers tells who asks
   * @param memberships who may look into one chat
   * @param userChats who is in which
   * @param search finds messages
   */
  public record Parts(
      Callers callers, Memberships memberships, UserChats userChats, MessageSearch search) {}

  /** Routes over these parts. */
  public SearchApi(Parts parts) {
    this.parts = parts;
  }

  /** Binds the route. */
  public void mountOn(ServiceRoutes routes) {
    routes.route(HttpMethod.GET, "/api/v1/search", 0, this::search);
  }

  private Reply search(RoutingContext request) {
    var caller = parts.callers.require(request);
    var query = new Query(request);
    var sought = query.required("q", SearchQuery::parse, SearchQuery.RULE);
    var chat = query.parsed("chat", ChatId::parse, "must be the id of a chat");
    var before = query.parsed("before", SearchCursor::parse, "must be next of another page");
    var limit = query.limit(LIMIT, LIMIT_DEFAULT);
    query.check();
    return turns.take(
        caller.user(),
        () -> {
          var seen = chat.map(one -> seen(one, caller.user())).orElseGet(() -> seen(caller.user()));
          var page = parts.search.find(seen, sought.orElseThrow(), before, limit);
          return Reply.json(200, json(page).put("complete", seen.size() < UserChats.WATCHED_MAX));
        });
  }

  private List<Seen> seen(ChatId chat, UserId user) {
    var membership = parts.memberships.find(chat, user).orElseThrow(Refusals.NO_CHAT::asException);
    return List.of(Seen.by(membership));
  }

  private List<Seen> seen(UserId user) {
    return parts.userChats.of(user).stream().map(Seen::of).toList();
  }

  private static JsonObject json(HitPage page) {
    var hits = new JsonArray();
    page.hits().forEach(hit -> hits.add(json(hit)));
    return new JsonObject()
        .put("hits", hits)
        .put("next", page.next().map(SearchCursor::toString).orElse(null));
  }

  private static JsonObject json(Hit hit) {
    return new JsonObject()
        .put("chat", hit.chat().toString())
        .put("seq", hit.seq())
        .put("from", hit.from().toString())
        .put("at", Rfc3339.format(hit.at()))
        .put("excerpt", json(hit.excerpt()));
  }

  private static JsonObject json(Excerpt excerpt) {
    var highlights = new JsonArray();
    excerpt.highlights().forEach(highlight -> highlights.add(json(highlight)));
    return new JsonObject()
        .put("text", excerpt.text())
        .put("offset", excerpt.offset())
        .put("highlights", highlights);
  }

  private static JsonObject json(Highlight highlight) {
    return new JsonObject().put("start", highlight.start()).put("end", highlight.end());
  }
}
