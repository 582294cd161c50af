package dev.whiteboard.chat.client;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.log.Message;
import dev.whiteboard.chat.log.SeqRange;
import dev.whiteboard.chat.protocol.ClientFrame;
import dev.whiteboard.chat.protocol.FrameBounds;
import dev.whiteboard.chat.protocol.ServerFrame;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a client gets: it applies messages in order, asks for those that it lacks, and says how far
 * it is. Knows no socket and no clock: it is told the time, and what it has to say goes to a
 * consumer.
 */
final class Reception {
  /** Chats asked for at a time: as many as a node reads for one client. */
  static final int SYNCS_MAX = 4;

  /** Messages of one answer. */
  static final int PAGE = SeqRange.LIMIT_MAX;

  /** Within this an acknowledgement goes out. */
  static final long ACK_AFTER_MS = 50;

  /** So many messages are acknowledged at once. */
  static final int ACK_EVERY = 64;

  /** A question that is not answered by then is asked again. */
  static final long ANSWER_MAX_MS = 5_000;

  /** An answer that brought nothing is not asked for again before this. */
  static final long AGAIN_AFTER_MS = 200;

  private final int chatsMax;
  private final Consumer<Message> apply;
  private final Consumer<ClientFrame> out;
  private final Map<ChatId, ChatCursor> cursors = new HashMap<>();

  /**
   * Chats that lack something, in the order in which they are asked for: not before this, in ms.
   */
  private final Map<ChatId, Long> lacking = new LinkedHashMap<>();

  /** Questions under way, and until when an answer is waited for, in ms. */
  private final Map<ChatId, Long> asked = new LinkedHashMap<>();

  private final Set<ChatId> unacknowledged = new LinkedHashSet<>();
  private int unacknowledgedMessages;
  private long ackAtMs = Long.MAX_VALUE;

  /**
   * Begins.
   *
   * @param known how far it is in chats that it had before
   * @param chatsMax chats that it follows
   * @param apply takes each message, once and in order
   * @param out takes what it says to the service
   */
  Reception(
      Map<ChatId, Long> known, int chatsMax, Consumer<Message> apply, Consumer<ClientFrame> out) {
    this.chatsMax = chatsMax;
    this.apply = apply;
    this.out = out;
    known.forEach((chat, seq) -> cursors.put(chat, new ChatCursor(seq)));
  }

  /** How far it is in each chat. */
  Map<ChatId, Long> cursors() {
    var all = HashMap.<ChatId, Long>newHashMap(cursors.size());
    cursors.forEach((chat, cursor) -> all.put(chat, cursor.last()));
    return all;
  }

  /** As many of them as a hello takes; of the others the service tells where it begins. */
  Map<ChatId, Long> cursorsForHello() {
    var all = cursors();
    if (all.size() <= FrameBounds.CURSORS_MAX) {
      return all;
    }
    var some = HashMap.<ChatId, Long>newHashMap(FrameBounds.CURSORS_MAX);
    all.entrySet().stream()
        .limit(FrameBounds.CURSORS_MAX)
        .forEach(one -> some.put(one.getKey(), one.getValue()));
    return some;
  }

  /** A new connection is up; what the last one was asked it will not answer. */
  void connected(long nowMs) {
    asked.keySet().forEach(chat -> lacking.put(chat, nowMs));
    asked.clear();
    ask(nowMs);
  }

  void message(Message message, long nowMs) {
    var cursor = cursor(message.chat());
    if (cursor != null) {
      apply(message.chat(), cursor.take(message), nowMs);
      askIfLacking(message.chat(), cursor, nowMs);
    }
  }

  /** There are messages up to this in a chat. */
  void heard(ChatId chat, long head, long nowMs) {
    var cursor = cursor(chat);
    if (cursor != null) {
      cursor.hear(head);
      askIfLacking(chat, cursor, nowMs);
    }
  }

  void synced(ServerFrame.Synced synced, long nowMs) {
    var cursor = cursors.get(synced.chat());
    if (cursor == null || asked.remove(synced.chat()) == null) {
      return; // nobody waits for it any more
    }
    apply(synced.chat(), cursor.answered(synced.after(), synced.head()), nowMs);
    if (cursor.lacks()) {
      var broughtNothing = synced.upto() <= synced.after();
      lacking.put(synced.chat(), broughtNothing ? nowMs + AGAIN_AFTER_MS : nowMs);
    }
    ask(nowMs);
  }

  /** A question was refused. */
  void refused(ChatId chat, boolean retryable, long retryAfterMs, long nowMs) {
    if (asked.remove(chat) != null) {
      if (retryable) {
        lacking.put(chat, nowMs + Math.max(retryAfterMs, AGAIN_AFTER_MS));
      }
      ask(nowMs);
    }
  }

  private @Nullable ChatCursor cursor(ChatId chat) {
    var cursor = cursors.get(chat);
    if (cursor == null && cursors.size() < chatsMax) {
      cursor = new ChatCursor(0);
      cursors.put(chat, cursor);
    }
    return cursor;
  }

  private void apply(ChatId chat, List<Message> messages, long nowMs) {
    if (messages.isEmpty()) {
      return;
    }
    messages.forEach(apply);
    unacknowledged.add(chat);
    unacknowledgedMessages += messages.size();
    if (unacknowledgedMessages >= ACK_EVERY) {
      acknowledge();
    } else {
      ackAtMs = Math.min(ackAtMs, nowMs + ACK_AFTER_MS);
    }
  }

  private void acknowledge() {
    for (var chat : unacknowledged) {
      var cursor = cursors.get(chat);
      if (cursor != null) {
        out.accept(new ClientFrame.Ack(chat, cursor.last()));
      }
    }
    unacknowledged.clear();
    unacknowledgedMessages = 0;
    ackAtMs = Long.MAX_VALUE;
  }

  private void askIfLacking(ChatId chat, ChatCursor cursor, long nowMs) {
    if (cursor.lacks() && !asked.containsKey(chat) && lacking.putIfAbsent(chat, nowMs) == null) {
      ask(nowMs);
    }
  }

  private void ask(long nowMs) {
    var waiting = lacking.entrySet().iterator();
    while (asked.size() < SYNCS_MAX && waiting.hasNext()) {
      var next = waiting.next();
      if (next.getValue() <= nowMs) {
        waiting.remove();
        ask(next.getKey(), nowMs);
      }
    }
  }

  private void ask(ChatId chat, long nowMs) {
    var cursor = cursors.get(chat);
    if (cursor != null && cursor.lacks()) {
      cursor.asked();
      asked.put(chat, nowMs + ANSWER_MAX_MS);
      out.accept(new ClientFrame.Sync(chat, cursor.last(), PAGE));
    }
  }

  /** When there is something to do, in ms; {@link Long#MAX_VALUE} for nothing. */
  long dueMs() {
    var due = ackAtMs;
    for (var deadline : asked.values()) {
      due = Math.min(due, deadline);
    }
    if (asked.size() < SYNCS_MAX) {
      for (var at : lacking.values()) {
        due = Math.min(due, at);
      }
    }
    return due;
  }

  /** Does what is due. */
  void run(long nowMs) {
    if (ackAtMs <= nowMs) {
      acknowledge();
    }
    asked
        .entrySet()
        .removeIf(one -> {
          var isLate = one.getValue() <= nowMs;
          if (isLate) {
            lacking.put(one.getKey(), nowMs);
          }
          return isLate;
        });
    ask(nowMs);
  }
}
