package dev.whiteboard.chat.protocol;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.FileId;
import dev.whiteboard.chat.id.MessageId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.Ciphertext;
import dev.whiteboard.chat.log.Content;
import dev.whiteboard.chat.log.Kind;
import dev.whiteboard.chat.log.Message;
import dev.whiteboard.kit.http.Rfc3339;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;

/**
 * A message as JSON: in frames, in the history over HTTP, and between nodes.
 *
 * <pre>{@code
 * {"chat", "seq", "mid", "from", "device", "at", "kind", "ref"?,
 *  "body" | "ciphertext", "files"?, "changedBy"?, "deleted"?}
 * }</pre>
 */
public final class MessageJson {
  private MessageJson() {}

  /** To JSON. */
  public static JsonObject of(Message message) {
    var json =
        new JsonObject()
            .put("chat", message.chat().toString())
            .put("seq", message.seq())
            .put("mid", message.mid().toString())
            .put("from", message.from().toString())
            .put("device", message.device().toString())
            .put("at", Rfc3339.format(message.at()))
            .put("kind", message.kind().wireName());
    if (message.ref() > 0) {
      json.put("ref", message.ref());
    }
    put(json, message.content());
    if (!message.files().isEmpty()) {
      json.put("files", ClientFrames.texts(message.files()));
    }
    if (message.changedBy() > 0) {
      json.put("changedBy", message.changedBy());
    }
    return message.deleted() ? json.put("deleted", true) : json;
  }

  static void put(JsonObject json, Content content) {
    switch (content) {
      case Content.Words(var body) -> json.put("body", body);
      case Content.Sealed(var ciphertext) -> json.put("ciphertext", ciphertext.base64());
      case Content.Nothing _ -> {}
    }
  }

  /**
   * From JSON that this service wrote.
   *
   * @throws RuntimeException where it is none
   */
  public static Message parse(JsonObject json) {
    return new Message(
        new ChatId(uuid(json, "chat")),
        json.getLong("seq"),
        new MessageId(uuid(json, "mid")),
        new UserId(uuid(json, "from")),
        new DeviceId(uuid(json, "device")),
        Rfc3339.parse(json.getString("at")),
        Kind.named(json.getString("kind")).orElseThrow(),
        json.getLong("ref", 0L),
        content(json),
        files(json),
        json.getLong("changedBy", 0L),
        json.getBoolean("deleted", false));
  }

  private static Content content(JsonObject json) {
    var body = json.getString("body");
    if (body != null) {
      return new Content.Words(body);
    }
    var ciphertext = json.getString("ciphertext");
    return ciphertext == null
        ? new Content.Nothing()
        : new Content.Sealed(Ciphertext.parse(ciphertext).orElseThrow());
  }

  private static List<FileId> files(JsonObject json) {
    return json.getJsonArray("files", new JsonArray()).stream()
        .map(id -> new FileId(UUID.fromString(id.toString())))
        .toList();
  }

  static UUID uuid(JsonObject json, String field) {
    return UUID.fromString(json.getString(field));
  }
}
