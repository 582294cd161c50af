package dev.whiteboard.chat.protocol;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.MessageId;
import dev.whiteboard.chat.id.SessionId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.kit.http.Rfc3339;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Frames of the service, to JSON and back. */
public final class ServerFrames {
  private ServerFrames() {}

  /** As JSON. */
  public static JsonObject json(ServerFrame frame) {
    return switch (frame) {
      case ServerFrame.Welcome welcome -> json(welcome);
      case ServerFrame.Sent sent -> json(sent);
      case ServerFrame.Msg(var message) -> MessageJson.of(message).put("t", "msg");
      case ServerFrame.Receipt(var chat, var user, var delivered, var read) ->
          json("receipt", chat)
              .put("user", user.toString())
              .put("delivered", delivered)
              .put("read", read);
      case ServerFrame.Presence presence -> json(presence);
      case ServerFrame.Typing(var chat, var user) ->
          json("typing", chat).put("user", user.toString());
      case ServerFrame.Gap(var chat, var from, var to) ->
          json("gap", chat).put("from", from).put("to", to);
      case ServerFrame.Synced(var chat, var after, var upto, var head) ->
          json("synced", chat).put("after", after).put("upto", upto).put("head", head);
      case ServerFrame.Failed error -> json(error);
      case ServerFrame.Bye(var code, var reconnect, var afterMs) ->
          json("bye").put("code", code).put("reconnect", reconnect).put("afterMs", afterMs);
      case ServerFrame.Pong(var heads) -> {
        var json = json("pong");
        yield heads.isEmpty() ? json : json.put("heads", ClientFrames.counts(heads));
      }
    };
  }

  private static JsonObject json(ServerFrame.Welcome welcome) {
    return json("welcome")
        .put("session", welcome.session().toString())
        .put("node", welcome.node())
        .put("heartbeatMs", welcome.heartbeatMs())
        .put("windowMax", welcome.windowMax())
        .put("frameBytesMax", welcome.frameBytesMax());
  }

  private static JsonObject json(ServerFrame.Sent sent) {
    return json("sent", sent.chat())
        .put("mid", sent.mid().toString())
        .put("seq", sent.seq())
        .put("at", Rfc3339.format(sent.at()))
        .put("dup", sent.dup());
  }

  private static JsonObject json(ServerFrame.Presence presence) {
    var json =
        json("presence")
            .put("user", presence.user().toString())
            .put("state", presence.state().name().toLowerCase(Locale.ROOT));
    presence.since().ifPresent(since -> json.put("since", Rfc3339.format(since)));
    return json;
  }

  private static JsonObject json(ServerFrame.Failed error) {
    var json = json("error").put("code", error.code()).put("detail", error.detail());
    error.mid().ifPresent(mid -> json.put("mid", mid.toString()));
    error.chat().ifPresent(chat -> json.put("chat", chat.toString()));
    json.put("retryable", error.retryable());
    return error.retryAfterMs() > 0 ? json.put("retryAfterMs", error.retryAfterMs()) : json;
  }

  private static JsonObject json(String t) {
    return new JsonObject().put("t", t);
  }

  private static JsonObject json(String t, ChatId chat) {
    return json(t).put("chat", chat.toString());
  }

  /**
   * From JSON that a node wrote.
   *
   * @return the frame; empty where it is of a kind that came later than this client
   * @throws RuntimeException where a field is missing or of another type
   */
  public static Optional<ServerFrame> parse(JsonObject json) {
    return Optional.ofNullable(
        switch (json.getString("t", "")) {
          case "welcome" -> welcome(json);
          case "sent" -> sent(json);
          case "msg" -> new ServerFrame.Msg(MessageJson.parse(json));
          case "receipt" ->
              new ServerFrame.Receipt(
                  chat(json), user(json), json.getLong("delivered"), json.getLong("read"));
          case "presence" -> presence(json);
          case "typing" -> new ServerFrame.Typing(chat(json), user(json));
          case "gap" -> new ServerFrame.Gap(chat(json), json.getLong("from"), json.getLong("to"));
          case "synced" ->
              new ServerFrame.Synced(
                  chat(json), json.getLong("after"), json.getLong("upto"), json.getLong("head"));
          case "error" -> error(json);
          case "bye" ->
              new ServerFrame.Bye(
                  json.getInteger("code"), json.getBoolean("reconnect"), json.getLong("afterMs"));
          case "pong" -> new ServerFrame.Pong(heads(json));
          default -> null;
        });
  }

  private static ServerFrame welcome(JsonObject json) {
    return new ServerFrame.Welcome(
        new SessionId(MessageJson.uuid(json, "session")),
        json.getString("node"),
        json.getLong("heartbeatMs"),
        json.getInteger("windowMax"),
        json.getInteger("frameBytesMax"));
  }

  private static ServerFrame sent(JsonObject json) {
    return new ServerFrame.Sent(
        new MessageId(MessageJson.uuid(json, "mid")),
        chat(json),
        json.getLong("seq"),
        Rfc3339.parse(json.getString("at")),
        json.getBoolean("dup"));
  }

  private static ServerFrame presence(JsonObject json) {
    var state = json.getString("state").toUpperCase(Locale.ROOT);
    return new ServerFrame.Presence(
        user(json),
        ServerFrame.Presence.State.valueOf(state),
        Optional.ofNullable(json.getString("since")).map(Rfc3339::parse));
  }

  private static ServerFrame error(JsonObject json) {
    return new ServerFrame.Failed(
        Optional.ofNullable(json.getString("mid")).flatMap(MessageId::parse),
        Optional.ofNullable(json.getString("chat")).flatMap(ChatId::parse),
        json.getString("code"),
        json.getString("detail"),
        json.getBoolean("retryable"),
        json.getLong("retryAfterMs", 0L));
  }

  private static Map<ChatId, Long> heads(JsonObject json) {
    var heads = new HashMap<ChatId, Long>();
    var counts = json.getJsonObject("heads", new JsonObject());
    counts.forEach(head ->
        heads.put(
            new ChatId(UUID.fromString(head.getKey())), ((Number) head.getValue()).longValue()));
    return heads;
  }

  private static ChatId chat(JsonObject json) {
    return new ChatId(MessageJson.uuid(json, "chat"));
  }

  private static UserId user(JsonObject json) {
    return new UserId(MessageJson.uuid(json, "user"));
  }
}
