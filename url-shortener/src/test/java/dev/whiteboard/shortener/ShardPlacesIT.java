package dev.whiteboard.shortener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whiteboard.kit.settings.BadSettingException;
import dev.whiteboard.kit.shard.ShardPlaces;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who takes which place, where a setting is mistyped at first. */
@NeedsStack({Server.POSTGRES, Server.REDIS, Server.KAFKA})
final class ShardPlacesIT {
  private static final byte[] SERVICE = {1, 2, 3};
  private static final byte[] ANOTHER_SERVICE = {4, 5, 6};
  private static final int ROUNDS = 50;

  private static List<String> urls;
  private static Database one;
  private static Database other;

  @BeforeAll
  static void open(TestStack stack) {
    urls = stack.databaseUrls(true);
    one = open(urls.getFirst());
    other = open(urls.getLast());
  }

  @AfterAll
  static void close() {
    other.close();
    one.close();
  }

  @AfterEach
  void forget() {
    for (var database : List.of(one, other)) {
      database.query(handle -> handle.execute("DELETE FROM shard_place"));
    }
  }

  @Test
  void take_newDatabases_haveTheirPlaces_andAgain() {
    take(SERVICE, one, other);
    take(SERVICE, one, other);

    assertThat(numbers(one)).containsExactly(0);
    assertThat(numbers(other)).containsExactly(1);
  }

  @Test
  void take_homeNamedTwice_isRefused_saysWhatToDo_andTheRightOnesAreTakenThen() {
    assertThatThrownBy(() -> take(SERVICE, one, one))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("DELETE FROM shortener.shard_place");

    assertThat(numbers(one)).isEmpty();
    take(SERVICE, one, other);
  }

  @Test
  void take_secondIsAnotherServices_isRefused_andLeavesTheFirstAsItWas() {
    take(ANOTHER_SERVICE, one, other);
    one.query(handle -> handle.execute("DELETE FROM shard_place"));

    assertThatThrownBy(() -> take(SERVICE, one, other)).isInstanceOf(BadSettingException.class);

    assertThat(numbers(one)).isEmpty();
    assertThat(numbers(other)).containsExactly(1);
  }

  @Test
  void take_bothOrdersAtOnce_leavesNoTwoHomes() throws Exception {
    try (var threads = Executors.newFixedThreadPool(2)) {
      for (var round = 0; round < ROUNDS; round++) {
        var barrier = new CyclicBarrier(2);
        Callable<Boolean> there = () -> isTaken(barrier, one, other);
        Callable<Boolean> back = () -> isTaken(barrier, other, one);
        var first = threads.submit(there);
        var second = threads.submit(back);
        var taken = List.of(first.get(), second.get());

        assertThat(taken).isNotEqualTo(List.of(true, true));
        if (taken.contains(true)) {
          assertThat(numbers(one)).containsExactly(taken.getFirst() ? 0 : 1);
          assertThat(numbers(other)).containsExactly(taken.getFirst() ? 1 : 0);
        } else {
          assertThat(numbers(one)).isEmpty();
          assertThat(numbers(other)).isEmpty();
        }
        forget();
      }
    }
  }

  /** Nothing of it has been told to anybody, so what a home has is not even made. */
  @Test
  void start_asASecondThatIsAHome_isRefused_andMakesNoSecret(TestStack stack) {
    take(SERVICE, other, one);
    var wrong = TwoShards.settings(stack, urls.getFirst(), urls.getLast());

    assertThatThrownBy(() -> TestNode.start(wrong)).isInstanceOf(BadSettingException.class);

    assertThat(secrets(one)).isZero();
    assertThat(secrets(other)).isZero();
  }

  private static boolean isTaken(CyclicBarrier barrier, Database home, Database second)
      throws Exception {
    barrier.await();
    try {
      take(SERVICE, home, second);
      return true;
    } catch (BadSettingException e) {
      return false;
    }
  }

  private static void take(byte[] service, Database... databases) {
    new ShardPlaces(Shards.inOrder(List.of(databases)), "shortener").take(service);
  }

  private static List<Integer> numbers(Database database) {
    return database.query(
        handle -> handle.createQuery("SELECT number FROM shard_place").mapTo(Integer.class).list());
  }

  private static int secrets(Database database) {
    return database.query(handle ->
        handle.createQuery("SELECT count(*) FROM service_secret").mapTo(Integer.class).one());
  }

  private static Database open(String url) {
    var database = Database.open(DatabaseUrl.parse(url), "shortener", 2);
    database.migrate("db/shortener");
    return database;
  }
}
