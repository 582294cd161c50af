package dev.whiteboard.chat.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

final class NotesPropertyTest {
  private sealed interface Step {
    record Say(int member, Mark mark, boolean isLarge) implements Step {}

    record Write(int countMax, boolean all, boolean fails) implements Step {}
  }

  @Property
  void take_anyOrderOfNotesAndFailures_theFurthestOfEachIsWritten(
      @ForAll("steps") List<Step> steps) {
    var notes = new Notes(100);
    var said = new HashMap<Member, Mark>();
    var written = new HashMap<Member, Mark>();
    for (var step : steps) {
      switch (step) {
        case Step.Say(var number, var mark, var isLarge) -> {
          assertThat(notes.add(member(number), mark, isLarge)).isTrue();
          said.merge(member(number), mark, Mark::furthest);
        }
        case Step.Write(var countMax, var all, var fails) -> {
          var batch = notes.take(countMax, all);
          assertThat(batch).hasSizeLessThanOrEqualTo(countMax);
          if (fails) {
            notes.putBack(batch);
          } else {
            write(written, batch);
          }
        }
      }
    }
    write(written, notes.take(Integer.MAX_VALUE, true));

    assertThat(written).isEqualTo(said);
    assertThat(notes.size()).isZero();
  }

  private static void write(Map<Member, Mark> written, Map<Member, Mark> batch) {
    batch.forEach((member, mark) -> written.merge(member, mark, Mark::furthest));
  }

  @Test
  void add_full_takesOnlyMembersWhoWaitAlready() {
    var notes = new Notes(2);
    notes.add(member(1), new Mark(1, 0), false);
    notes.add(member(2), new Mark(1, 0), true);

    assertThat(notes.add(member(3), new Mark(1, 0), false)).isFalse();
    assertThat(notes.add(member(2), new Mark(9, 0), true)).isTrue();
    assertThat(notes.take(10, true))
        .isEqualTo(Map.of(member(1), new Mark(1, 0), member(2), new Mark(9, 0)));
  }

  @Test
  void take_largeChatsHaveNoTurn_theyWait() {
    var notes = new Notes(10);
    notes.add(member(1), new Mark(1, 0), false);
    notes.add(member(2), new Mark(1, 0), true);

    assertThat(notes.take(10, false)).containsOnlyKeys(member(1));
    assertThat(notes.take(10, false)).isEmpty();
    assertThat(notes.take(10, true)).containsOnlyKeys(member(2));
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    var numbers = Arbitraries.integers().between(0, 5);
    var seqs = Arbitraries.longs().between(0, 50);
    var booleans = Arbitraries.of(true, false);
    var marks = Combinators.combine(seqs, seqs).as(Mark::new);
    Arbitrary<Step> says = Combinators.combine(numbers, marks, booleans).as(Step.Say::new);
    Arbitrary<Step> writes =
        Combinators.combine(Arbitraries.integers().between(1, 4), booleans, booleans)
            .as(Step.Write::new);
    return Arbitraries.frequencyOf(Tuple.of(4, says), Tuple.of(1, writes)).list().ofMaxSize(60);
  }

  private static Member member(int number) {
    return new Member(new ChatId(new UUID(1, number % 2)), new UserId(new UUID(2, number)));
  }
}
