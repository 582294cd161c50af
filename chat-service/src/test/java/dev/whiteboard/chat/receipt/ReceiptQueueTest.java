package dev.whiteboard.chat.receipt;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.fanout.NodeNews;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ReceiptQueueTest {
  private static final ChatId CHAT = new ChatId(new UUID(1, 1));

  @Test
  void take_moreThanThereIsRoomFor_theRestWaits_longestFirst() {
    var queue = new ReceiptQueue(100, 16);
    for (var i = 0; i < 10; i++) {
      queue.add(member(i), new Mark(1, 0), users(3));
    }

    assertThat(queue.take(16))
        .extracting(one -> one.receipt().user())
        .containsExactly(user(0), user(1), user(2), user(3), user(4));
    assertThat(queue.take(16)).hasSize(5);
    assertThat(queue.take(16)).isEmpty();
  }

  @Test
  void add_movesWhileItWaits_isOneReceiptAsFarAsItCame_inItsOldPlace() {
    var queue = new ReceiptQueue(100, 16);
    queue.add(member(1), new Mark(5, 2), Set.of(user(8)));
    queue.add(member(2), new Mark(1, 0), Set.of(user(8)));
    queue.add(member(1), new Mark(7, 1), Set.of(user(9)));

    var taken = queue.take(100);

    assertThat(taken).extracting(one -> one.receipt().user()).containsExactly(user(1), user(2));
    assertThat(taken.getFirst().receipt().delivered()).isEqualTo(7);
    assertThat(taken.getFirst().receipt().read()).isEqualTo(2);
    assertThat(taken.getFirst().to()).containsExactlyInAnyOrder(user(8), user(9));
  }

  @Test
  void add_moreAuthorsThanAreTold_theNewestAre() {
    var queue = new ReceiptQueue(100, 4);
    queue.add(member(1), new Mark(1, 0), Set.of(user(1), user(2)));
    queue.add(member(1), new Mark(2, 0), Set.of(user(3), user(4), user(5)));

    var to = queue.take(4).getFirst().to();

    assertThat(to).hasSize(4).contains(user(3), user(4), user(5));
  }

  /** An empty set in the news would mean everybody. */
  @Test
  void add_nobodyToTell_isNotTold() {
    var queue = new ReceiptQueue(100, 16);

    queue.add(member(1), new Mark(1, 0), Set.of());

    assertThat(queue.take(100)).isEmpty();
  }

  @Test
  void add_full_isNotTold_butThoseWhoWaitAre() {
    var queue = new ReceiptQueue(1, 16);
    queue.add(member(1), new Mark(1, 0), users(1));
    queue.add(member(2), new Mark(1, 0), users(1));
    queue.add(member(1), new Mark(4, 0), users(1));

    var taken = queue.take(100);

    assertThat(taken).hasSize(1);
    assertThat(taken.getFirst().receipt().delivered()).isEqualTo(4);
  }

  /** A group of 500 with 20 messages a second, of as many authors. */
  @Test
  void take_largestGroupAtWork_boundHolds_andEachIsToldAgainAndAgain() {
    var queue = new ReceiptQueue(20_000, MarkWriter.TOLD_MAX);
    var turnsOf = new int[500];
    for (var turn = 0; turn < 40; turn++) {
      if (turn % 4 == 0) {
        for (var i = 0; i < 500; i++) {
          queue.add(member(i), new Mark(turn + 1, 0), users(MarkWriter.TOLD_MAX));
        }
      }
      var taken = queue.take(MarkWriter.FRAMES_MAX);
      assertThat(taken.stream().mapToInt(one -> one.to().size()).sum())
          .isLessThanOrEqualTo(MarkWriter.FRAMES_MAX);
      taken.forEach(one -> turnsOf[number(one)]++);
    }

    assertThat(Arrays.stream(turnsOf).min().orElseThrow()).as("in ten seconds").isGreaterThan(2);
  }

  @Test
  void authors_ofTheRangeThatMoved_theNewestFirst_withoutTheMember() {
    var authors = new Authors();
    for (var seq = 30L; seq > 0; seq--) {
      authors.add(CHAT, seq, user((int) seq));
    }
    var moved = new Moved(new Member(CHAT, user(19)), new Mark(10, 3), new Mark(20, 3), 500);

    assertThat(authors.of(moved, 4)).containsExactlyInAnyOrder(user(20), user(18), user(17));
    assertThat(authors.of(moved, 100)).hasSize(9);
  }

  private static int number(NodeNews.Moved moved) {
    return (int) moved.receipt().user().value().getLeastSignificantBits();
  }

  private static Set<UserId> users(int count) {
    return IntStream.range(1_000, 1_000 + count).mapToObj(ReceiptQueueTest::user).collect(toSet());
  }

  private static Member member(int number) {
    return new Member(CHAT, user(number));
  }

  private static UserId user(int number) {
    return new UserId(new UUID(2, number));
  }
}
