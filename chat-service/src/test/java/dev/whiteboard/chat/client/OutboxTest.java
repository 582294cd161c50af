package dev.whiteboard.chat.client;

import static dev.whiteboard.chat.client.TestMessages.CHAT;
import static dev.whiteboard.chat.client.TestMessages.OTHER;
import static dev.whiteboard.chat.client.TestMessages.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.protocol.ClientFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class OutboxTest {
  private static final long RESEND_AFTER_MS = 10_000;

  private final List<ClientFrame> said = new ArrayList<>();
  private final Outbox outbox = new Outbox(RESEND_AFTER_MS, said::add);

  private CompletableFuture<Long> add(ChatId chat, int number) {
    var done = new CompletableFuture<Long>();
    outbox.add(send(chat, number), done, 0);
    return done;
  }

  private static RefusedException refusal(boolean retryable) {
    return new RefusedException("busy", "", retryable);
  }

  @Test
  void add_beforeThereIsAConnection_goesOutWithIt() {
    var _ = add(CHAT, 1);
    assertThat(said).isEmpty();

    outbox.connected(0);
    assertThat(said).containsExactly(send(CHAT, 1));
  }

  @Test
  void messagesOfAChat_goOneBehindTheOther_thoseOfAnotherDoNotWait() {
    outbox.connected(0);
    var first = add(CHAT, 1);
    var second = add(CHAT, 2);
    var _ = add(OTHER, 3);
    assertThat(said).containsExactly(send(CHAT, 1), send(OTHER, 3));

    outbox.sent(CHAT, send(CHAT, 1).mid(), 7, 0);
    assertThat(first).isCompletedWithValue(7L);
    assertThat(second).isNotDone();
    assertThat(said).endsWith(send(CHAT, 2));
  }

  @Test
  void disconnected_whatWasUnderWay_goesAgainFirst() {
    outbox.connected(0);
    var done = add(CHAT, 1);
    var _ = add(CHAT, 2);
    outbox.disconnected();
    outbox.connected(5);
    outbox.sent(CHAT, send(CHAT, 1).mid(), 1, 5);

    assertThat(said).containsExactly(send(CHAT, 1), send(CHAT, 1), send(CHAT, 2));
    assertThat(done).isCompletedWithValue(1L);
  }

  @Test
  void noAnswer_inTime_isSentAgain_andASecondAnswerChangesNothing() {
    outbox.connected(0);
    var done = add(CHAT, 1);
    var next = add(CHAT, 2);
    assertThat(outbox.dueMs()).isEqualTo(RESEND_AFTER_MS);
    outbox.run(RESEND_AFTER_MS);
    outbox.sent(CHAT, send(CHAT, 1).mid(), 1, 0);
    outbox.sent(CHAT, send(CHAT, 1).mid(), 1, 0);

    assertThat(said).containsExactly(send(CHAT, 1), send(CHAT, 1), send(CHAT, 2));
    assertThat(done).isCompletedWithValue(1L);
    assertThat(next).isNotDone();
  }

  @Test
  void refused_forNow_isSentAgainInTime_andNothingOvertakesIt() {
    outbox.connected(0);
    var done = add(CHAT, 1);
    var _ = add(CHAT, 2);
    outbox.refused(send(CHAT, 1).mid(), refusal(true), 300, 0);
    outbox.run(299);
    assertThat(said).hasSize(1);

    outbox.run(300);
    assertThat(said).containsExactly(send(CHAT, 1), send(CHAT, 1));
    assertThat(done).isNotDone();
  }

  @Test
  void refused_forGood_fails_andTheNextGoes() {
    outbox.connected(0);
    var done = add(CHAT, 1);
    var _ = add(CHAT, 2);
    outbox.refused(send(CHAT, 1).mid(), refusal(false), 0, 0);

    assertThat(done).isCompletedExceptionally();
    assertThat(said).containsExactly(send(CHAT, 1), send(CHAT, 2));
  }

  @Test
  void underWay_hasABound_andEveryChatComesToItsTurn() {
    outbox.connected(0);
    for (var i = 0; i <= Outbox.UNDER_WAY_MAX; i++) {
      var _ = add(new ChatId(new UUID(9, i)), 2 * i);
      var _ = add(new ChatId(new UUID(9, i)), 2 * i + 1);
    }
    assertThat(said).hasSize(Outbox.UNDER_WAY_MAX);

    outbox.sent(new ChatId(new UUID(9, 0)), send(CHAT, 0).mid(), 1, 0);
    assertThat(said).hasSize(Outbox.UNDER_WAY_MAX + 1);
    var last = new ChatId(new UUID(9, Outbox.UNDER_WAY_MAX));
    assertThat(said).endsWith(send(last, 2 * Outbox.UNDER_WAY_MAX));
  }

  @Test
  void close_failsAllThatWaits() {
    var first = add(CHAT, 1);
    var second = add(CHAT, 2);
    outbox.close(refusal(false));

    assertThat(first).isCompletedExceptionally();
    assertThat(second).isCompletedExceptionally();
    assertThat(outbox.dueMs()).isEqualTo(Long.MAX_VALUE);
  }
}
