package dev.whiteboard.chat.log;

import dev.whiteboard.chat.kafka.GroupReader;
import dev.whiteboard.chat.log.Request.Answer;
import dev.whiteboard.kit.store.StoreAwayException;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the drafts of some partitions their places, in the order in which they stand there; nodes
 * share the partitions as one consumer group.
 *
 * <p>A draft that is read again, after a sequencer's death, is found. So it is where one stood
 * still and does not know that it has lost its partitions: it and its successor read the same
 * drafts in the same order, the fence lets one of them write each, and the other finds it written.
 */
final class Sequencer implements GroupReader.Taker {
  /** Drafts of one transaction, and of one poll. */
  static final int BATCH_MAX = 256;

  private static final Logger log = LoggerFactory.getLogger(Sequencer.class);

  private final BatchKeeper keeper;
  private final KafkaSender sender;

  /** A request, and what becomes of it. */
  private record Served(Request request, Waiting waiting) {
    static Served of(Request request) {
      return new Served(request, new Waiting(request.draft(), new CompletableFuture<>()));
    }
  }

  /** Keeps drafts there, and answers so. */
  Sequencer(BatchKeeper keeper, KafkaSender sender) {
    this.keeper = keeper;
    this.sender = sender;
  }

  /**
   * Keeps them in one transaction, and answers.
   *
   * @throws StoreAwayException where something of it is not kept
   */
  @Override
  public void take(ConsumerRecords<byte[], byte[]> records) {
    var served = new ArrayList<Served>(records.count());
    records.forEach(record -> read(record).map(Served::of).ifPresent(served::add));
    keeper.keep(served.stream().map(Served::waiting).toList());
    served.forEach(one -> sender.send(answer(one)));
  }

  private static Answer answer(Served served) {
    var outcome = served.waiting.outcome();
    if (outcome.isCompletedExceptionally()
        && outcome.exceptionNow() instanceof StoreAwayException away) {
      throw away;
    }
    return new Answer(
        served.request.node(),
        served.request.number(),
        outcome.isCompletedExceptionally() ? Optional.empty() : Optional.of(outcome.join()));
  }

  private static Optional<Request> read(ConsumerRecord<byte[], byte[]> record) {
    try {
      return Optional.of(RequestCodec.readRequest(record.value()));
    } catch (IllegalArgumentException e) {
      log.atError().setCause(e).log("a record that is no draft is passed over");
      return Optional.empty();
    }
  }
}
