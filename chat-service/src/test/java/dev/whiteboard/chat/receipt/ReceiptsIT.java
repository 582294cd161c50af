package dev.whiteboard.chat.receipt;

import static dev.whiteboard.chat.log.ChatRows.sender;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.log.ChatRows;
import dev.whiteboard.chat.log.ChatRows.Sender;
import dev.whiteboard.chat.log.LogShards;
import dev.whiteboard.chat.protocol.ServerFrame.Receipt;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.Redis;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@NeedsStack({Server.POSTGRES, Server.REDIS})
@TestInstance(Lifecycle.PER_CLASS)
class ReceiptsIT {
  static final Duration WITHIN = Duration.ofSeconds(30);

  ChatRows rows;
  ReceiptNode first;
  private ReceiptNode second;
  private TestStack servers;
  private LogShards shards;

  /** Whether chats are on two shards. */
  boolean onShards() {
    return false;
  }

  @BeforeAll
  final void open(TestStack stack) throws Exception {
    servers = stack;
    shards = LogShards.open(stack, onShards());
    rows = new ChatRows(shards.databases());
    first = node("one");
    second = node("two");
    awaitSubscriptions();
  }

  private ReceiptNode node(String name) {
    return new ReceiptNode(name, shards.databases(), servers.redisUrl(), servers.redisKeyPrefix());
  }

  /** What is published before is lost, as it may be. */
  private void awaitSubscriptions() {
    try (var redis = Redis.open(servers.redisUrl())) {
      for (var name : List.of("one", "two")) {
        await()
            .atMost(WITHIN)
            .ignoreExceptions()
            .until(() -> {
              var channel = servers.redisKeyPrefix() + "node:" + name;
              return redis
                      .publish(channel, "{\"presence\":[]}")
                      .toCompletableFuture()
                      .get(1, TimeUnit.SECONDS)
                  == 1;
            });
      }
    }
  }

  @AfterAll
  final void close() {
    first.close();
    second.close();
    shards.close();
  }

  @Test
  void notes_anyInterleavingOnBothNodes_furthestIsKept_andEachClientSeesItGrow() throws Exception {
    var people = people(4);
    var chat = chatWith(100_000, people);
    var ears = List.of(first.connect(people[0], chat), second.connect(people[1], chat));
    var seed = System.nanoTime();
    var random = new Random(seed);
    for (var i = 0; i < 400; i++) {
      var node = random.nextBoolean() ? first : second;
      var who = people[random.nextInt(people.length)].user();
      var upto = random.nextInt(1, 190);
      if (random.nextBoolean()) {
        node.receipts.delivered(chat, who, upto);
      } else {
        node.receipts.read(chat, who, upto);
      }
      if (i % 80 == 79) {
        awaitMoved(chat, people[0], random.nextBoolean() ? first : second, 190 + i / 80);
      }
    }
    for (var who : people) {
      var furthest = awaitHeardByAll(chat, who, ears);

      await().atMost(WITHIN).until(() -> mark(chat, who).equals(new Mark(furthest, furthest)));
      for (var one : ears) {
        assertThat(one.of(who.user()))
            .as("seed %d", seed)
            .isSortedAccordingTo(Comparator.comparingLong(Receipt::delivered))
            .isSortedAccordingTo(Comparator.comparingLong(Receipt::read));
      }
    }
  }

  /** What goes through Redis may be lost; the next tells the same and more. */
  private long awaitHeardByAll(ChatId chat, Sender who, List<Ears> ears) {
    var next = new AtomicLong(200);
    await()
        .atMost(WITHIN)
        .untilAsserted(() -> {
          second.receipts.read(chat, who.user(), next.incrementAndGet());
          for (var one : ears) {
            assertThat(one.of(who.user())).last().matches(receipt -> receipt.read() > 200);
          }
        });
    return next.get();
  }

  private void awaitMoved(ChatId chat, Sender who, ReceiptNode node, long upto) {
    node.receipts.delivered(chat, who.user(), upto);
    await().atMost(WITHIN).until(() -> mark(chat, who).delivered() >= upto);
  }

  @Test
  void move_readImpliesDelivered_neverBack_neverPastTheNewest_neverWhoIsNoMember() {
    var people = people(3);
    var chat = chatWith(10, people[0], people[1]);
    rows.join(chat, people[2], 4);
    rows.leave(chat, people[1], 9);
    var store = new MarkStore(database(chat));

    assertThat(move(store, chat, people[0], new Mark(3, 5))).isEqualTo(new Mark(5, 5));
    assertThat(move(store, chat, people[0], new Mark(4, 4))).isEqualTo(new Mark(5, 5));
    assertThat(move(store, chat, people[0], new Mark(99, 7))).isEqualTo(new Mark(10, 7));
    assertThat(move(store, chat, people[1], new Mark(5, 5))).isEqualTo(new Mark(0, 0));
    assertThat(move(store, chat, people[2], new Mark(4, 4))).isEqualTo(new Mark(0, 0));
    assertThat(move(store, chat, people[2], new Mark(6, 3))).isEqualTo(new Mark(6, 0));
    var stranger = new Member(chat, sender().user());
    assertThat(store.move(Map.of(stranger, new Mark(1, 1)))).isEmpty();
  }

  @Test
  void move_nothingThatMoved_tellsNothing() {
    var people = people(2);
    var chat = chatWith(10, people);
    var store = new MarkStore(database(chat));
    var member = new Member(chat, people[0].user());

    assertThat(store.move(Map.of(member, new Mark(5, 2))))
        .containsExactly(new Moved(member, new Mark(0, 0), new Mark(5, 2), 2));
    assertThat(store.move(Map.of(member, new Mark(5, 2)))).isEmpty();
    assertThat(store.move(Map.of(member, new Mark(5, 4))))
        .containsExactly(new Moved(member, new Mark(5, 2), new Mark(5, 4), 2));
  }

  /** Rows in any order, the same on both sides: each would have what the other waits for. */
  @Test
  void move_manyRowsFromTwoSidesAtOnce_noneWaitsForEver() throws Exception {
    var people = people(300);
    var chat = chatWith(60, people);
    var store = new MarkStore(database(chat));
    var sides =
        IntStream.range(0, 2)
            .mapToObj(_ ->
                CompletableFuture.runAsync(() -> {
                  for (var seq = 1; seq <= 60; seq++) {
                    var mark = new Mark(seq, seq);
                    var marks = new HashMap<Member, Mark>();
                    for (var one : people) {
                      marks.put(new Member(chat, one.user()), mark);
                    }
                    store.move(marks);
                  }
                }))
            .toArray(CompletableFuture[]::new);

    CompletableFuture.allOf(sides).get(60, TimeUnit.SECONDS);

    for (var one : people) {
      assertThat(mark(chat, one)).isEqualTo(new Mark(60, 60));
    }
  }

  @Test
  void receipt_largeChat_isForAuthorsOfWhatItMovedOver_onBothNodes() throws Exception {
    var people = people(MarkWriter.SMALL_CHAT_MEMBERS_MAX + 4);
    var chat = chatWith(0, people);
    write(chat, people[0], 1, 5);
    write(chat, people[1], 6, 10);
    var reader = people[3].user();
    var early = first.connect(people[0], chat);
    var late = second.connect(people[1], chat);
    var lateElsewhere = first.connect(people[1].onAnotherDevice(), chat);
    var silent = second.connect(people[2], chat);

    first.receipts.delivered(chat, reader, 5);
    await().atMost(WITHIN).until(() -> early.heard.contains(new Receipt(chat, reader, 5, 0)));
    assertThat(late.heard).isEmpty();
    var next = new AtomicLong(10);
    await()
        .atMost(WITHIN)
        .until(() -> {
          var seq = next.incrementAndGet();
          write(chat, people[1], seq, seq);
          second.receipts.delivered(chat, reader, seq);
          return !late.heard.isEmpty() && !lateElsewhere.heard.isEmpty();
        });

    assertThat(early.heard).hasSize(1);
    assertThat(silent.heard).isEmpty();
  }

  @Test
  void close_notesThatWait_areWritten() {
    var people = people(2);
    var chat = chatWith(10, people);
    var node = node("three");
    node.receipts.read(chat, people[0].user(), 8);

    node.close();

    assertThat(mark(chat, people[0])).isEqualTo(new Mark(8, 8));
  }

  @Test
  void close_notesOfMoreMembersThanOneStatementHas_areWritten() {
    var people = people(120);
    var chat = chatWith(10, people);
    var node = node("four");
    Stream.of(people).forEach(one -> node.receipts.read(chat, one.user(), 8));

    node.close();

    assertThat(people).allSatisfy(one -> assertThat(mark(chat, one)).isEqualTo(new Mark(8, 8)));
  }

  private Mark move(MarkStore store, ChatId chat, Sender who, Mark mark) {
    store.move(Map.of(new Member(chat, who.user()), mark));
    return mark(chat, who);
  }

  private static Sender[] people(int count) {
    return IntStream.range(0, count).mapToObj(_ -> sender()).toArray(Sender[]::new);
  }

  private ChatId chatWith(long lastSeq, Sender... members) {
    var chat = rows.chat(members);
    setLast(chat, lastSeq);
    return chat;
  }

  final void setLast(ChatId chat, long seq) {
    database(chat)
        .query(handle ->
            handle.execute("UPDATE chats SET last_seq = ? WHERE id = ?", seq, chat.value()));
  }

  private void write(ChatId chat, Sender author, long from, long upto) {
    for (var seq = from; seq <= upto; seq++) {
      var place = seq;
      database(chat)
          .query(handle ->
              handle.execute(
                  """
                  INSERT INTO messages (chat_id, seq, device_id, mid, sender_id, sent_at, kind, body)
                  VALUES (?, ?, ?, ?, ?, now(), 1, 'hello')
                  """,
                  chat.value(),
                  place,
                  author.device().value(),
                  UUID.randomUUID(),
                  author.user().value()));
    }
    setLast(chat, upto);
  }

  private Database database(ChatId chat) {
    return shards.databases().of(chat.value());
  }

  final Mark mark(ChatId chat, Sender who) {
    return database(chat)
        .query(handle ->
            handle
                .select(
                    "SELECT delivered_seq, read_seq FROM members WHERE chat_id = ? AND user_id = ?",
                    chat.value(),
                    who.user().value())
                .map((row, _) -> new Mark(row.getLong("delivered_seq"), row.getLong("read_seq")))
                .one());
  }
}
