package dev.whiteboard.chat.fanout;

import dev.whiteboard.chat.id.ChatId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A chat that somebody on this event loop watches: who, and up to where they were served. Messages
 * leave it in their order, each once, in whatever order and however often they came.
 */
final class ServedChat {
  /** Messages that came ahead of others; beyond it they are forgotten, and fetched later. */
  static final int EARLY_MAX = 256;

  /** The head is not known yet. */
  private static final long UNKNOWN = -1;

  private final ChatId chat;
  private final List<Subscription> subscriptions = new ArrayList<>(2);

  /** Mostly null: messages come in order. */
  private @Nullable TreeMap<Long, Delivery> early;

  private long head = UNKNOWN;

  /** The newest that is known to exist, be it that it has not come. */
  private long heard;

  /** Whether what is missing is being fetched. */
  boolean fetching;

  ServedChat(ChatId chat) {
    this.chat = chat;
  }

  ChatId chat() {
    return chat;
  }

  List<Subscription> subscriptions() {
    return subscriptions;
  }

  /** The newest that was passed on; 0 before the first. */
  long head() {
    return Math.max(head, 0);
  }

  /** Whether it is known where passing on begins. */
  boolean isPlaced() {
    return head != UNKNOWN;
  }

  /**
   * Passing on begins behind this, unless it has begun; what is newer than known is missing.
   *
   * @param seq the newest message at a moment when the subscription was in place already
   */
  void placeAt(long seq) {
    if (head == UNKNOWN) {
      head = seq;
      if (early != null) {
        early.headMap(seq, true).clear();
      }
    }
    hear(seq);
  }

  /** There is a message with this number. */
  void hear(long seq) {
    heard = Math.max(heard, seq);
  }

  /** Whether messages are known to exist that can't be passed on, as one ahead of them is missing. */
  boolean isBehind() {
    return isPlaced() && heard > head && (early == null || !early.containsKey(head + 1));
  }

  /** Takes what came, wherever it belongs. */
  void offer(Delivery delivery) {
    hear(delivery.seq());
    if (isPlaced() && delivery.seq() <= head) {
      return;
    }
    if (early == null) {
      early = new TreeMap<>();
    }
    early.put(delivery.seq(), delivery);
    if (early.size() > EARLY_MAX) {
      early.pollLastEntry();
    }
  }

  /** The next in order, which is thereby passed on; null where it is not there. */
  @Nullable Delivery poll() {
    if (early == null || !isPlaced()) {
      return null;
    }
    var next = early.remove(head + 1);
    if (next != null) {
      head++;
    }
    if (early.isEmpty()) {
      early = null;
    }
    return next;
  }
}
