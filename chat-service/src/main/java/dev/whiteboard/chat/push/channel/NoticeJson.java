package dev.whiteboard.chat.push.channel;

import io.vertx.core.json.JsonObject;

/** A notice as browsers and webhooks get it. */
final class NoticeJson {
  private NoticeJson() {}

  /** Without {@code from} and {@code words} where the service can't read the message. */
  static JsonObject of(Notice notice) {
    var json =
        new JsonObject()
            .put("id", notice.id())
            .put("chat", notice.chat().toString())
            .put("name", notice.chatName())
            .put("count", notice.count())
            .put("seq", notice.seq())
            .put("urgent", notice.urgent())
            .put("text", notice.counted());
    notice
        .latest()
        .ifPresent(latest -> json.put("from", latest.from()).put("words", latest.words()));
    return json;
  }
}
