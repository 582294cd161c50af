package dev.whiteboard.chat.log;

import static dev.whiteboard.chat.log.ChatRows.sender;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UuidV7;
import dev.whiteboard.chat.log.Appended.Stored;
import dev.whiteboard.chat.log.Content.Words;
import dev.whiteboard.chat.log.SystemMessages.SystemDraft;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@NeedsStack(Server.POSTGRES)
final class SystemMessagesIT {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(20);

  private static final SystemMessages SYSTEM =
      new SystemMessages(InstantSource.system(), new UuidV7(InstantSource.system(), new Random(1)));

  private static Database database;
  private static PostgresLog log;

  private final ChatRows.Sender ada = sender();

  @BeforeAll
  static void open(TestStack stack) {
    database = LogDatabase.open(DatabaseUrl.parse(stack.databaseUrl()), "chat", "");
    database.migrate("db/chat");
    log = new PostgresLog(database, database, InstantSource.system(), _ -> {});
  }

  @AfterAll
  static void close() {
    log.close();
    database.close();
  }

  @Test
  void append_inATransaction_takesTheNextPlace_andIsReadBack() {
    var chat = new ChatRows(database).chat(ada);
    say(chat, "one");
    var titled = append(chat, Kind.TITLED, new Words("Tea"));
    say(chat, "two");

    var messages = log.read(chat, SeqRange.after(0, 10));

    assertThat(messages).hasSize(3);
    assertThat(messages.get(1)).isEqualTo(titled);
    assertThat(titled.seq()).isEqualTo(2);
    assertThat(outboxOf(chat)).containsExactly(1L, 2L, 3L);
  }

  @Test
  void append_kindThatChangesMembers_movesMembersSeq() {
    var chat = new ChatRows(database).chat(ada);
    append(chat, Kind.TITLED, new Words("Tea"));
    assertThat(membersSeq(chat)).isZero();

    append(chat, Kind.ADDED, new Words("[]"));
    assertThat(membersSeq(chat)).isEqualTo(2);

    append(chat, Kind.REMOVED, new Words("[]"));
    assertThat(membersSeq(chat)).isEqualTo(3);
  }

  @Test
  void append_transactionThatIsRolledBack_leavesNothing() {
    var chat = new ChatRows(database).chat(ada);

    assertThatThrownBy(() ->
            database.transaction(handle -> {
              SYSTEM.append(handle, draft(chat, Kind.TITLED, new Words("Tea")));
              throw new IllegalStateException("changed his mind");
            }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(log.heads(List.of(chat))).containsEntry(chat, 0L);
    assertThat(outboxOf(chat)).isEmpty();
  }

  @Test
  void append_betweenTheSendsOfMany_leavesNoHole() {
    var chat = new ChatRows(database).chat(ada);
    var answers = new ArrayList<CompletableFuture<Appended>>();
    for (var i = 0; i < 100; i++) {
      answers.add(log.append(ada.says(chat, "" + i)).toCompletableFuture());
      if (i % 10 == 0) {
        append(chat, Kind.TITLED, new Words("title " + i));
      }
    }
    answers.forEach(answer -> assertThat(answer).succeedsWithin(ANSWER_MAX));

    assertThat(log.read(chat, SeqRange.after(0, 200)))
        .extracting(Message::seq)
        .isEqualTo(MessageLogContract.upTo(110));
    assertThat(outboxOf(chat)).isEqualTo(MessageLogContract.upTo(110));
  }

  @Test
  void append_inNoChat_isAnError() {
    var nowhere = new ChatId(UUID.randomUUID());

    assertThatThrownBy(() -> append(nowhere, Kind.TITLED, new Words("Tea")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(nowhere.toString());
  }

  @Test
  void draft_ofAKindThatMembersSend_isAnError() {
    assertThatThrownBy(() -> draft(new ChatId(UUID.randomUUID()), Kind.TEXT, new Words("hi")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /**
   * Whoever holds a chat's lock and stands still loses it: the server ends his transaction before
   * the statements of those who wait.
   */
  @Test
  void append_whileSomebodyStandsStillWithTheLock_isTakenAllTheSame() throws Exception {
    var chat = new ChatRows(database).chat(ada);
    try (var stillNode = database.connect("still")) {
      stillNode.setAutoCommit(false);
      try (var lock = stillNode.prepareStatement("SELECT FROM chats WHERE id = ? FOR UPDATE")) {
        lock.setObject(1, chat.value());
        lock.execute();

        assertThat(log.append(ada.says(chat, "hello")).toCompletableFuture())
            .succeedsWithin(ANSWER_MAX)
            .isInstanceOf(Stored.class);
      }
    }
  }

  private void say(ChatId chat, String words) {
    assertThat(log.append(ada.says(chat, words)).toCompletableFuture()).succeedsWithin(ANSWER_MAX);
  }

  private Message append(ChatId chat, Kind kind, Content content) {
    return database.transaction(handle -> SYSTEM.append(handle, draft(chat, kind, content)));
  }

  private SystemDraft draft(ChatId chat, Kind kind, Content content) {
    return new SystemDraft(chat, ada.user(), ada.device(), kind, content);
  }

  private static long membersSeq(ChatId chat) {
    return database.query(handle ->
        handle
            .select("SELECT members_seq FROM chats WHERE id = ?", chat.value())
            .mapTo(Long.class)
            .one());
  }

  private static List<Long> outboxOf(ChatId chat) {
    return database.query(handle ->
        handle
            .select("SELECT seq FROM outbox WHERE chat_id = ? ORDER BY id", chat.value())
            .mapTo(Long.class)
            .list());
  }
}
