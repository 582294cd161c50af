package dev.whiteboard.chat.http;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.room.ChatTitle;
import dev.whiteboard.kit.http.JsonFields;
import dev.whiteboard.kit.http.Requests;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Fields that requests about chats have in common. */
final class MemberFields {
  /** Room for three times as many members as a chat has, so that too many are told as that. */
  static final int BODY_BYTES_MAX = 64 * 1024;

  private static final int ID_CHARS = 36;
  private static final int TITLE_CHARS_MAX = 4 * ChatTitle.CHARS_MAX;

  private MemberFields() {}

  /**
   * The chat in the path.
   *
   * @throws dev.whiteboard.kit.http.ProblemException 404 where it can't be one
   */
  static ChatId chat(RoutingContext request) {
    return ChatId.parse(Requests.pathParam(request, "id"))
        .orElseThrow(Refusals.NO_CHAT::asException);
  }

  /** The users of {@code members}, each once. */
  static Set<UserId> members(JsonFields fields) {
    var members = new LinkedHashSet<UserId>();
    var isBad = false;
    for (var text : fields.texts("members", BODY_BYTES_MAX, ID_CHARS)) {
      var user = UserId.parse(text);
      user.ifPresent(members::add);
      isBad |= user.isEmpty();
    }
    if (isBad) {
      fields.reject("members", "must hold ids of users");
    }
    return members;
  }

  /** The {@code title}, which may be missing or null. */
  static Optional<ChatTitle> title(JsonFields fields) {
    var text = fields.optionalText("title", TITLE_CHARS_MAX);
    var title = text.flatMap(ChatTitle::parse);
    if (text.isPresent() && title.isEmpty()) {
      fields.reject("title", ChatTitle.RULE);
    }
    return title;
  }
}
