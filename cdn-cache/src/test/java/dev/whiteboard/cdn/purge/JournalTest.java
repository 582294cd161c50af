package dev.whiteboard.cdn.purge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whiteboard.cdn.purge.Journal.Taken;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class JournalTest {
  private static final long HISTORY = 5;

  private final Noted store = new Noted();
  private final Journal journal = new Journal(store);

  /** What was applied, in order; and what the journal said while it was. */
  private final class Noted implements Journal.Store {
    private final List<Long> applied = new ArrayList<>();
    private final List<Long> forgotten = new ArrayList<>();
    private long epochDuring;
    private long watermarkDuring;

    @Override
    public void apply(Invalidation invalidation) {
      applied.add(invalidation.sequence());
      epochDuring = journal.epoch();
      watermarkDuring = journal.watermark();
    }

    @Override
    public void forgetAll(long through) {
      forgotten.add(through);
    }
  }

  @Property(tries = 300)
  void take_anyOrderWithRepeats_appliesEachOnceAndNeverGoesBack(
      @ForAll("sequences") List<Long> sequences) {
    var noted = new Noted();
    var fresh = new Journal(noted);
    fresh.restart(HISTORY, 0);
    var before = 0L;
    for (var sequence : sequences) {
      fresh.take(SomeInvalidations.of(sequence));
      assertThat(fresh.watermark()).isGreaterThanOrEqualTo(before);
      before = fresh.watermark();
    }

    assertThat(noted.applied).doesNotHaveDuplicates();
    assertThat(noted.applied)
        .containsExactlyInAnyOrderElementsOf(sequences.stream().distinct().toList());
    var whole = LongStream.iterate(1, next -> next + 1).takeWhile(sequences::contains).count();
    assertThat(fresh.watermark()).isEqualTo(whole);
    LongStream.rangeClosed(1, 45)
        .forEach(sequence ->
            assertThat(fresh.digest().has(sequence)).isEqualTo(sequences.contains(sequence)));
  }

  @Property(tries = 200)
  void gaps_afterAnyOrder_areWhatIsMissing(@ForAll("sequences") List<Long> sequences) {
    var fresh = new Journal(new Noted());
    fresh.restart(HISTORY, 0);
    sequences.forEach(sequence -> fresh.take(SomeInvalidations.of(sequence)));

    var missing =
        fresh.gaps(45, 100).stream()
            .flatMapToLong(gap -> LongStream.rangeClosed(gap.first(), gap.last()))
            .boxed()
            .toList();

    assertThat(missing)
        .containsExactlyElementsOf(
            LongStream.rangeClosed(1, 45).filter(one -> !sequences.contains(one)).boxed().toList());
  }

  @Provide
  static Arbitrary<List<Long>> sequences() {
    return Arbitraries.longs().between(1, 40).list().ofMaxSize(120);
  }

  @Test
  void take_beforeTheLogIsKnown_isRefused() {
    assertThat(journal.take(SomeInvalidations.of(1))).isEqualTo(Taken.REFUSED);
    assertThat(store.applied).isEmpty();
  }

  @Test
  void take_whileTheStoreIsTold_epochIsUpAndWatermarkIsNot() {
    journal.restart(HISTORY, 3);
    journal.take(SomeInvalidations.of(4));

    assertThat(store.epochDuring).isEqualTo(4);
    assertThat(store.watermarkDuring).isEqualTo(3);
    assertThat(journal.watermark()).isEqualTo(4);
  }

  @Test
  void epoch_pastAGap_isTheHighest() {
    journal.restart(HISTORY, 3);
    journal.take(SomeInvalidations.of(6));

    assertThat(journal.epoch()).isEqualTo(6);
    assertThat(journal.watermark()).isEqualTo(3);
  }

  @Test
  void skip_void_closesTheGap() {
    journal.restart(HISTORY, 0);
    journal.take(SomeInvalidations.of(2));
    journal.skip(1);

    assertThat(journal.watermark()).isEqualTo(2);
    assertThat(store.applied).containsExactly(2L);
  }

  @Test
  void lose_pastTheWatermark_emptiesTheStoreOnceAndKeepsWhatIsAbove() {
    journal.restart(HISTORY, 1);
    store.forgotten.clear();
    journal.take(SomeInvalidations.of(5));
    journal.take(SomeInvalidations.of(8));

    journal.lose(4);
    journal.lose(4);
    journal.lose(2);

    assertThat(store.forgotten).containsExactly(4L);
    assertThat(journal.watermark()).isEqualTo(5);
    assertThat(journal.epoch()).isEqualTo(8);
    assertThat(journal.gaps(8, 10)).containsExactly(new Range(6, 7));
  }

  @Test
  void restart_anotherLog_forgetsSequencesOfTheOld() {
    journal.restart(HISTORY, 0);
    journal.take(SomeInvalidations.of(1));
    journal.restart(HISTORY + 1, 0);

    assertThat(journal.take(SomeInvalidations.of(1))).isEqualTo(Taken.APPLIED);
    assertThat(store.forgotten).containsExactly(0L, 0L);
  }

  @Test
  void take_storeFails_isNotNotedAndCanBeTakenAgain() {
    var failing =
        new Journal(
            new Journal.Store() {
              private boolean failed;

              @Override
              public void apply(Invalidation invalidation) {
                if (!failed) {
                  failed = true;
                  throw new IllegalStateException("no");
                }
              }

              @Override
              public void forgetAll(long through) {}
            });
    failing.restart(HISTORY, 0);

    assertThatThrownBy(() -> failing.take(SomeInvalidations.of(1))).hasMessage("no");
    assertThat(failing.watermark()).isZero();
    assertThat(failing.take(SomeInvalidations.of(1))).isEqualTo(Taken.APPLIED);
  }

  @Test
  void take_tooManyAboveAGap_refusesUntilTheGapIsClosed() {
    journal.restart(HISTORY, 0);
    for (var sequence = 2L; sequence <= Journal.ABOVE_MAX + 1; sequence++) {
      journal.take(SomeInvalidations.of(sequence));
    }

    var over = SomeInvalidations.of(Journal.ABOVE_MAX + 2);
    assertThat(journal.take(over)).isEqualTo(Taken.REFUSED);
    assertThat(journal.take(SomeInvalidations.of(1))).isEqualTo(Taken.APPLIED);
    assertThat(journal.take(over)).isEqualTo(Taken.APPLIED);
    assertThat(journal.watermark()).isEqualTo(Journal.ABOVE_MAX + 2);
  }
}
