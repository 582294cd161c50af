package dev.whiteboard.chat.log;

import static dev.whiteboard.chat.log.ChatRows.sender;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.log.Appended.Stored;
import dev.whiteboard.chat.log.BatchStore.Kept;
import dev.whiteboard.chat.log.Content.Words;
import dev.whiteboard.kit.store.StoreAwayException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BatchWriterTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final ChatId CHAT = new ChatId(UUID.randomUUID());
  private static final Appended STORED = new Stored(1, Instant.EPOCH, false);

  private final ChatRows.Sender ada = sender();
  private final CountDownLatch open = new CountDownLatch(1);

  @Test
  void keep_whatCanNotBeKept_failsAlone() throws Exception {
    var transactions = new AtomicInteger();
    try (var writer =
        writer(drafts -> {
          open.await();
          transactions.incrementAndGet();
          if (drafts.stream().anyMatch(BatchWriterTest::isPoison)) {
            throw new IllegalArgumentException("poison");
          }
          return kept(drafts);
        })) {
      var first = accept(writer, "takes the writer");
      var others =
          IntStream.range(0, 64)
              .mapToObj(i -> accept(writer, i == 37 ? "poison" : "" + i))
              .toList();
      open.countDown();

      assertThat(first).succeedsWithin(LONG).isEqualTo(STORED);
      for (var i = 0; i < 64; i++) {
        if (i == 37) {
          assertFails(others.get(i), IllegalArgumentException.class);
        } else {
          assertThat(others.get(i)).succeedsWithin(LONG).isEqualTo(STORED);
        }
      }
      assertThat(transactions.get()).isLessThanOrEqualTo(1 + 64 + 13);
    }
  }

  @Test
  void keep_whileTheStoreIsAway_allFail_andTheNextIsTriedAgain() {
    var calls = new AtomicInteger();
    try (var writer =
        writer(drafts -> {
          if (calls.incrementAndGet() == 1) {
            throw new StoreAwayException("away");
          }
          return kept(drafts);
        })) {
      assertFails(accept(writer, "first"), StoreAwayException.class);
      assertThat(accept(writer, "second")).succeedsWithin(LONG).isEqualTo(STORED);
    }
  }

  @Test
  void keep_anErrorInTheStore_failsTheBatch_andTheWriterGoesOn() {
    var calls = new AtomicInteger();
    try (var writer =
        writer(drafts -> {
          if (calls.incrementAndGet() == 1) {
            throw new StackOverflowError();
          }
          return kept(drafts);
        })) {
      assertFails(accept(writer, "first"), StoreAwayException.class);
      assertThat(accept(writer, "second")).succeedsWithin(LONG).isEqualTo(STORED);
    }
  }

  @Test
  void keep_draftNobodyWaitsForAnyMore_isPassedOver() throws Exception {
    var seen = new AtomicInteger();
    try (var writer =
        writer(drafts -> {
          open.await();
          seen.addAndGet(drafts.size());
          return kept(drafts);
        })) {
      var first = accept(writer, "takes the writer");
      writer.accept(
          new Waiting(
              ada.says(CHAT, "late"),
              CompletableFuture.failedFuture(new StoreAwayException("not in time"))));
      var last = accept(writer, "last");
      open.countDown();

      assertThat(first).succeedsWithin(LONG);
      assertThat(last).succeedsWithin(LONG);
      assertThat(seen.get()).isEqualTo(2);
    }
  }

  @Test
  void accept_pastTheBound_failsAtOnce() {
    try (var writer =
        writer(drafts -> {
          open.await();
          return kept(drafts);
        })) {
      var answers =
          IntStream.range(0, DraftQueue.WAITING_MAX + DraftQueue.BATCH_MAX + 1)
              .mapToObj(i -> accept(writer, "" + i))
              .toList();
      assertThat(answers).anyMatch(CompletableFuture::isCompletedExceptionally);
      open.countDown();

      assertThat(answers.getFirst()).succeedsWithin(LONG).isEqualTo(STORED);
    }
  }

  @Test
  void close_whatWaits_isKept() {
    var writer =
        writer(drafts -> {
          open.await();
          return kept(drafts);
        });
    var first = accept(writer, "first");
    var second = accept(writer, "second");
    writer.beginClose();
    open.countDown();
    writer.close();

    assertThat(first).succeedsWithin(LONG).isEqualTo(STORED);
    assertThat(second).succeedsWithin(LONG).isEqualTo(STORED);
    assertFails(accept(writer, "third"), StoreAwayException.class);
  }

  @Test
  void waiting_pastItsTime_fails() {
    var waiting = Waiting.within(ada.says(CHAT, "hello"), Duration.ofMillis(1));

    assertFails(waiting.outcome(), StoreAwayException.class);
  }

  private CompletableFuture<Appended> accept(BatchWriter writer, String words) {
    var waiting = new Waiting(ada.says(CHAT, words), new CompletableFuture<>());
    writer.accept(waiting);
    return waiting.outcome();
  }

  private static boolean isPoison(Draft draft) {
    return draft.content().equals(new Words("poison"));
  }

  private static Kept kept(List<Draft> drafts) {
    return new Kept(drafts.stream().map(_ -> STORED).toList(), List.of());
  }

  private interface BlockingStore {
    Kept keep(List<Draft> drafts) throws InterruptedException;
  }

  private static BatchWriter writer(BlockingStore store) {
    return new BatchWriter("writer", new BatchKeeper(drafts -> keep(store, drafts), _ -> {}));
  }

  private static Kept keep(BlockingStore store, List<Draft> drafts) {
    try {
      return store.keep(drafts);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreAwayException("interrupted");
    }
  }

  private static void assertFails(
      CompletableFuture<Appended> outcome, Class<? extends RuntimeException> failure) {
    assertThat(outcome)
        .failsWithin(LONG)
        .withThrowableThat()
        .satisfiesAnyOf(
            e -> assertThat(e).isInstanceOf(failure),
            e -> assertThat(e).hasCauseInstanceOf(failure));
  }
}
