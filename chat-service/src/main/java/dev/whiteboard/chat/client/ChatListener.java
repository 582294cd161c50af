package dev.whiteboard.chat.client;

import dev.whiteboard.chat.log.Message;
import dev.whiteboard.chat.protocol.ServerFrame;

/**
 * Is told what happens to a client: on its event loop, one call after the other, so it must not
 * block. What it throws is logged, and changes nothing.
 */
public interface ChatListener {
  /** The next message of its chat: each once, and in the order of their places. */
  void onMessage(Message message);

  /** A member is further than before. */
  default void onReceipt(ServerFrame.Receipt receipt) {}

  /** Somebody came or went. */
  default void onPresence(ServerFrame.Presence presence) {}

  /** Somebody is writing. */
  default void onTyping(ServerFrame.Typing typing) {}

  /** The connection has come, gone, or ended. */
  default void onState(ClientState state) {}

  /** The service did not do what was asked, and it was no message. */
  default void onError(ServerFrame.Failed error) {}
}
