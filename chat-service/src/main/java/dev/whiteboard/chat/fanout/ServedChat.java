package dev.whiteboard.chat.fanout;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A chat that somebody on this event loop watches: who, and up to where they were served. Messages
 * leave it in their order, each once, in whatever order and however often they came.
 */
final class ServedChat {
  /** Messages that came ahead of others; beyond it they are forgotten, and fetched later. */
  static final int EARLY_MAX = 256;

  /** Removals that are remembered. */
  static final int REMOVED_MAX = 1_000;

  /** Of a group of 500 who all write, 4 a second are told of: 2,000 frames and not 250,000. */
  private static final int TYPING_EVERY_MS = 250;

  /** The head is not known yet. */
  private static final long UNKNOWN = -1;

  private final ChatId chat;
  private final List<Subscription> subscriptions = new ArrayList<>(2);

  /** Mostly null: messages come in order. */
  private @Nullable TreeMap<Long, Delivery> early;

  private long head = UNKNOWN;

  /** Where passing on began. */
  private long placedAt;

  /** Who was removed since, by which message; mostly null. The eldest are forgotten. */
  private @Nullable LinkedHashMap<UserId, Long> removed;

  /** The newest that is known to exist, be it that it has not come. */
  private long heard;

  /** When somebody here was last told to write. */
  private long typedMs = Long.MIN_VALUE / 2;

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
      placedAt = seq;
      if (early != null) {
        early.headMap(seq, true).clear();
      }
    }
    hear(seq);
  }

  /** These were removed by the message that was passed on last. */
  void removed(Set<UserId> users) {
    if (removed == null) {
      removed = new LinkedHashMap<>();
    }
    for (var user : users) {
      removed.remove(user);
      removed.put(user, head);
    }
    while (removed.size() > REMOVED_MAX) {
      var eldest = removed.pollFirstEntry();
      placedAt = Math.max(placedAt, eldest.getValue());
    }
  }

  /**
   * Whether a user who was a member at some message is one now, as far as messages were passed on.
   *
   * @param joinedSeq where his membership began
   * @param asOf the newest message when he was found to be a member
   * @return empty where that was too long ago to tell
   */
  Optional<Boolean> isStillMember(UserId user, long joinedSeq, long asOf) {
    if (isPlaced() && asOf < placedAt) {
      return Optional.empty();
    }
    return Optional.of(removed == null || removed.getOrDefault(user, 0L) <= joinedSeq);
  }

  /** Whether it is long enough ago that somebody wrote, to tell of another. */
  boolean takeTyping(long nowMs) {
    var isLong = nowMs - typedMs >= TYPING_EVERY_MS;
    if (isLong) {
      typedMs = nowMs;
    }
    return isLong;
  }

  /** There is a message with this number. */
  void hear(long seq) {
    heard = Math.max(heard, seq);
  }

  /**
   * Whether messages are known to exist that can't be passed on, as one ahead of them is missing.
   */
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
