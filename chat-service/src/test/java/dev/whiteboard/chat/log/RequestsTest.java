package dev.whiteboard.chat.log;

import static dev.whiteboard.chat.log.ChatRows.sender;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.log.Appended.Stored;
import dev.whiteboard.chat.log.Request.Answer;
import dev.whiteboard.kit.store.StoreAwayException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RequestsTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final UUID NODE = UUID.randomUUID();
  private static final ChatId CHAT = new ChatId(UUID.randomUUID());
  private static final Appended STORED = new Stored(1, Instant.EPOCH, false);

  private final ChatRows.Sender ada = sender();
  private final Queue<Request> sent = new ConcurrentLinkedQueue<>();
  private Requests requests = new Requests(NODE, (request, _) -> sent.add(request));

  @AfterEach
  void close() {
    requests.close();
  }

  @Test
  void accept_beforeAnswersAreRead_waits_andGoesThenInOrder() {
    var first = accept("first");
    var second = accept("second");
    assertThat(sent).isEmpty();

    requests.answersAreRead();

    await().atMost(LONG).until(() -> sent.size() == 2);
    assertThat(sent).extracting(Request::draft).containsExactly(first.draft(), second.draft());
  }

  @Test
  void take_answer_isTheOutcomeOfItsRequest_andOfNoOther() {
    requests.answersAreRead();
    var first = accept("first");
    var second = accept("second");
    await().atMost(LONG).until(() -> sent.size() == 2);
    var number = sent.element().number();

    requests.take(new Answer(UUID.randomUUID(), number, Optional.empty()));
    requests.take(new Answer(NODE, 99, Optional.empty()));
    requests.take(new Answer(NODE, number, Optional.of(STORED)));

    assertThat(first.outcome()).succeedsWithin(LONG).isEqualTo(STORED);
    assertThat(second.outcome()).isNotDone();
  }

  @Test
  void take_answerThatItCanNotBeKept_failsTheRequest() {
    requests.answersAreRead();
    var draft = accept("first");
    await().atMost(LONG).until(() -> sent.size() == 1);

    requests.take(new Answer(NODE, sent.element().number(), Optional.empty()));

    assertFails(draft, IllegalArgumentException.class);
  }

  @Test
  void send_kafkaDoesNotTakeIt_fails() {
    requests.close();
    requests = new Requests(NODE, (_, sent) -> sent.onCompletion(null, new KafkaException("away")));
    requests.answersAreRead();

    assertFails(accept("first"), StoreAwayException.class);
  }

  @Test
  void accept_pastTheBound_failsAtOnce_untilSomeAreAnswered() {
    requests.answersAreRead();
    var first = accept("first");
    for (var i = 1; i < Requests.PENDING_MAX; i++) {
      accept("" + i);
      var count = i;
      if (count % 1000 == 0) {
        await().atMost(LONG).until(() -> sent.size() > count);
      }
    }
    await().atMost(LONG).until(() -> sent.size() == Requests.PENDING_MAX);
    assertFails(accept("one too many"), StoreAwayException.class);

    requests.take(new Answer(NODE, sent.element().number(), Optional.of(STORED)));

    assertThat(first.outcome()).succeedsWithin(LONG);
    assertThat(accept("another").outcome()).isNotDone();
  }

  private Waiting accept(String words) {
    var waiting = new Waiting(ada.says(CHAT, words), new CompletableFuture<>());
    requests.accept(waiting);
    return waiting;
  }

  private static void assertFails(Waiting waiting, Class<? extends RuntimeException> failure) {
    assertThat(waiting.outcome())
        .failsWithin(LONG)
        .withThrowableThat()
        .withCauseInstanceOf(failure);
  }
}
