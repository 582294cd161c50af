package dev.whiteboard.chat.client;

import static dev.whiteboard.chat.client.TestMessages.CHAT;
import static dev.whiteboard.chat.client.TestMessages.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.log.Message;
import dev.whiteboard.chat.protocol.ClientFrame;
import dev.whiteboard.chat.protocol.ServerFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class ReceptionTest {
  private final List<Long> applied = new ArrayList<>();
  private final List<ClientFrame> said = new ArrayList<>();
  private final Reception reception = reception(Map.of(), 100);

  private Reception reception(Map<ChatId, Long> known, int chatsMax) {
    return new Reception(known, chatsMax, message -> applied.add(message.seq()), said::add);
  }

  private static ClientFrame sync(ChatId chat, long after) {
    return new ClientFrame.Sync(chat, after, Reception.PAGE);
  }

  private void comes(long... seqs) {
    for (var seq : seqs) {
      reception.message(message(CHAT, seq), 0);
    }
  }

  @Test
  void message_next_isApplied_oldIsDropped() {
    comes(1, 2, 2, 1, 3);

    assertThat(applied).containsExactly(1L, 2L, 3L);
    assertThat(said).isEmpty();
  }

  @Test
  void message_ahead_isAskedFor_once_andAppliedWhenTheRestHasCome() {
    comes(1, 4, 6, 5);
    assertThat(applied).containsExactly(1L);
    assertThat(said).containsExactly(sync(CHAT, 1));

    comes(2, 3);
    reception.synced(new ServerFrame.Synced(CHAT, 1, 3, 6), 0);

    assertThat(applied).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(said).hasSize(1);
  }

  @Test
  void gap_isAskedFor_pageAfterPage() {
    reception.heard(CHAT, 300, 0);
    comes(LongStream.rangeClosed(1, 200).toArray());
    said.removeIf(ClientFrame.Ack.class::isInstance);
    assertThat(said).containsExactly(sync(CHAT, 0));

    reception.synced(new ServerFrame.Synced(CHAT, 0, 200, 300), 0);
    assertThat(said).containsExactly(sync(CHAT, 0), sync(CHAT, 200));
  }

  @Test
  void synced_ofALateMember_beginsWhereHisMembershipDoes() {
    comes(41, 42);
    reception.synced(new ServerFrame.Synced(CHAT, 40, 42, 42), 0);

    assertThat(applied).containsExactly(41L, 42L);
    assertThat(reception.cursors()).containsEntry(CHAT, 42L);
  }

  @Test
  void synced_withLessThanWasThought_endsTheSearch() {
    comes(1);
    reception.heard(CHAT, 9, 0);
    reception.synced(new ServerFrame.Synced(CHAT, 1, 1, 1), 0);
    reception.run(1_000_000);

    assertThat(said).filteredOn(ClientFrame.Sync.class::isInstance).hasSize(1);
  }

  @Test
  void gap_whileAQuestionIsUnderWay_isAskedForBehindIt() {
    reception.heard(CHAT, 2, 0);
    reception.heard(CHAT, 3, 0);
    comes(1, 2);
    reception.synced(new ServerFrame.Synced(CHAT, 0, 2, 2), 0);

    assertThat(said)
        .filteredOn(ClientFrame.Sync.class::isInstance)
        .containsExactly(sync(CHAT, 0), sync(CHAT, 2));
  }

  @Test
  void synced_thatBroughtNothing_isAskedForAgainLater() {
    reception.heard(CHAT, 2, 0);
    reception.synced(new ServerFrame.Synced(CHAT, 0, 0, 2), 1_000);
    assertThat(said).hasSize(1);
    assertThat(reception.dueMs()).isEqualTo(1_000 + Reception.AGAIN_AFTER_MS);

    reception.run(1_000 + Reception.AGAIN_AFTER_MS);
    assertThat(said).containsExactly(sync(CHAT, 0), sync(CHAT, 0));
  }

  @Test
  void question_withoutAnswer_isAskedAgain() {
    reception.heard(CHAT, 2, 0);
    reception.run(Reception.ANSWER_MAX_MS - 1);
    assertThat(said).hasSize(1);

    reception.run(Reception.ANSWER_MAX_MS);
    assertThat(said).hasSize(2);
  }

  @Test
  void refused_forNow_isAskedAgain_forGood_isNot() {
    reception.heard(CHAT, 2, 0);
    reception.refused(CHAT, true, 500, 0);
    reception.run(499);
    assertThat(said).hasSize(1);
    reception.run(500);
    assertThat(said).hasSize(2);

    reception.refused(CHAT, false, 0, 500);
    reception.run(1_000_000);
    assertThat(said).hasSize(2);
  }

  @Test
  void questions_beyondTheBound_waitForAnAnswer() {
    for (var i = 0; i < Reception.SYNCS_MAX + 2; i++) {
      reception.heard(new ChatId(new UUID(9, i)), 1, 0);
    }
    assertThat(said).hasSize(Reception.SYNCS_MAX);

    reception.refused(new ChatId(new UUID(9, 0)), false, 0, 0);
    assertThat(said).hasSize(Reception.SYNCS_MAX + 1);
  }

  @Test
  void connected_asksAgain_whatTheLastConnectionDidNotAnswer() {
    reception.heard(CHAT, 2, 0);
    reception.connected(10);

    assertThat(said).containsExactly(sync(CHAT, 0), sync(CHAT, 0));
    reception.synced(new ServerFrame.Synced(CHAT, 0, 0, 0), 10);
    assertThat(reception.dueMs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void acks_areGathered_forAWhile_orForAsManyAsThereMayBe() {
    comes(1, 2, 3);
    assertThat(reception.dueMs()).isEqualTo(Reception.ACK_AFTER_MS);
    reception.run(Reception.ACK_AFTER_MS);
    assertThat(said).containsExactly(new ClientFrame.Ack(CHAT, 3));

    comes(LongStream.rangeClosed(4, 3 + Reception.ACK_EVERY).toArray());
    assertThat(said)
        .containsExactly(
            new ClientFrame.Ack(CHAT, 3), new ClientFrame.Ack(CHAT, 3 + Reception.ACK_EVERY));
  }

  @Test
  void chats_beyondTheBound_areNotFollowed() {
    var one = reception(Map.of(CHAT, 0L), 1);
    one.message(message(TestMessages.OTHER, 1), 0);
    one.message(message(CHAT, 1), 0);

    assertThat(one.cursors()).containsOnlyKeys(CHAT);
    assertThat(applied).hasSize(1);
  }

  @Test
  void messagesAhead_beyondTheBound_giveWay_andAreFetched() {
    List<Message> ready = new ArrayList<>();
    var cursor = new ChatCursor(0);
    var far = 2L + ChatCursor.AHEAD_MAX;
    for (var seq = far; seq >= 2; seq--) {
      assertThat(cursor.take(message(CHAT, seq))).isEmpty();
    }
    ready.addAll(cursor.take(message(CHAT, 1)));

    assertThat(ready).extracting(Message::seq).hasSize(ChatCursor.AHEAD_MAX + 1);
    assertThat(cursor.lacks()).isTrue();
  }
}
