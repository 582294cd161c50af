package dev.whiteboard.chat.http;

import dev.whiteboard.chat.log.Message;
import dev.whiteboard.chat.log.MessageLog;
import dev.whiteboard.chat.log.SeqRange;
import dev.whiteboard.chat.protocol.MessageJson;
import dev.whiteboard.chat.room.Membership;
import dev.whiteboard.chat.room.Memberships;
import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.kit.settings.IntRange;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/**
 * {@code /api/v1/chats/{id}/messages}: what was said, from where the caller joined to where he
 * left.
 *
 * <p>Without {@code after} the newest that there are, or the newest before {@code before}; with it
 * the oldest behind it. In both cases in the order of the chat.
 */
public final class HistoryApi {
  private static final IntRange LIMIT = new IntRange(1, SeqRange.LIMIT_MAX);
  private static final int LIMIT_DEFAULT = 50;

  private final Callers callers;
  private final Memberships memberships;
  private final MessageLog log;

  /** Routes over these parts. */
  public HistoryApi(Callers callers, Memberships memberships, MessageLog log) {
    this.callers = callers;
    this.memberships = memberships;
    this.log = log;
  }

  /** Binds the route. */
  public void mountOn(ServiceRoutes routes) {
    routes.route(HttpMethod.GET, "/api/v1/chats/:id/messages", 0, this::read);
  }

  private Reply read(RoutingContext request) {
    var caller = callers.require(request);
    var chat = MemberFields.chat(request);
    var query = new Query(request);
    var before = query.number("before");
    var after = query.number("after");
    var limit = query.limit(LIMIT, LIMIT_DEFAULT);
    query.check();
    var membership =
        memberships.find(chat, caller.user()).orElseThrow(Refusals.NO_CHAT::asException);
    return answer(log.read(chat, seen(membership, after, before, limit)));
  }

  /** Of what is asked for, what he may see. */
  private static SeqRange seen(
      Membership membership, Optional<Long> after, Optional<Long> before, int limit) {
    var end = membership.isCurrent() ? Long.MAX_VALUE : membership.leftSeq() + 1;
    return new SeqRange(
        Math.max(after.orElse(0L), membership.joinedSeq()),
        Math.min(before.orElse(Long.MAX_VALUE), end),
        limit,
        after.isEmpty());
  }

  private static Reply answer(List<Message> messages) {
    var array = new JsonArray();
    messages.forEach(message -> array.add(MessageJson.of(message)));
    return Reply.json(200, new JsonObject().put("messages", array));
  }
}
