package dev.whiteboard.chat.fanout;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.Message;
import dev.whiteboard.chat.protocol.MessageJson;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** What nodes tell one another. All of it may be lost. */
public sealed interface NodeNews {
  /**
   * Messages that were kept.
   *
   * @param messages each chat's in order
   */
  record Messages(List<Message> messages) implements NodeNews {
    public Messages {
      messages = List.copyOf(messages);
    }
  }

  /**
   * A chat was made.
   *
   * @param chat which
   * @param members who is in it
   */
  record NewChat(ChatId chat, Set<UserId> members) implements NodeNews {
    public NewChat {
      members = Set.copyOf(members);
    }
  }

  /**
   * A device has come to some node.
   *
   * @param user whose it is
   */
  record Arrival(UserId user) implements NodeNews {}

  /**
   * Something for those who watch a chat that is nowhere kept: that somebody writes, or how far he
   * has read.
   *
   * @param chat which
   * @param except whose own devices don't need it; empty where all do
   * @param frame the frame, as JSON
   */
  record ToChat(ChatId chat, Optional<UserId> except, String frame) implements NodeNews {}

  /** As text. */
  default String encode() {
    return switch (this) {
      case Messages(var messages) ->
          new JsonObject()
              .put("messages", new JsonArray(messages.stream().map(MessageJson::of).toList()))
              .encode();
      case NewChat(var chat, var members) ->
          new JsonObject()
              .put("newChat", chat.toString())
              .put("members", new JsonArray(members.stream().map(UserId::toString).toList()))
              .encode();
      case Arrival(var user) -> new JsonObject().put("arrival", user.toString()).encode();
      case ToChat(var chat, var except, var frame) -> {
        var json = new JsonObject().put("toChat", chat.toString()).put("frame", frame);
        except.ifPresent(user -> json.put("except", user.toString()));
        yield json.encode();
      }
    };
  }

  /**
   * From text.
   *
   * @throws RuntimeException where a node of another version wrote what this one does not know
   */
  static NodeNews parse(String text) {
    var json = new JsonObject(text);
    if (json.containsKey("messages")) {
      return new Messages(
          json.getJsonArray("messages").stream()
              .map(one -> MessageJson.parse((JsonObject) one))
              .toList());
    }
    if (json.containsKey("newChat")) {
      return new NewChat(chat(json, "newChat"), users(json.getJsonArray("members")));
    }
    if (json.containsKey("arrival")) {
      return new Arrival(user(json.getString("arrival")));
    }
    var except = Optional.ofNullable(json.getString("except")).map(NodeNews::user);
    return new ToChat(chat(json, "toChat"), except, json.getString("frame"));
  }

  private static Set<UserId> users(JsonArray ids) {
    return ids.stream().map(id -> user(id.toString())).collect(Collectors.toUnmodifiableSet());
  }

  private static ChatId chat(JsonObject json, String field) {
    return new ChatId(UUID.fromString(json.getString(field)));
  }

  private static UserId user(String id) {
    return new UserId(UUID.fromString(id));
  }
}
