package dev.whiteboard.chat.http;

import dev.whiteboard.chat.account.User;
import dev.whiteboard.chat.room.ChatView;
import dev.whiteboard.chat.room.ChatView.Last;
import dev.whiteboard.chat.room.ChatView.Member;
import dev.whiteboard.chat.room.ChatView.Own;
import dev.whiteboard.chat.room.Membership.Role;
import dev.whiteboard.kit.http.Rfc3339;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Chats as they stand in JSON. */
final class ChatJson {
  private ChatJson() {}

  /** A chat in a list. */
  static JsonObject of(ChatView view) {
    var chat = view.chat();
    return new JsonObject()
        .put("chatId", chat.id().toString())
        .put("kind", chat.kind().wireName())
        .put("title", chat.title().orElse(null))
        .put("encrypted", chat.encrypted())
        .put("createdAt", Rfc3339.format(chat.createdAt()))
        .put("memberCount", chat.members())
        .put("others", others(view.others()))
        .put("role", role(view.own().role()))
        .put("joined", view.own().joinedSeq())
        .put("delivered", view.own().deliveredSeq())
        .put("read", view.own().readSeq())
        .put("lastSeq", chat.lastSeq())
        .put("unread", view.unread())
        .put("last", view.last().map(ChatJson::last).orElse(null));
  }

  /** A chat with all of its members. */
  static JsonObject of(ChatView view, List<Member> members) {
    var array = new JsonArray();
    members.forEach(member -> array.add(member(member)));
    return of(view).put("members", array);
  }

  static JsonObject user(User user) {
    return new JsonObject().put("userId", user.id().toString()).put("name", user.name());
  }

  private static JsonArray others(List<User> users) {
    var array = new JsonArray();
    users.forEach(user -> array.add(user(user)));
    return array;
  }

  private static JsonObject member(Member member) {
    Own standing = member.standing();
    return user(member.user())
        .put("role", role(standing.role()))
        .put("joined", standing.joinedSeq())
        .put("delivered", standing.deliveredSeq())
        .put("read", standing.readSeq());
  }

  private static JsonObject last(Last last) {
    @Nullable String words = last.words().orElse(null);
    return new JsonObject()
        .put("seq", last.seq())
        .put("from", last.from().toString())
        .put("at", Rfc3339.format(last.at()))
        .put("kind", last.kind().wireName())
        .put("preview", words)
        .put("deleted", last.deleted());
  }

  private static String role(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }
}
