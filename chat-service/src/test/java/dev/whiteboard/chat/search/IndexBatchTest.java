package dev.whiteboard.chat.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.Kind;
import dev.whiteboard.chat.outbox.OutboxRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class IndexBatchTest {
  private static final ChatId CHAT = new ChatId(new UUID(1, 1));

  @Test
  void text_hasItsWords() {
    assertThat(IndexBatch.of(List.of(text(1, "hello")))).containsExactly(entry(1, 1, "hello"));
  }

  @Test
  void edits_inWhicheverOrderAndHoweverOften_leaveTheNewestWords() {
    var text = text(1, "one");
    var second = change(2, Kind.EDIT, "two");
    var third = change(3, Kind.EDIT, "three");

    for (var order :
        List.of(
            List.of(text, second, third),
            List.of(third, second, text),
            List.of(text, third, text, second))) {
      assertThat(IndexBatch.of(order)).containsExactly(entry(1, 3, "three"));
    }
  }

  @Test
  void deletion_leavesNoWords_whateverComesBehind() {
    var text = text(1, "one");
    var deletion = change(2, Kind.DELETE, null);

    assertThat(IndexBatch.of(List.of(text, deletion, text))).containsExactly(entry(1, 2, ""));
  }

  @Test
  void textThatWasDeletedBeforeItWasTold_hasNoWords() {
    assertThat(IndexBatch.of(List.of(record(1, Kind.TEXT, 0, null, false))))
        .containsExactly(entry(1, 1, ""));
  }

  @Test
  void sealedAndSystemMessages_areLeftOut() {
    var messages =
        List.of(
            record(1, Kind.TEXT, 0, null, true),
            record(2, Kind.EDIT, 1, null, true),
            record(3, Kind.ADDED, 0, "[]", false),
            record(4, Kind.REMOVED, 0, "[]", false),
            record(5, Kind.TITLED, 0, "secret plans", false),
            record(6, Kind.COMMIT, 0, null, true));

    assertThat(IndexBatch.of(messages)).isEmpty();
  }

  private static IndexEntry entry(long seq, long version, String body) {
    return new IndexEntry(CHAT, seq, version, body);
  }

  private static OutboxRecord text(long seq, String body) {
    return record(seq, Kind.TEXT, 0, body, false);
  }

  private static OutboxRecord change(long seq, Kind kind, @Nullable String body) {
    return record(seq, kind, 1, body, false);
  }

  private static OutboxRecord record(
      long seq, Kind kind, long ref, @Nullable String body, boolean sealed) {
    return new OutboxRecord(
        CHAT,
        seq,
        kind,
        ref,
        new UserId(new UUID(2, 2)),
        new DeviceId(new UUID(3, 3)),
        Instant.EPOCH,
        Optional.ofNullable(body),
        sealed,
        List.of());
  }
}
