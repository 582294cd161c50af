package dev.whiteboard.chat.fanout;

import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.websocket.Frame;

/** Somebody on this event loop who gets the messages of chats: a connection. */
public interface Subscriber {
  /** Whose it is. */
  UserId user();

  /**
   * Takes the next message of a chat. Never blocks, and never waits for a slow client: what that
   * does not take, it is told of later.
   *
   * @param subscription which chat, and how far it is there
   * @param delivery the message; each comes once, in order
   * @param frame the same as it is sent; retained by whoever keeps it
   */
  void deliver(Subscription subscription, Delivery delivery, Frame frame);

  /** Takes something that is nowhere kept; a slow client does without. */
  void tell(Frame frame);

  /** A chat has been added to the subscriber's, by somebody else. */
  void subscribed(Subscription subscription);

  /** The user is no member any more; no message follows. */
  void unsubscribed(Subscription subscription);
}
