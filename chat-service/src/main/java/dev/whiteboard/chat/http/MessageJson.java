package dev.whiteboard.chat.http;

import dev.whiteboard.chat.log.Content;
import dev.whiteboard.chat.log.Message;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Messages as they stand in JSON: the fields of a frame {@code msg}, without its {@code t}. */
public final class MessageJson {
  private MessageJson() {}

  /** This message. */
  public static JsonObject of(Message message) {
    var json =
        new JsonObject()
            .put("chat", message.chat().toString())
            .put("seq", message.seq())
            .put("mid", message.mid().toString())
            .put("from", message.from().toString())
            .put("device", message.device().toString())
            .put("at", Times.text(message.at()))
            .put("kind", message.kind().wireName());
    putContent(json, message.content());
    putMarks(json, message);
    return json.put("files", files(message));
  }

  private static void putContent(JsonObject json, Content content) {
    switch (content) {
      case Content.Words(var body) -> json.put("body", body);
      case Content.Sealed(var ciphertext) -> json.put("ciphertext", ciphertext.base64());
      case Content.Nothing _ -> {}
    }
  }

  private static void putMarks(JsonObject json, Message message) {
    if (message.ref() > 0) {
      json.put("ref", message.ref());
    }
    if (message.changedBy() > 0) {
      json.put("changedBy", message.changedBy());
    }
    if (message.deleted()) {
      json.put("deleted", true);
    }
  }

  private static JsonArray files(Message message) {
    var files = new JsonArray();
    message.files().forEach(file -> files.add(file.toString()));
    return files;
  }
}
