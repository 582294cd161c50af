package dev.whiteboard.chat.room;

import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.Content;
import dev.whiteboard.chat.log.Message;
import io.vertx.core.json.JsonArray;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The users that a message of kind {@code added} or {@code removed} names: a JSON array of ids. */
public final class MemberList {
  private MemberList() {}

  /** As such a message's content. */
  public static Content content(Collection<UserId> users) {
    var ids = users.stream().map(UserId::toString).toList();
    return new Content.Words(new JsonArray(ids).encode());
  }

  /**
   * Whom a message names.
   *
   * @throws IllegalArgumentException where it is of another kind
   */
  public static Set<UserId> of(Message message) {
    if (message.kind().changesMembers() && message.content() instanceof Content.Words(var body)) {
      return new JsonArray(body)
          .stream()
              .map(id -> new UserId(UUID.fromString(id.toString())))
              .collect(Collectors.toUnmodifiableSet());
    }
    throw new IllegalArgumentException("a message of kind " + message.kind() + " names no members");
  }
}
