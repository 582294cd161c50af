package dev.whiteboard.chat.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.SubscriptionId;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class LineTest {
  private static final Duration SHORT = Duration.ofMillis(1);
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Line line = new Line(3);

  private static Taken taken(long rank, long leaseEndNanos) {
    return new Taken(
        new SubscriptionId(UUID.randomUUID()),
        new ChatId(UUID.randomUUID()),
        1,
        0,
        rank,
        UUID.randomUUID(),
        leaseEndNanos);
  }

  @Test
  void next_urgentThatCameLater_isFirst() throws Exception {
    var quiet = taken(1_000 + PushTimes.HANDICAP.toMillis(), 10);
    var urgent = taken(2_000, 10);
    line.add(List.of(quiet));
    line.add(List.of(urgent));

    assertThat(line.next()).contains(urgent);
    assertThat(line.next()).contains(quiet);
  }

  @Test
  void awaitRoom_full_hasNone_untilOneIsTaken() throws Exception {
    line.add(List.of(taken(1, 10), taken(2, 10), taken(3, 10)));
    assertThat(line.awaitRoom(SHORT)).isZero();
    assertThatThrownBy(() -> line.add(List.of(taken(4, 10))))
        .isInstanceOf(IllegalStateException.class);

    var room = CompletableFuture.supplyAsync(() -> awaitRoom(line));
    var _ = line.next();

    assertThat(room.get(LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo(1);
  }

  private static int awaitRoom(Line line) {
    try {
      return line.awaitRoom(LONG);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void dropEnded_leasesThatEnded_makeRoom() throws Exception {
    var later = taken(1, 20);
    line.add(List.of(taken(2, 10), taken(3, 10)));
    line.add(List.of(later));

    line.dropEnded(10);

    assertThat(line.awaitRoom(SHORT)).isEqualTo(2);
    assertThat(line.next()).contains(later);
  }

  @Test
  void close_givesWhatIsLeft_andNextEnds() throws Exception {
    var first = taken(1, 10);
    var second = taken(2, 10);
    line.add(List.of(second, first));
    var waiting = new Line(1);
    var next = CompletableFuture.supplyAsync(() -> next(waiting));

    assertThat(line.close()).containsExactly(first, second);
    assertThat(line.next()).isEmpty();
    assertThat(waiting.close()).isEmpty();
    assertThat(next.get(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  private static boolean next(Line line) {
    try {
      return line.next().isEmpty();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
