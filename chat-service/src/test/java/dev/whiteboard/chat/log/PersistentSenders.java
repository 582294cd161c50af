package dev.whiteboard.chat.log;

import static dev.whiteboard.chat.log.ChatRows.sender;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.MessageId;
import dev.whiteboard.chat.log.Appended.Stored;
import dev.whiteboard.chat.log.ChatRows.Sender;
import dev.whiteboard.kit.store.StoreAwayException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

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
  private final List<ChatId> chats;

  private record Told(ChatId chat, long seq) {}

  private PersistentSenders(List<? extends MessageLog> logs, List<ChatId> chats) {
    this.logs = logs;
    this.chats = chats;
  }

  /**
   * Lets so many begin, over the logs of several nodes. All are in all chats, half of which are on
   * the second of two shards, if there are; each speaks in one of them.
   */
  static PersistentSenders start(
      ChatRows rows, List<? extends MessageLog> logs, int senders, int chats) {
    var people = IntStream.range(0, senders).mapToObj(_ -> sender()).toArray(Sender[]::new);
    var started =
        new PersistentSenders(
            logs, IntStream.range(0, chats).mapToObj(i -> rows.chatOn(i % 2, people)).toList());
    for (var i = 0; i < senders; i++) {
      started.start(people[i], started.chats.get(i % chats));
    }
    return started;
  }

  private void start(Sender sender, ChatId chat) {
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

  /**
   * Each message that was told as stored is there once, where it was told, and nothing else is;
   * what each device said is in the order in which it said it.
   *
   * @return what is in each chat
   */
  Map<ChatId, List<Message>> assertAllThereOnce(MessageLog log) {
    var all = new HashMap<ChatId, List<Message>>();
    for (var chat : chats) {
      var messages = MessageLogContract.readAll(log, chat);
      assertAllThereOnce(chat, messages);
      assertOrderOfEachDevice(messages);
      all.put(chat, messages);
    }
    return all;
  }

  private void assertAllThereOnce(ChatId chat, List<Message> messages) {
    assertThat(messages)
        .extracting(Message::seq)
        .isEqualTo(MessageLogContract.upTo(messages.size()));
    assertThat(messages)
        .allSatisfy(message ->
            assertThat(told.get(message.mid())).isEqualTo(new Told(chat, message.seq())));
    assertThat(messages)
        .hasSize((int) told.values().stream().filter(t -> t.chat().equals(chat)).count());
  }

  private static void assertOrderOfEachDevice(List<Message> messages) {
    var counts = new ConcurrentHashMap<Object, Integer>();
    assertThat(messages)
        .allSatisfy(message -> {
          var next = counts.merge(message.device(), 1, Integer::sum) - 1;
          assertThat(message.content()).isEqualTo(new Content.Words("" + next));
        });
  }
}
