package dev.whiteboard.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import dev.whiteboard.kit.store.StoreAwayException;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Chores of two nodes, by a clock that is moved by hand. */
@NeedsStack(Server.POSTGRES)
final class HousekeepingIT {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private static Database database;

  private final HandClock clock = new HandClock(NOON);
  private final List<String> done = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void open(TestStack stack) {
    database = Database.open(DatabaseUrl.parse(stack.databaseUrl()), "chat", 4);
    database.migrate("db/chat");
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @BeforeEach
  void empty() {
    database.query(handle -> handle.execute("TRUNCATE chores"));
  }

  private Housekeeping node(Chore... chores) {
    return new Housekeeping(database, List.of(chores), clock, new Random(1));
  }

  private Chore chore(String name) {
    return new Chore(name, () -> done.add(name));
  }

  @Test
  void look_ofTwoNodes_doesEachChoreOnceAnHour() {
    var first = node(chore("a"), chore("b"));
    var second = node(chore("a"), chore("b"));

    first.look();
    second.look();
    assertThat(done).containsExactly("a", "b");

    clock.advance(Housekeeping.EVERY.minusMillis(1));
    first.look();
    second.look();
    assertThat(done).hasSize(2);

    clock.advance(Duration.ofMillis(1));
    second.look();
    first.look();
    assertThat(done).containsExactly("a", "b", "a", "b");
  }

  @Test
  void look_ofManyNodesAtOnce_doesAChoreOnce() {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var i = 0; i < 20; i++) {
        threads.execute(() -> node(chore("a")).look());
      }
    }
    assertThat(done).containsExactly("a");
  }

  @Test
  void choreThatFails_keepsNoOtherFromBeingDone_andIsDoneAgainAtItsTime() {
    var node =
        node(
            new Chore("broken", () -> fail(new IllegalStateException("broken"))),
            chore("a"),
            new Chore("away", () -> fail(new StoreAwayException("away"))),
            chore("b"));

    node.look();
    assertThat(done).containsExactly("broken", "a", "away", "b");

    clock.advance(Housekeeping.EVERY);
    node.look();
    assertThat(done).hasSize(8);
  }

  private void fail(RuntimeException failure) {
    done.add(failure.getMessage());
    throw failure;
  }

  @Test
  void look_whileTheDatabaseIsAway_leavesItForTheNextTime() {
    try (var away = Database.open(DatabaseUrl.parse("postgresql://x:y@127.0.0.1:1/z"), "chat", 1)) {
      new Housekeeping(away, List.of(chore("a")), clock, new Random(1)).look();
    }
    assertThat(done).isEmpty();
  }

  @Test
  void timeThatLiesFarAhead_isNotWaitedFor() {
    clock.advance(Duration.ofDays(365));
    node(chore("a")).look();
    var right = new HandClock(NOON);
    new Housekeeping(database, List.of(chore("a")), right, new Random(1)).look();

    assertThat(done).containsExactly("a", "a");
  }

  @Test
  void close_endsAtOnce_andNothingIsDoneBehindIt() {
    var node = node(chore("a"));
    var before = new ArrayList<>(done);
    node.start().close();
    node.look();

    assertThat(done).isEqualTo(before);
  }
}
