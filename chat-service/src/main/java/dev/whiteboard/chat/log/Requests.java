package dev.whiteboard.chat.log;

import dev.whiteboard.chat.log.Request.Answer;
import dev.whiteboard.kit.store.StoreAwayException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Callback;
import org.jspecify.annotations.Nullable;

/** The requests of one node: sends them in the order in which they came, and waits for answers. */
final class Requests implements AutoCloseable {
  /** Requests without an answer; past this the next fails at once. */
  static final int PENDING_MAX = 8192;

  private final UUID node;
  private final Outlet outlet;
  private final DraftQueue queue = new DraftQueue();
  private final Map<Long, Waiting> pending = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private final CountDownLatch answersAreRead = new CountDownLatch(1);
  private final Thread thread;

  /** Where requests go. */
  @FunctionalInterface
  interface Outlet {
    /** Sends one; the callback is called in any case. */
    void send(Request request, Callback sent);
  }

  /** Starts to send, once answers are read. */
  Requests(UUID node, Outlet outlet) {
    this.node = node;
    this.outlet = outlet;
    this.thread = Thread.ofVirtual().name("log-requests").start(this::run);
  }

  /** Takes a draft in; one that finds no room fails at once. */
  void accept(Waiting draft) {
    if (pending.size() >= PENDING_MAX || !queue.offer(draft)) {
      draft
          .outcome()
          .completeExceptionally(new StoreAwayException("too many messages wait to be kept"));
    }
  }

  /** From now on no answer is missed: requests may go. */
  void answersAreRead() {
    answersAreRead.countDown();
  }

  /** Takes an answer; those of other nodes, and late ones, are passed over. */
  void take(Answer answer) {
    var waiting = answer.node().equals(node) ? pending.get(answer.number()) : null;
    if (waiting != null) {
      answer
          .outcome()
          .ifPresentOrElse(
              waiting.outcome()::complete,
              () ->
                  waiting
                      .outcome()
                      .completeExceptionally(
                          new IllegalArgumentException("a message can't be kept")));
    }
  }

  /** Sends no more. */
  @Override
  public void close() {
    queue.close();
    thread.interrupt();
  }

  private void run() {
    try {
      answersAreRead.await();
      for (var batch = queue.take(); !batch.isEmpty(); batch = queue.take()) {
        send(batch);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private void send(List<Waiting> batch) {
    for (var waiting : batch) {
      if (!waiting.outcome().isDone()) {
        send(waiting);
      }
    }
  }

  private void send(Waiting waiting) {
    var number = numbers.incrementAndGet();
    pending.put(number, waiting);
    var _ = waiting.outcome().whenComplete((_, _) -> pending.remove(number));
    outlet.send(new Request(node, number, waiting.draft()), (_, failure) -> sent(waiting, failure));
  }

  private static void sent(Waiting waiting, @Nullable Exception failure) {
    if (failure != null) {
      waiting
          .outcome()
          .completeExceptionally(new StoreAwayException("Kafka did not take a message in time"));
    }
  }
}
