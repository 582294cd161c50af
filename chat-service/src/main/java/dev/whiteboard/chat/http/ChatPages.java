package dev.whiteboard.chat.http;

import dev.whiteboard.kit.http.Pages;
import java.util.List;

/** The chat's page: plain files, no build step. */
public final class ChatPages {
  private static final List<String> FILES =
      List.of(
          "chat.css",
          "messages.css",
          "chat.js",
          "about.js",
          "account.js",
          "api.js",
          "attachments.js",
          "backoff.js",
          "bus.js",
          "conversation.js",
          "cursor.js",
          "facts.js",
          "files.js",
          "http.js",
          "ids.js",
          "keys.js",
          "keystore.js",
          "link.js",
          "message.js",
          "mls-commits.js",
          "mls-names.js",
          "mls.js",
          "moment.js",
          "newchat.js",
          "nodes.js",
          "outbox.js",
          "page.js",
          "picker.js",
          "push.js",
          "reception.js",
          "sealed.js",
          "session.js",
          "side.js",
          "store.js",
          "talk.js",
          "tape.js",
          "text.js",
          "ts-mls.js",
          "uploads.js",
          "wire.js",
          "writing.js");

  private ChatPages() {}

  /** The page at {@code /}, its files under {@code /assets/chat/}. */
  public static Pages pages() {
    var pages =
        new Pages().add("/", "pages/chat/index.html").add("/openapi.yaml", "openapi/chat.yaml");
    FILES.forEach(file -> pages.add("/assets/chat/" + file, "pages/chat/" + file));
    // At the root, as a worker is for what is below it.
    return pages.add("/push-worker.js", "pages/chat/push-worker.js");
  }
}
