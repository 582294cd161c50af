package dev.whiteboard.chat.log;

import static dev.whiteboard.chat.log.ChatRows.sender;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.chat.id.ChatId;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class DraftQueueTest {
  private static final ChatId CHAT = new ChatId(UUID.randomUUID());

  private final ChatRows.Sender ada = sender();
  private final DraftQueue queue = new DraftQueue();

  @Test
  void take_drafts_areThoseThatCameInTheirOrder() throws Exception {
    var drafts = IntStream.range(0, 10).mapToObj(i -> waiting("" + i)).toList();
    drafts.forEach(queue::offer);

    assertThat(queue.take()).isEqualTo(drafts);
  }

  @Test
  void take_manyDrafts_areABatchAtMost() throws Exception {
    var drafts = IntStream.range(0, 300).mapToObj(i -> waiting("" + i)).toList();
    drafts.forEach(queue::offer);

    assertThat(queue.take()).isEqualTo(drafts.subList(0, DraftQueue.BATCH_MAX));
    assertThat(queue.take()).isEqualTo(drafts.subList(DraftQueue.BATCH_MAX, 300));
  }

  @Test
  void take_largeDrafts_areFewerButOneAtLeast() throws Exception {
    var large = waiting("x".repeat(DraftQueue.BATCH_BYTES_MAX / 9));
    var huge = waiting("x".repeat(DraftQueue.BATCH_BYTES_MAX));
    for (var draft : List.of(large, large, large, huge, large)) {
      assertThat(queue.offer(draft)).isTrue();
    }

    assertThat(queue.take()).containsExactly(large, large);
    assertThat(queue.take()).containsExactly(large);
    assertThat(queue.take()).containsExactly(huge);
    assertThat(queue.take()).containsExactly(large);
  }

  @Test
  @Timeout(20)
  void take_whileDraftsStillCome_isThemTogether_onceTheyAreABatch() throws Exception {
    var patient = new DraftQueue(Duration.ofHours(1));
    var taken = takeFrom(patient);
    var drafts = IntStream.range(0, DraftQueue.BATCH_MAX).mapToObj(i -> waiting("" + i)).toList();
    drafts.forEach(patient::offer);

    assertThat(taken.get()).isEqualTo(drafts);
  }

  @Test
  @Timeout(20)
  void take_closedWhileDraftsGather_isThoseThatCame() throws Exception {
    var patient = new DraftQueue(Duration.ofHours(1));
    var taken = takeFrom(patient);
    var drafts = List.of(waiting("one"), waiting("two"));
    drafts.forEach(patient::offer);
    patient.close();

    assertThat(taken.get()).isEqualTo(drafts);
  }

  @Test
  void offer_pastTheBounds_isRefused_untilSomeWereTaken() throws Exception {
    for (var i = 0; i < DraftQueue.WAITING_MAX; i++) {
      assertThat(queue.offer(waiting("short"))).isTrue();
    }
    assertThat(queue.offer(waiting("one more"))).isFalse();

    assertThat(queue.take()).hasSize(DraftQueue.BATCH_MAX);
    assertThat(queue.offer(waiting("one more"))).isTrue();
  }

  @Test
  void offer_pastTheBytes_isRefused() {
    var large = waiting("x".repeat(DraftQueue.BATCH_BYTES_MAX));
    var taken = IntStream.range(0, 100).filter(_ -> queue.offer(large)).count();

    assertThat(taken * large.bytes()).isLessThanOrEqualTo(DraftQueue.WAITING_BYTES_MAX);
    assertThat(taken).isPositive();
  }

  @Test
  void take_closed_isWhatIsLeft_thenNothing() throws Exception {
    var last = waiting("last");
    queue.offer(last);
    queue.close();

    assertThat(queue.offer(waiting("too late"))).isFalse();
    assertThat(queue.take()).containsExactly(last);
    assertThat(queue.take()).isEmpty();
  }

  /** Somebody who waits for a draft by now. */
  private static CompletableFuture<List<Waiting>> takeFrom(DraftQueue queue) {
    var taken = new CompletableFuture<List<Waiting>>();
    var thread =
        Thread.startVirtualThread(() -> {
          try {
            taken.complete(queue.take());
          } catch (InterruptedException e) {
            taken.completeExceptionally(e);
          }
        });
    await().until(() -> thread.getState() == Thread.State.WAITING);
    return taken;
  }

  private Waiting waiting(String words) {
    return new Waiting(ada.says(CHAT, words), new CompletableFuture<>());
  }
}
