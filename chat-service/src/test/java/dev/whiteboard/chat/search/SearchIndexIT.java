package dev.whiteboard.chat.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.ChatRows;
import dev.whiteboard.chat.log.Kind;
import dev.whiteboard.chat.outbox.OutboxRecord;
import dev.whiteboard.kit.store.StoreAwayException;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What is written to the index, in whichever order and however often. */
@NeedsStack(Server.POSTGRES)
@TestInstance(Lifecycle.PER_CLASS)
class SearchIndexIT {
  private SearchRows rows;

  /** Whether chats are on two shards. */
  boolean onShards() {
    return false;
  }

  @BeforeAll
  final void start(TestStack stack) {
    rows = new SearchRows(stack.databaseUrls(onShards()));
  }

  @AfterAll
  final void stop() {
    rows.close();
  }

  @Test
  void edit_replaces_andDeletionTakesTheWordsOut() {
    var chat = rows.chat(List.of("first words", "other things"));
    rows.take(List.of(text(chat, 1, "first words"), text(chat, 2, "other things")));
    say(chat, 1, "second words");
    rows.take(List.of(record(chat, 3, Kind.EDIT, 1, "second words")));

    assertThat(rows.find(chat, "words")).containsExactly(1L);
    assertThat(rows.find(chat, "second")).containsExactly(1L);
    assertThat(rows.find(chat, "first")).isEmpty();

    rows.take(List.of(record(chat, 4, Kind.DELETE, 1, null)));

    assertThat(rows.find(chat, "words")).isEmpty();
    assertThat(words(chat)).containsExactly("1 4 ''", "2 2 other");
  }

  @Test
  void sameMessages_inAnyOrderAndOften_areInTheIndexOnceAsTheyStandLast() {
    var chat = rows.chat(List.of("one", "two", "three"));
    say(chat, 1, "newest");
    var told =
        List.of(
            text(chat, 1, "one"),
            text(chat, 2, "two"),
            text(chat, 3, "three"),
            record(chat, 4, Kind.EDIT, 1, "newer"),
            record(chat, 5, Kind.EDIT, 1, "newest"),
            record(chat, 6, Kind.DELETE, 2, null));
    var random = new Random(1);
    for (var i = 0; i < 30; i++) {
      var some = new ArrayList<>(told);
      Collections.shuffle(some, random);
      rows.take(some.subList(0, 1 + random.nextInt(some.size())));
    }
    rows.take(told);

    assertThat(words(chat)).containsExactly("1 5 newest", "2 6 ''", "3 3 three");
    assertThat(rows.find(chat, "newest")).containsExactly(1L);
  }

  @Test
  void sameMessages_byManyAtOnce_areWrittenByAll_andNobodyWaitsForEver() {
    var chats = List.of(rows.chat(numbers(100)), rows.chat(numbers(100)), rows.chat(numbers(100)));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var i = 0; i < 16; i++) {
        var all = new ArrayList<OutboxRecord>();
        for (var chat : chats) {
          IntStream.rangeClosed(1, 100).forEach(seq -> all.add(text(chat, seq, "number" + seq)));
        }
        Collections.shuffle(all, new Random(i));
        threads.execute(() -> rows.take(all));
      }
    }
    for (var chat : chats) {
      assertThat(words(chat)).hasSize(100);
    }
  }

  @Test
  void encryptedChat_whateverIsToldOfIt_isNotInTheIndex() {
    var chat = new ChatRows(rows.databases).chat(true, ChatRows.sender());
    rows.database(chat)
        .query(handle ->
            handle.execute(
                """
                INSERT INTO messages (chat_id, seq, device_id, mid, sender_id, sent_at, kind, body)
                VALUES (?, 1, ?, ?, ?, now(), 1, 'plain')
                """,
                chat.value(),
                chat.value(),
                chat.value(),
                chat.value()));

    rows.take(List.of(text(chat, 1, "plain"), record(chat, 2, Kind.DELETE, 1, null)));
    rows.rebuild();

    assertThat(words(chat)).isEmpty();
  }

  @Test
  void rebuild_ofAnEmptiedIndex_makesItWhole_andSetsNothingBack() {
    var chat = rows.chat(List.of("alpha", "beta", "gamma"));
    rows.rebuild();
    rows.take(List.of(record(chat, 9, Kind.EDIT, 1, "edited")));
    rows.rebuild();
    assertThat(words(chat)).containsExactly("1 9 edited", "2 2 beta", "3 3 gamma");

    rows.empty();
    assertThat(rows.find(chat, "beta")).isEmpty();
    rows.rebuild();

    assertThat(rows.find(chat, "beta")).containsExactly(2L);
    assertThat(words(chat)).containsExactly("1 1 alpha", "2 2 beta", "3 3 gamma");
  }

  @Test
  void hit_thatIsDeletedOrEditedSince_isNotShown_beforeTheIndexKnows() {
    var chat = rows.chat(List.of("needle one", "needle two", "needle three"));
    rows.rebuild();
    rows.database(chat)
        .query(handle ->
            handle.execute(
                "UPDATE messages SET body = NULL, deleted = true WHERE chat_id = ? AND seq = 3",
                chat.value()));
    say(chat, 2, "changed");

    var page = rows.find(List.of(SearchRows.all(chat)), "needle", 2);

    assertThat(page.hits()).isEmpty();
    assertThat(page.next()).isPresent();
    assertThat(rows.find(chat, "needle")).containsExactly(1L);
  }

  @Test
  void textOfAnyKind_isTaken() {
    var bodies =
        List.of(
            "'quoted' \\back\\slash :1A & | ! <->",
            "x".repeat(8_000),
            "㌠".repeat(8_000),
            "東".repeat(8_000),
            "x" + "\u0301".repeat(4_000) + "\u0323".repeat(4_000),
            "👩\u200d".repeat(2_600));
    var chat = rows.chat(bodies);

    rows.rebuild();

    assertThat(rows.find(chat, "back slash")).containsExactly(1L);
    assertThat(rows.find(chat, "x".repeat(64))).containsExactly(2L);
    assertThat(rows.find(chat, "サンチーム")).containsExactly(3L);
    assertThat(rows.find(chat, "東東東")).containsExactly(4L);
    assertThat(rows.find(chat, "👩\u200d".repeat(60))).containsExactly(6L);
    assertThat(words(chat)).hasSize(bodies.size());
  }

  /** A million different pairs: as one statement, it would be ended, and tried again for ever. */
  @Test
  void manyLongTexts_areTaken_howeverManyWordsTheyHave() {
    var random = new Random(1);
    var bodies = IntStream.range(0, 150).mapToObj(_ -> chinese(random)).toList();
    var chat = rows.chat(bodies);
    var last = bodies.getLast().substring(100, 105);

    rows.take(
        IntStream.range(0, bodies.size()).mapToObj(i -> text(chat, i + 1, bodies.get(i))).toList());
    assertThat(rows.find(chat, last)).containsExactly(150L);

    rows.empty();
    rows.rebuild();
    assertThat(rows.find(chat, last)).containsExactly(150L);
    rows.database(chat)
        .query(handle -> handle.execute("DELETE FROM messages WHERE chat_id = ?", chat.value()));
  }

  private static String chinese(Random random) {
    return random
        .ints(8_000, 0x4e00, 0xa000)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @Test
  void rebuild_takesOutTheWordsOfWhatWasDeletedUnheard() {
    var chat = rows.chat(List.of("stays", "goes"));
    rows.rebuild();
    rows.database(chat)
        .query(handle ->
            handle.execute(
                """
                UPDATE messages SET body = NULL, deleted = true, changed_seq = 3
                WHERE chat_id = ? AND seq = 2
                """,
                chat.value()));

    rows.rebuild();

    assertThat(words(chat)).containsExactly("1 1 stays", "2 3 ''");
  }

  @Test
  void search_thatTakesTooLong_isEnded_andKeepsNoMoreThanItsShareOfConnections() throws Exception {
    var chat = rows.chat(List.of("slow"));
    try (var blocker = rows.database(chat).connect("blocker");
        var statement = blocker.createStatement()) {
      blocker.setAutoCommit(false);
      statement.execute("LOCK TABLE message_words IN ACCESS EXCLUSIVE MODE");
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var searches =
            IntStream.range(0, 12)
                .mapToObj(_ -> threads.submit(() -> rows.find(chat, "slow")))
                .toList();
        assertThat(
                rows.database(chat)
                    .<Integer>query(h -> h.select("SELECT 1").mapTo(Integer.class).one()))
            .isEqualTo(1);
        for (var search : searches) {
          assertThatThrownBy(search::get).hasCauseInstanceOf(StoreAwayException.class);
        }
      }
      blocker.rollback();
    }
    assertThat(rows.find(chat, "slow")).isEmpty();
  }

  private static List<String> numbers(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> "number" + i).toList();
  }

  private void say(ChatId chat, long seq, String words) {
    rows.database(chat)
        .query(handle ->
            handle.execute(
                "UPDATE messages SET body = ? WHERE chat_id = ? AND seq = ?",
                words,
                chat.value(),
                seq));
  }

  /** Of each message its place, the version and the first of its words. */
  private List<String> words(ChatId chat) {
    return rows.database(chat)
        .query(handle ->
            handle
                .createQuery(
                    """
                    SELECT seq || ' ' || version || ' '
                        || coalesce((tsvector_to_array(words))[2], quote_literal(words))
                    FROM message_words WHERE chat_id = :chat ORDER BY seq
                    """)
                .bind("chat", chat.value())
                .mapTo(String.class)
                .list());
  }

  private static OutboxRecord text(ChatId chat, long seq, String body) {
    return record(chat, seq, Kind.TEXT, 0, body);
  }

  private static OutboxRecord record(
      ChatId chat, long seq, Kind kind, long ref, @Nullable String body) {
    return new OutboxRecord(
        chat,
        seq,
        kind,
        ref,
        new UserId(new UUID(2, 2)),
        new DeviceId(new UUID(3, 3)),
        Instant.EPOCH,
        Optional.ofNullable(body),
        false,
        List.of());
  }
}
