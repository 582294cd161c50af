package dev.whiteboard.chat.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.MessageId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.Content.Nothing;
import dev.whiteboard.chat.log.Content.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** However drafts fall into batches, they end as one after the other would. */
final class BatchPlannerTest {
  private static final List<ChatId> CHATS =
      List.of(new ChatId(new UUID(1, 1)), new ChatId(new UUID(1, 2)));
  private static final ChatId NOWHERE = new ChatId(new UUID(1, 3));
  private static final List<UserId> MEMBERS =
      List.of(new UserId(new UUID(2, 1)), new UserId(new UUID(2, 2)));
  private static final UserId STRANGER = new UserId(new UUID(2, 3));

  @Property
  void plan_anyDraftsInAnyBatches_outcomesAndTablesAreThoseOfTheModel(
      @ForAll("drafts") List<Draft> drafts, @ForAll @IntRange(min = 1, max = 12) int batchMax) {
    var model = new LogModel(CHATS, MEMBERS);
    var expected = drafts.stream().map(model::append).toList();

    var tables = new LogModel(CHATS, MEMBERS);
    var outcomes = new ArrayList<Appended>();
    for (var from = 0; from < drafts.size(); from += batchMax) {
      var batch = drafts.subList(from, Math.min(from + batchMax, drafts.size()));
      outcomes.addAll(keep(tables, batch));
    }

    assertThat(outcomes).isEqualTo(expected);
    assertThat(tables.chats()).isEqualTo(model.chats());
  }

  @Property
  void plan_anyDrafts_movesAreAsLongAsWhatIsAdded(@ForAll("drafts") List<Draft> drafts) {
    var plan = plan(new LogModel(CHATS, MEMBERS), drafts);

    for (var chat : CHATS) {
      var added = plan.messages().stream().filter(m -> m.chat().equals(chat)).toList();
      assertThat(added).extracting(Message::seq).isEqualTo(MessageLogContract.upTo(added.size()));
      assertThat(plan.moves().stream().filter(move -> move.chat().equals(chat)).toList())
          .isEqualTo(
              added.isEmpty() ? List.of() : List.of(new BatchPlan.Move(chat, 0, added.size())));
    }
    assertThat(plan.changes()).isEmpty();
  }

  private static List<Appended> keep(LogModel tables, List<Draft> batch) {
    var plan = plan(tables, batch);
    tables.write(plan);
    return plan.outcomes();
  }

  private static BatchPlan plan(LogModel tables, List<Draft> batch) {
    return new BatchPlanner(tables.heads(), LogModel.AT)
        .plan(batch, batch.stream().map(tables::facts).toList());
  }

  /** Of few chats, users, names and refs, so that they meet. */
  @Provide
  Arbitrary<List<Draft>> drafts() {
    var chats =
        Arbitraries.frequency(
            Tuple.of(10, CHATS.get(0)), Tuple.of(5, CHATS.get(1)), Tuple.of(1, NOWHERE));
    var users =
        Arbitraries.frequency(
            Tuple.of(8, MEMBERS.get(0)), Tuple.of(4, MEMBERS.get(1)), Tuple.of(1, STRANGER));
    var names = Arbitraries.integers().between(1, 30);
    var kinds =
        Arbitraries.frequency(
            Tuple.of(5, Kind.TEXT), Tuple.of(3, Kind.EDIT), Tuple.of(2, Kind.DELETE));
    var refs = Arbitraries.of(0L, 0L, 0L, -1L, 1L, 1L, 2L, 2L, 3L, 4L, 5L, 7L, 10L, 15L, 25L);
    var wrong = Arbitraries.integers().between(0, 15).map(n -> n == 0);
    return Combinators.combine(chats, users, names, kinds, refs, wrong)
        .as(BatchPlannerTest::draft)
        .list()
        .ofMaxSize(40);
  }

  private static Draft draft(
      ChatId chat, UserId user, int name, Kind kind, long ref, boolean wrong) {
    var empty = wrong != (kind == Kind.DELETE);
    return new Draft(
        chat,
        user,
        new DeviceId(new UUID(3, user.value().getLeastSignificantBits())),
        new MessageId(new UUID(4, name)),
        kind,
        ref,
        empty ? new Nothing() : new Words("words " + name + " " + ref),
        List.of());
  }
}
