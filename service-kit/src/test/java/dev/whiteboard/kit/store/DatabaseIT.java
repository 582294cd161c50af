package dev.whiteboard.kit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.stack.EmbeddedPostgres;
import dev.whiteboard.stack.process.FreePort;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** On a server that is there, or was never: see {@link DatabaseOutageIT} for one that goes. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
final class DatabaseIT {
  private static EmbeddedPostgres postgres;
  private static DatabaseUrl url;
  private static Database database;

  @BeforeAll
  static void start(@TempDir Path folder) {
    postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
    url = DatabaseUrl.parse(postgres.url());
    database = Database.open(url, "tea", 4);
    database.migrate("db/kit");
  }

  @AfterAll
  static void stop() {
    database.close();
    postgres.close();
  }

  @Test
  void query_isInItsOwnSchemaAndShowsItsName() {
    assertThat(text(database, "select current_schema()")).isEqualTo("tea");
    assertThat(text(database, "show application_name")).isEqualTo("tea");
    assertThat(text(database, "select to_regclass('things')::text")).isEqualTo("things");
  }

  /** Flyway has another transaction open meanwhile, in which nothing happens. */
  @Test
  void migrate_takesLongerThanRequestsMay_isDone_andTheirBoundsHoldForOthers() throws SQLException {
    try (var slow = Database.open(url, "slow", 4)) {
      slow.migrate("db/kit-slow");

      assertThat(text(slow, "select count(*)::text from flyway_schema_history where success"))
          .isEqualTo("2"); // the schema, and the script
      try (var fresh = slow.connect("fresh")) {
        assertThat(shown(fresh, "idle_in_transaction_session_timeout")).isEqualTo("3s");
        assertThat(shown(fresh, "statement_timeout")).isEqualTo("4s");
      }
    }
  }

  @Test
  void open_withServerSettings_eachConnectionHasThem_besideTheDeadlines() {
    var settings = Map.of("plan_cache_mode", "force_generic_plan", "enable_seqscan", "off");
    try (var suited = Database.open(url, "tea", 1, "", settings)) {
      assertThat(text(suited, "show plan_cache_mode")).isEqualTo("force_generic_plan");
      assertThat(text(suited, "show enable_seqscan")).isEqualTo("off");
      assertThat(text(suited, "show statement_timeout")).isEqualTo("4s");
    }
    assertThat(text(database, "show plan_cache_mode")).isEqualTo("auto");
  }

  /** What it has locked is free again; it hears of its end as of a server that went away. */
  @Test
  void transaction_thatStandsStill_isEndedByTheServer() {
    database.query(handle -> insert(handle, "still"));
    var update = "update things set name = name where name = 'still'";

    try (var others = Database.open(url, "tea", 1)) {
      assertThatExceptionOfType(StoreAwayException.class)
          .isThrownBy(() ->
              database.transaction(handle -> {
                handle.execute(update);
                others.query(other -> other.execute(update)); // waits for the lock, and gets it
                return handle.execute(update);
              }));
    }
  }

  @Test
  void transaction_exceptionInIt_leavesNothingBehind() {
    assertThatThrownBy(() ->
            database.transaction(handle -> {
              insert(handle, "half");
              throw new IllegalStateException("on purpose");
            }))
        .isInstanceOf(IllegalStateException.class);
    database.transaction(handle -> insert(handle, "whole"));

    assertThat(count("half")).isZero();
    assertThat(count("whole")).isEqualTo(1);
  }

  /** The statement's own fault: to try again would not help. */
  @Test
  void query_badStatement_isNotTheStoreBeingAway() {
    database.query(handle -> insert(handle, "twice"));

    assertThatExceptionOfType(JdbiException.class)
        .isThrownBy(() -> database.query(handle -> insert(handle, "twice")));
    assertThatExceptionOfType(JdbiException.class)
        .isThrownBy(() -> text(database, "select no_such_column"));
  }

  @Test
  void migrate_manyNodesAtOnce_onceIsEnough() throws Exception {
    var nodes = 3;
    var together = new CountDownLatch(nodes);
    try (var threads = Executors.newFixedThreadPool(nodes)) {
      for (var migrated :
          IntStream.range(0, nodes)
              .mapToObj(_ -> threads.submit(() -> migrateNew(together)))
              .toList()) {
        assertThat(migrated.get(20, TimeUnit.SECONDS)).isEqualTo("1");
      }
    }
  }

  private static String migrateNew(CountDownLatch together) throws InterruptedException {
    try (var node = Database.open(url, "nodes", 2)) {
      together.countDown();
      together.await();
      node.migrate("db/kit");
      return text(node, "select count(*)::text from flyway_schema_history where version = '1'");
    }
  }

  @Test
  void query_statementThatTakesTooLong_isEndedByTheServer() {
    assertAway(
        Duration.ofMillis(3_900),
        Duration.ofSeconds(5),
        () -> text(database, "select pg_sleep(60)::text"));
  }

  @Test
  void query_allConnectionsTaken_isRefusedAfterTwoSeconds() throws Exception {
    try (var small = Database.open(url, "small", 1);
        var thread = Executors.newSingleThreadExecutor()) {
      var taken = new CountDownLatch(1);
      var release = new CountDownLatch(1);
      var holder =
          thread.submit(() ->
              small.query(handle -> {
                taken.countDown();
                return isReleased(release);
              }));
      taken.await();

      assertAway(Duration.ofMillis(1_900), Duration.ofSeconds(3), () -> text(small, "select 'a'"));
      release.countDown();
      assertThat(holder.get(5, TimeUnit.SECONDS)).isTrue();
      assertThat(text(small, "select 'a'")).isEqualTo("a");
    }
  }

  @Test
  void watch_oneHoldsTheConnectionAndOneWaits_showsBoth() throws Exception {
    var registry = new SimpleMeterRegistry();
    try (var small = Database.open(url, "small", 1);
        var threads = Executors.newFixedThreadPool(2)) {
      small.watch(registry, "tea");
      var release = new CountDownLatch(1);
      var holder = threads.submit(() -> small.query(_ -> isReleased(release)));
      await().until(() -> gauge(registry, "postgresql.pool.in.use") == 1);
      assertThat(gauge(registry, "postgresql.pool.waiting")).isZero();
      var waiter = threads.submit(() -> text(small, "select 'a'"));
      await().until(() -> gauge(registry, "postgresql.pool.waiting") == 1);
      assertThat(gauge(registry, "postgresql.pool.max")).isOne();

      release.countDown();
      assertThat(holder.get(5, TimeUnit.SECONDS)).isTrue();
      assertThat(waiter.get(5, TimeUnit.SECONDS)).isEqualTo("a");
      assertThat(gauge(registry, "postgresql.pool.waiting")).isZero();
      assertThat(gauge(registry, "postgresql.pool.in.use")).isZero();
    }
  }

  private static double gauge(SimpleMeterRegistry registry, String name) {
    return registry.get(name).tag("pool", "tea").gauge().value();
  }

  @Test
  void query_nothingListens_isAwayWithinThreeSeconds() {
    var nowhere =
        new DatabaseUrl("jdbc:postgresql://127.0.0.1:" + FreePort.find() + "/tea", "a", "b");
    try (var away = Database.open(nowhere, "tea", 2)) {
      assertAway(Duration.ZERO, Duration.ofSeconds(3), () -> text(away, "select 'a'"));
      assertAway(
          Duration.ZERO,
          Duration.ofSeconds(3),
          () -> away.transaction(handle -> insert(handle, "a")));
      assertThatExceptionOfType(SQLException.class).isThrownBy(away::ping);
    }
  }

  /** The kernel takes the connection, and nobody ever says a word on it. */
  @Test
  void query_serverThatSaysNothing_isAwayWithinThreeSeconds() throws Exception {
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var away =
            Database.open(
                new DatabaseUrl(
                    "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/tea", "a", "b"),
                "tea",
                2)) {
      assertAway(Duration.ZERO, Duration.ofSeconds(3), () -> text(away, "select 'a'"));
    }
  }

  @Test
  void query_wrongPassword_isAwayAndDoesNotTellIt() {
    var wrong = new DatabaseUrl(url.jdbcUrl(), url.user(), "a-secret-guess");
    try (var away = Database.open(wrong, "tea", 2)) {
      assertThatThrownBy(() -> text(away, "select 'a'"))
          .isInstanceOf(StoreAwayException.class)
          .hasStackTraceContaining("password authentication failed")
          .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("a-secret-guess"));
    }
  }

  @Test
  void ping_serverThere_returns() throws SQLException {
    database.ping();
  }

  private static void assertAway(Duration atLeast, Duration atMost, Runnable call) {
    var startedNanos = System.nanoTime();
    assertThatExceptionOfType(StoreAwayException.class).isThrownBy(call::run);
    assertThat(Duration.ofNanos(System.nanoTime() - startedNanos)).isBetween(atLeast, atMost);
  }

  private static boolean isReleased(CountDownLatch release) {
    try {
      return release.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static int insert(Handle handle, String name) {
    return handle.execute("insert into things (name) values (?)", name);
  }

  private static int count(String name) {
    return database.query(handle ->
        handle
            .createQuery("select count(*) from things where name = ?")
            .bind(0, name)
            .mapTo(Integer.class)
            .one());
  }

  private static String text(Database store, String query) {
    return store.query(handle -> handle.createQuery(query).mapTo(String.class).one());
  }

  private static String stackTrace(Throwable failure) {
    var text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private static String shown(Connection connection, String setting) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("show " + setting)) {
      row.next();
      return row.getString(1);
    }
  }
}
