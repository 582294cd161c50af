package dev.whiteboard.chat.client;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.protocol.ClientFrame;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How far the user has read, until the service has surely heard it: a connection can end with it on
 * the way, and nothing answers it. What came before a ping has arrived when the pong does.
 */
final class Reads {
  private final Map<ChatId, Long> sincePing = new HashMap<>();
  private final Map<ChatId, Long> beforePing = new HashMap<>();
  private final int chatsMax;

  Reads(int chatsMax) {
    this.chatsMax = chatsMax;
  }

  /** Takes one; beyond the bound of chats it is only sent, and not kept. */
  void add(ChatId chat, long upto) {
    if (sincePing.size() < chatsMax || sincePing.containsKey(chat)) {
      sincePing.merge(chat, upto, Math::max);
    }
  }

  /** A ping goes out behind all that was said. */
  void pinged() {
    sincePing.forEach((chat, upto) -> beforePing.merge(chat, upto, Math::max));
    sincePing.clear();
  }

  /** And has been answered. */
  void ponged() {
    beforePing.clear();
  }

  /** A new connection: all is said again that may not have arrived. */
  void connected(Consumer<ClientFrame> out) {
    beforePing.forEach((chat, upto) -> sincePing.merge(chat, upto, Math::max));
    beforePing.clear();
    sincePing.forEach((chat, upto) -> out.accept(new ClientFrame.Read(chat, upto)));
  }
}
