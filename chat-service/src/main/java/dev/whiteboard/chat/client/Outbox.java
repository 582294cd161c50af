package dev.whiteboard.chat.client;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.MessageId;
import dev.whiteboard.chat.protocol.ClientFrame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * What a client sends, until it has its place: each message again and again under the same name,
 * those of a chat in order. Knows no socket and no clock.
 */
final class Outbox {
  /*
   * One message of a chat is under way at a time. With more, the first could be refused for now
   * and the second kept, and then the order would be another than the one in which they were
   * sent. It costs a client one round trip a message in each chat; other chats do not wait.
   *
   *   queue ── ready ─▸ under way ── sent ─▸ done, and the next is ready
   *              ▴          │
   *              └── refused for now, or the connection is gone
   */

  /** Messages under way at a time, below what a node takes of one client. */
  static final int UNDER_WAY_MAX = 32;

  private final long resendAfterMs;
  private final Consumer<ClientFrame> out;
  private final Map<ChatId, Queue> queues = new HashMap<>();
  private final Deque<Queue> ready = new ArrayDeque<>();
  private final Set<Queue> underWay = new LinkedHashSet<>();
  private final Set<Queue> refused = new LinkedHashSet<>();
  private boolean isConnected;

  private record Pending(ClientFrame.Send frame, CompletableFuture<Long> done) {}

  /** The messages of a chat; identity is what it is told apart by. */
  private static final class Queue {
    final ChatId chat;
    final Deque<Pending> waiting = new ArrayDeque<>(2);

    /** When the first is to be sent again, in ms. */
    long againAtMs;

    Queue(ChatId chat) {
      this.chat = chat;
    }

    Pending first() {
      return waiting.getFirst();
    }
  }

  Outbox(long resendAfterMs, Consumer<ClientFrame> out) {
    this.resendAfterMs = resendAfterMs;
    this.out = out;
  }

  /** Takes a message; {@code done} gets its place. */
  void add(ClientFrame.Send frame, CompletableFuture<Long> done, long nowMs) {
    var queue = queues.computeIfAbsent(frame.chat(), Queue::new);
    queue.waiting.add(new Pending(frame, done));
    if (queue.waiting.size() == 1) {
      ready.add(queue);
      send(nowMs);
    }
  }

  /** A connection is up: what was under way on the last one goes first. */
  void connected(long nowMs) {
    isConnected = true;
    disconnectQueues();
    send(nowMs);
  }

  /** There is no connection. */
  void disconnected() {
    isConnected = false;
    disconnectQueues();
  }

  private void disconnectQueues() {
    underWay.forEach(ready::addFirst);
    underWay.clear();
    ready.addAll(refused);
    refused.clear();
  }

  /** A message has its place. */
  void sent(ChatId chat, MessageId mid, long seq, long nowMs) {
    var queue = queues.get(chat);
    if (queue != null && queue.first().frame.mid().equals(mid)) {
      next(queue, nowMs).done.complete(seq);
    }
  }

  /** A message was refused, for good or for now. */
  void refused(MessageId mid, RefusedException why, long retryAfterMs, long nowMs) {
    var found =
        underWay.stream().filter(queue -> queue.first().frame.mid().equals(mid)).findFirst();
    if (found.isEmpty()) {
      return;
    }
    var queue = found.get();
    if (why.isRetryable()) {
      underWay.remove(queue);
      queue.againAtMs = nowMs + retryAfterMs;
      refused.add(queue);
    } else {
      next(queue, nowMs).done.completeExceptionally(why);
    }
  }

  /** The first is done with: its place is given to the one behind it. */
  private Pending next(Queue queue, long nowMs) {
    var first = queue.waiting.removeFirst();
    underWay.remove(queue);
    refused.remove(queue);
    ready.remove(queue);
    if (queue.waiting.isEmpty()) {
      queues.remove(queue.chat);
    } else {
      ready.add(queue);
    }
    send(nowMs);
    return first;
  }

  private void send(long nowMs) {
    while (isConnected && underWay.size() < UNDER_WAY_MAX && !ready.isEmpty()) {
      var queue = ready.removeFirst();
      underWay.add(queue);
      send(queue, nowMs);
    }
  }

  private void send(Queue queue, long nowMs) {
    queue.againAtMs = nowMs + resendAfterMs;
    out.accept(queue.first().frame);
  }

  /** When there is something to do, in ms; {@link Long#MAX_VALUE} for nothing. */
  long dueMs() {
    var due = Long.MAX_VALUE;
    for (var queue : underWay) {
      due = Math.min(due, queue.againAtMs);
    }
    for (var queue : refused) {
      due = Math.min(due, queue.againAtMs);
    }
    return due;
  }

  /** Sends again what has waited long enough. */
  void run(long nowMs) {
    refused.removeIf(queue -> {
      var isDue = queue.againAtMs <= nowMs;
      if (isDue) {
        ready.add(queue);
      }
      return isDue;
    });
    underWay.stream()
        .filter(queue -> queue.againAtMs <= nowMs)
        .forEach(queue -> send(queue, nowMs));
    send(nowMs);
  }

  /** Gives all up. */
  void close(RefusedException why) {
    List<Pending> all = new ArrayList<>();
    queues.values().forEach(queue -> all.addAll(queue.waiting));
    queues.clear();
    ready.clear();
    underWay.clear();
    refused.clear();
    isConnected = false;
    all.forEach(pending -> pending.done.completeExceptionally(why));
  }
}
