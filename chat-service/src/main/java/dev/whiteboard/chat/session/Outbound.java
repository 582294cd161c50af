package dev.whiteboard.chat.session;

import dev.whiteboard.chat.fanout.Subscription;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.protocol.ServerFrame;
import dev.whiteboard.chat.websocket.Frame;
import dev.whiteboard.chat.websocket.Socket;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What goes to one client of its chats: messages while it keeps up, and where it does not, the news
 * that there are some. So it never has more waiting than a window of messages and a bound of bytes,
 * and costs nobody else anything.
 */
final class Outbound {
  private final Socket socket;
  private final int windowMax;
  private final SessionMeters meters;
  private final Map<ChatId, Subscription> subscriptions = new HashMap<>(2);

  /** Messages that were sent and are neither acknowledged nor part of a gap. */
  private int unacked;

  /** Since when messages are withheld, in ms; 0 while they are not. */
  private long withheldSinceMs;

  /** Nothing is sent before the client knows that it is welcome. */
  private boolean open;

  Outbound(Socket socket, int windowMax, SessionMeters meters) {
    this.socket = socket;
    this.windowMax = windowMax;
    this.meters = meters;
  }

  Collection<Subscription> subscriptions() {
    return subscriptions.values();
  }

  void add(Subscription subscription) {
    subscriptions.put(subscription.chat(), subscription);
  }

  void remove(Subscription subscription) {
    unacked -= (int) subscription.unacked();
    subscriptions.remove(subscription.chat(), subscription);
  }

  /** The client's part in a chat; null where it has none. */
  @Nullable Subscription of(ChatId chat) {
    return subscriptions.get(chat);
  }

  boolean watches(ChatId chat) {
    return subscriptions.containsKey(chat);
  }

  /** From now on messages are sent. */
  void open() {
    open = true;
    tellGaps();
  }

  /**
   * Sends the next message of a chat, or withholds it.
   *
   * @return whether it was sent
   */
  boolean deliver(Subscription subscription, long seq, Frame frame, long nowMs) {
    if (mayTake(subscription) && socket.send(frame)) {
      subscription.sent(seq);
      unacked++;
      return true;
    }
    subscription.withheld(seq);
    if (open && withheldSinceMs == 0) {
      withheldSinceMs = nowMs;
      meters.slow();
    }
    return false;
  }

  private boolean mayTake(Subscription subscription) {
    return open && !subscription.hasGap() && unacked < windowMax && socket.isWritable();
  }

  /** The client has all up to a message. */
  void acked(Subscription subscription, long upto) {
    unacked -= (int) subscription.acked(upto);
  }

  boolean isWithholding() {
    return withheldSinceMs > 0;
  }

  /** How long it has been taking nothing, in ms. */
  long stuckMs(long nowMs) {
    return withheldSinceMs == 0 || socket.isWritable() ? 0 : nowMs - withheldSinceMs;
  }

  /** Tells what was withheld, as far as the client takes that; then it is for the client to ask. */
  void tellGaps() {
    for (var subscription : subscriptions.values()) {
      if (subscription.hasGap()) {
        if (!socket.isWritable()) {
          return;
        }
        tellGap(subscription);
      }
    }
    withheldSinceMs = 0;
  }

  private void tellGap(Subscription subscription) {
    unacked -= (int) subscription.unacked();
    var head = subscription.head();
    var from = subscription.takeGap();
    Frames.send(socket, new ServerFrame.Gap(subscription.chat(), from, head));
  }

  /** The heads of chats of which the client has not acknowledged all. */
  Map<ChatId, Long> unackedHeads() {
    var heads = new HashMap<ChatId, Long>();
    for (var subscription : subscriptions.values()) {
      if (subscription.ackedSeq() < subscription.head()) {
        heads.put(subscription.chat(), subscription.head());
      }
    }
    return heads;
  }
}
