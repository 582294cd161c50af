package dev.whiteboard.cdn.purgelog;

import dev.whiteboard.cdn.purge.Invalidation;
import dev.whiteboard.cdn.purge.InvalidationCodec;
import dev.whiteboard.cdn.purge.InvalidationLog;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The log of invalidations as a Kafka topic.
 *
 * <pre>
 *   offset      0        1        2          3
 *             +--------+--------+----------+--------+
 *             | record | record | stranger | record |     a record: {@link InvalidationCodec}
 *             +--------+--------+----------+--------+
 *   sequence    1        2        void       4
 * </pre>
 *
 * <p>One partition, all replicas acknowledge, and an idempotent producer: a record that is sent
 * again is there once, and offsets have no gaps. An append that failed may still be in the log, as
 * its acknowledgement may be what got lost; the next one shows it to everybody as a gap, and the
 * gap is read. For any thread; nothing blocks.
 */
public final class KafkaInvalidationLog implements InvalidationLog, AutoCloseable {
  private static final Duration CLOSE_MAX = Duration.ofSeconds(3);

  private final PurgeTopic topic;
  private final LogWriter writer;
  private final LogReader reader;
  private final ExecutorService readerThread =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("purge-log-reader").factory());

  /**
   * Over this topic, which is closed along with it.
   *
   * @param nanos for deadlines
   * @param onStranger told of each record that is no invalidation
   */
  public KafkaInvalidationLog(PurgeTopic topic, LongSupplier nanos, Runnable onStranger) {
    this.topic = topic;
    this.writer = new LogWriter(topic);
    this.reader = new LogReader(topic, nanos, onStranger);
  }

  @Override
  public CompletionStage<Invalidation> append(Invalidation draft) {
    return writer
        .append(InvalidationCodec.write(draft))
        .thenApply(offset -> sequenced(draft, offset + 1));
  }

  private static Invalidation sequenced(Invalidation draft, long sequence) {
    return new Invalidation(
        sequence,
        draft.id(),
        draft.target(),
        draft.soft(),
        draft.priority(),
        draft.acceptedAt(),
        draft.timeToLive());
  }

  @Override
  public CompletionStage<End> end() {
    return reading(reader::end);
  }

  @Override
  public CompletionStage<Slice> read(long from, int countMax) {
    return reading(() -> reader.read(from, countMax));
  }

  private <T> CompletionStage<T> reading(Callable<T> call) {
    var answer = new CompletableFuture<T>();
    try {
      readerThread.execute(() -> answer(call, answer));
    } catch (RejectedExecutionException e) {
      answer.completeExceptionally(LogReader.away(e));
    }
    return answer;
  }

  private <T> void answer(Callable<T> call, CompletableFuture<T> answer) {
    try {
      answer.complete(call.call());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answer.completeExceptionally(LogReader.away(e));
    } catch (Exception e) {
      reader.close();
      answer.completeExceptionally(LogReader.away(e));
    }
  }

  @Override
  public void close() {
    writer.close();
    try {
      readerThread.execute(reader::close);
      readerThread.shutdown();
      if (!readerThread.awaitTermination(CLOSE_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        readerThread.shutdownNow();
      }
    } catch (InterruptedException e) {
      readerThread.shutdownNow();
      Thread.currentThread().interrupt();
    }
    topic.close();
  }
}
