package dev.whiteboard.cdn.purge;

import dev.whiteboard.cdn.purge.InvalidationLog.Slice;
import dev.whiteboard.cdn.purge.Letter.Gift;
import dev.whiteboard.cdn.purge.Letter.Pull;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Gets what a node has missed, and gives what others have.
 *
 * <pre>
 *   a gap ──▸ somebody remembers it ──▸ a gift
 *         └─▸ nobody does ──▸ the log has it ──▸ read
 *                         └─▸ the log's time is over ──▸ the store is emptied
 * </pre>
 *
 * <p>A node that has no way to the log asks the control plane, which reads it in its place.
 */
final class CatchUp {
  /** While a child waits, the missing is asked for as often: letters get lost. */
  private static final Duration PULL_EVERY = Duration.ofMillis(25);

  private static final CompletionStage<Boolean> AT_ONCE = CompletableFuture.completedFuture(true);

  private final Desk desk;
  private final Journal journal;
  private final Waiters waiters;
  private long wanted;
  private long watermarkBefore = -1;
  private boolean chasing;
  private boolean reading;

  CatchUp(Desk desk) {
    this.desk = desk;
    this.journal = desk.journal();
    this.waiters = new Waiters(desk.parts().scheduler(), desk.parts().options().catchUpMax());
    desk.onAdvance(() -> waiters.reached(journal.watermark()));
  }

  /** Has all up to the epoch applied; false where that takes too long. For any thread. */
  CompletionStage<Boolean> to(long epoch) {
    if (journal.watermark() >= epoch) {
      return AT_ONCE;
    }
    var caughtUp = new CompletableFuture<Boolean>();
    desk.parts().scheduler().execute(() -> await(epoch, caughtUp));
    return caughtUp.minimalCompletionStage();
  }

  private void await(long epoch, CompletableFuture<Boolean> caughtUp) {
    waiters.add(epoch, caughtUp);
    waiters.reached(journal.watermark());
    if (!chasing) {
      chase();
    }
  }

  private void chase() {
    chasing = !waiters.isEmpty();
    if (chasing) {
      pull();
      desk.parts().scheduler().after(PULL_EVERY, this::chase);
    }
  }

  /** Somebody has applied so much. */
  void heardOf(long sequence) {
    wanted = Math.max(wanted, sequence);
  }

  /** Whether nothing is missing of what this node has heard of. */
  boolean isWhole() {
    return gaps(1).isEmpty();
  }

  private List<Range> gaps(int countMax) {
    var through = Math.max(Math.max(wanted, journal.epoch()), waiters.highest());
    return journal.gaps(through, countMax);
  }

  /** Called now and then: a gap that is still there since the last time is asked for. */
  void look() {
    if (!isWhole() && journal.watermark() == watermarkBefore) {
      pull();
    }
    watermarkBefore = journal.watermark();
  }

  /** Asks for what is missing. */
  void pull() {
    var gaps = gaps(Journal.DIGEST_RANGES_MAX);
    if (gaps.isEmpty() || !desk.isJoined()) {
      return;
    }
    if (desk.parts().log().isPresent()) {
      readLog(journal.watermark() + 1, this::take);
    }
    if (!desk.isControl()) {
      var pull = new Pull(gaps);
      desk.send(desk.members().control(), pull);
      desk.send(desk.anybody(), pull);
    }
  }

  /** One reading at a time: who asks meanwhile asks again. */
  private void readLog(long from, Consumer<Slice> then) {
    var log = desk.parts().log().orElseThrow();
    if (!reading) {
      reading = true;
      log.read(from, LetterCodec.GIFT_COUNT_MAX)
          .whenComplete((slice, failure) ->
              desk.parts()
                  .scheduler()
                  .execute(() -> {
                    reading = false;
                    if (failure == null && slice.history() == journal.history()) {
                      then.accept(slice);
                    }
                  }));
    }
  }

  /** Takes over a part of the log. */
  void take(Slice slice) {
    journal.lose(slice.first() - 1);
    var from = journal.watermark() + 1;
    var invalidations = bySequence(slice);
    for (var sequence = from; sequence <= slice.through(); sequence++) {
      var invalidation = invalidations.get(sequence);
      if (invalidation == null) {
        journal.skip(sequence);
      } else {
        journal.take(invalidation);
      }
    }
    desk.advanced();
  }

  private static Map<Long, Invalidation> bySequence(Slice slice) {
    var bySequence = new TreeMap<Long, Invalidation>();
    slice
        .invalidations()
        .forEach(invalidation -> bySequence.put(invalidation.sequence(), invalidation));
    return bySequence;
  }

  /** Somebody wants these. */
  void asked(String from, Pull pull) {
    if (pull.ranges().isEmpty()) {
      return;
    }
    var first = pull.ranges().getFirst().first();
    if (desk.parts().log().isPresent() && !journal.recent().has(first)) {
      readLog(first, slice -> desk.send(from, gift(first, slice)));
    } else {
      give(from, journal.recent().gift(first, sequence -> isIn(pull, sequence)));
    }
  }

  private static boolean isIn(Pull pull, long sequence) {
    return pull.ranges().stream().anyMatch(range -> range.contains(sequence));
  }

  private static Gift gift(long from, Slice slice) {
    var gift = new GiftBox();
    var invalidations = bySequence(slice);
    var sequence = Math.max(from, slice.first());
    while (sequence <= slice.through()
        && gift.add(sequence, Optional.ofNullable(invalidations.get(sequence)))) {
      sequence++;
    }
    return gift.close(slice.first() > from ? slice.first() - 1 : 0);
  }

  /** Gives what somebody with this digest lacks, as far as it is remembered. */
  void giveMissing(String node, Digest digest) {
    if (digest.watermark() < journal.epoch()) {
      give(node, journal.recent().gift(digest.watermark() + 1, sequence -> !digest.has(sequence)));
    }
  }

  private void give(String node, Gift gift) {
    if (!gift.invalidations().isEmpty() || !gift.voids().isEmpty()) {
      desk.send(node, gift);
    }
  }

  /** Somebody gave these. */
  void given(Gift gift) {
    journal.lose(gift.lostThrough());
    gift.voids().forEach(journal::skip);
    gift.invalidations().forEach(journal::take);
    desk.advanced();
  }

  /** Sequences mean something else from now on. */
  void restart() {
    wanted = 0;
    watermarkBefore = -1;
  }
}
