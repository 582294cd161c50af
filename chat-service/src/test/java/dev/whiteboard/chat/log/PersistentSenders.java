package dev.whiteboard.chat.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.MessageId;
import dev.whiteboard.chat.log.Appended.Stored;
import dev.whiteboard.chat.log.ChatRows.Sender;
import dev.whiteboard.kit.store.StoreAwayException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * Many who send one message after the other, each until it is told as stored: what a device does,
 * on another node each time it was not told.
 */
final class PersistentSenders {
  private final List<? extends MessageLog> logs;
  private final Map<MessageId, Told> told = new ConcurrentHashMap<>();
  private final LongAdder stored = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private final AtomicBoolean done = new AtomicBoolean();
  private final List<Thread> threads = new ArrayList<>();

  private record Told(ChatId chat, long seq) {}

  /** Over the logs of several nodes. */
  PersistentSenders(List<? extends MessageLog> logs) {
    this.logs = logs;
  }

  /** Lets a sender begin in a chat. */
  void start(Sender sender, ChatId chat) {
    threads.add(Thread.ofVirtual().start(() -> sendUntilDone(sender, chat)));
  }

  /** How many messages were told as stored. */
  long stored() {
    return stored.sum();
  }

  /** How often one was sent again. */
  long retries() {
    return retries.sum();
  }

  private void sendUntilDone(Sender sender, ChatId chat) {
    for (var i = 0; !done.get(); i++) {
      send(sender.says(chat, "" + i), i);
    }
  }

  private void send(Draft draft, int firstLog) {
    for (var attempt = firstLog; ; attempt++) {
      try {
        var answer = logs.get(attempt % logs.size()).append(draft).toCompletableFuture().join();
        told.put(draft.mid(), new Told(draft.chat(), ((Stored) answer).seq()));
        stored.increment();
        return;
      } catch (CompletionException e) {
        assertThat(e).hasCauseInstanceOf(StoreAwayException.class);
        retries.increment();
      }
    }
  }

  /** Lets each send what it is about to, and ends. */
  void finish() throws InterruptedException {
    done.set(true);
    for (var thread : threads) {
      thread.join();
    }
  }

  /** Each message that was told as stored is there once, where it was told, and nothing else is. */
  void assertAllThereOnce(ChatId chat, List<Message> messages) {
    assertThat(messages)
        .extracting(Message::seq)
        .isEqualTo(MessageLogContract.upTo(messages.size()));
    assertThat(messages)
        .allSatisfy(message ->
            assertThat(told.get(message.mid())).isEqualTo(new Told(chat, message.seq())));
    assertThat(messages)
        .hasSize((int) told.values().stream().filter(t -> t.chat().equals(chat)).count());
  }

  /** What each device said is in the order in which it said it. */
  static void assertOrderOfEachDevice(List<Message> messages) {
    var counts = new ConcurrentHashMap<Object, Integer>();
    assertThat(messages)
        .allSatisfy(message -> {
          var next = counts.merge(message.device(), 1, Integer::sum) - 1;
          assertThat(message.content()).isEqualTo(new Content.Words("" + next));
        });
  }
}
