package dev.whiteboard.chat.fanout;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.Message;
import dev.whiteboard.chat.protocol.MessageJson;
import dev.whiteboard.chat.protocol.ServerFrame;
import dev.whiteboard.chat.protocol.ServerFrames;
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
   * Something for those who watch a chat that is nowhere kept: that somebody writes.
   *
   * @param chat which
   * @param except whose own devices don't need it; empty where all do
   * @param frame the frame, as JSON
   */
  record ToChat(ChatId chat, Optional<UserId> except, String frame) implements NodeNews {}

  /**
   * How far members are.
   *
   * @param moved in the order in which they are to be told
   */
  record Receipts(List<Moved> moved) implements NodeNews {
    public Receipts {
      moved = List.copyOf(moved);
    }
  }

  /**
   * That a member has come further.
   *
   * @param receipt how far
   * @param to whom to tell; empty for all who watch the chat
   */
  record Moved(ServerFrame.Receipt receipt, Set<UserId> to) {
    public Moved {
      to = Set.copyOf(to);
    }
  }

  /**
   * These users came or went. What they are now stands in their leases.
   *
   * @param users who
   */
  record Presence(Set<UserId> users) implements NodeNews {
    public Presence {
      users = Set.copyOf(users);
    }
  }

  /** As text. */
  default String encode() {
    return switch (this) {
      case Messages(var messages) ->
          new JsonObject()
              .put("messages", new JsonArray(messages.stream().map(MessageJson::of).toList()))
              .encode();
      case NewChat(var chat, var members) ->
          new JsonObject().put("newChat", chat.toString()).put("members", texts(members)).encode();
      case Arrival(var user) -> new JsonObject().put("arrival", user.toString()).encode();
      case ToChat(var chat, var except, var frame) -> {
        var json = new JsonObject().put("toChat", chat.toString()).put("frame", frame);
        except.ifPresent(user -> json.put("except", user.toString()));
        yield json.encode();
      }
      case Receipts(var moved) ->
          new JsonObject()
              .put("receipts", new JsonArray(moved.stream().map(NodeNews::json).toList()))
              .encode();
      case Presence(var users) -> new JsonObject().put("presence", texts(users)).encode();
    };
  }

  private static JsonObject json(Moved moved) {
    return ServerFrames.json(moved.receipt()).put("to", texts(moved.to()));
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
    if (json.containsKey("receipts")) {
      return new Receipts(
          json.getJsonArray("receipts").stream().map(one -> moved((JsonObject) one)).toList());
    }
    if (json.containsKey("presence")) {
      return new Presence(users(json.getJsonArray("presence")));
    }
    var except = Optional.ofNullable(json.getString("except")).map(NodeNews::user);
    return new ToChat(chat(json, "toChat"), except, json.getString("frame"));
  }

  private static Moved moved(JsonObject json) {
    var receipt =
        new ServerFrame.Receipt(
            chat(json, "chat"),
            user(json.getString("user")),
            json.getLong("delivered"),
            json.getLong("read"));
    return new Moved(receipt, users(json.getJsonArray("to")));
  }

  private static JsonArray texts(Set<UserId> users) {
    return new JsonArray(users.stream().map(UserId::toString).toList());
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
