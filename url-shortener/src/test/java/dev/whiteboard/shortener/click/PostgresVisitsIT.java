package dev.whiteboard.shortener.click;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import dev.whiteboard.shortener.click.PostgresVisits.Counted;
import dev.whiteboard.shortener.click.VisitStats.Named;
import dev.whiteboard.shortener.visitor.Crawlers;
import dev.whiteboard.shortener.visitor.UserAgents;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@NeedsStack(Server.POSTGRES)
final class PostgresVisitsIT {
  private static final UserAgents USER_AGENTS = new UserAgents(Crawlers.load());
  private static final String FIREFOX =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";
  private static final String GOOGLEBOT =
      "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";

  /** Times anything it spreads over all 64 bits. */
  private static final long HASH = 0x9E3779B97F4A7C15L;

  private static Database database;
  private static PostgresVisits visits;
  private static VisitStats stats;

  @BeforeAll
  static void open(TestStack stack) {
    database = Database.open(DatabaseUrl.parse(stack.databaseUrl()), "shortener", 4);
    database.migrate("db/shortener");
    visits = new PostgresVisits(database);
    stats = new VisitStats(database);
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void add_sameRecordsTwice_countsOnce() {
    var partition = new TopicPartition("twice", 0);
    var records = new Counted(partition, 0, 10, List.of(batch(1, 1, visits("twice", 5))));

    assertThat(add(records)).isTrue();
    assertThat(add(records)).isFalse();

    assertThat(visits.total("twice")).isEqualTo(5);
    assertThat(visits.offsets("twice")).containsExactly(Map.entry(0, 10L));
  }

  /** As where all clicks of a poll are of links on other shards. */
  @Test
  void add_clicksOfOtherLinksOnly_movesTheOffset() {
    var records =
        new Counted(
            new TopicPartition("others", 0), 0, 10, List.of(batch(20, 1, visits("others", 5))));

    var added = visits.add(records, () -> new VisitFold(USER_AGENTS, _ -> false));

    assertThat(added).hasValueSatisfying(fold -> assertThat(fold.clicks()).isZero());
    assertThat(visits.total("others")).isZero();
    assertThat(visits.offsets("others")).containsExactly(Map.entry(0, 10L));
  }

  /** Another counter took over in the middle: what overlaps is refused whole. */
  @Test
  void add_overlappingRecords_isRefused_theNextIsTaken() {
    var partition = new TopicPartition("overlap", 3);
    var one = visits("overlap", 1);
    add(new Counted(partition, 0, 10, List.of(batch(2, 1, one))));

    assertThat(add(new Counted(partition, 5, 15, List.of(batch(2, 2, one))))).isFalse();
    assertThat(add(new Counted(partition, 10, 15, List.of(batch(2, 2, one))))).isTrue();
    assertThat(add(new Counted(partition, 20, 25, List.of(batch(2, 3, one))))).isTrue();

    assertThat(visits.total("overlap")).isEqualTo(3);
  }

  /** Kafka has it twice, as the sender did not hear that it arrived. */
  @Test
  void add_batchSentTwice_countsOnce_inOnePollOrTwo() {
    var partition = new TopicPartition("again", 0);
    var first = batch(3, 1, visits("again", 10));
    var second = batch(3, 2, visits("again", 100));
    var third = batch(3, 3, visits("again", 1_000));

    add(new Counted(partition, 0, 3, List.of(first, third, first)));
    add(new Counted(partition, 3, 6, List.of(first, second, third)));
    add(new Counted(partition, 6, 8, List.of(second, batch(4, 1, visits("again", 10_000)))));

    assertThat(visits.total("again")).isEqualTo(11_110);
  }

  /** Killed between the last write and the commit: nothing stands, and the next counts it all. */
  @Test
  void add_connectionDiesBeforeCommit_leavesNothing_theNextCountsAll() {
    var partition = new TopicPartition("killed", 0);
    var records = new Counted(partition, 0, 1, List.of(batch(5, 1, visits("killed", 5))));
    add(new Counted(partition, 0, 0, List.of()));

    assertThatThrownBy(() ->
            database.<Boolean>transaction(handle -> {
              visits.add(handle, records, () -> new VisitFold(USER_AGENTS, _ -> true));
              handle.execute("SELECT pg_terminate_backend(pg_backend_pid())");
              return true;
            }))
        .isInstanceOf(RuntimeException.class);
    assertThat(visits.total("killed")).isZero();
    assertThat(stats.allTime("killed").visitors()).isZero();

    assertThat(add(records)).isTrue();
    assertThat(add(records)).isFalse();
    assertThat(visits.total("killed")).isEqualTo(5);
    assertThat(stats.allTime("killed").visitors()).isEqualTo(5);
  }

  /** Each takes the same rows in the same order, whatever the order in its records. */
  @Test
  void add_twoCountersAtOnceOnTheSameLinks_neitherWaitsForEver() throws Exception {
    var rounds = 20;
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var counters = new ArrayList<Future<?>>();
      for (var counter = 0; counter < 2; counter++) {
        var partition = new TopicPartition("crowd", counter);
        var sender = 100 + counter;
        counters.add(
            executor.submit(() -> {
              for (var round = 0; round < rounds; round++) {
                var clicks = shuffledClicks(sender * 1_000 + round);
                var records =
                    new Counted(
                        partition, round, round + 1, List.of(batch(sender, round + 1, clicks)));
                assertThat(add(records)).isTrue();
              }
            }));
      }
      for (var counter : counters) {
        counter.get(60, TimeUnit.SECONDS);
      }
    }

    for (var link = 0; link < 50; link++) {
      assertThat(visits.total("crowd" + link)).isEqualTo(2L * rounds);
      assertThat(stats.allTime("crowd" + link).visitors()).isBetween(38L, 41L);
    }
  }

  @Test
  void series_byInterval_isCutInUtc() {
    var start = Instant.parse("2026-03-01T23:58:00Z").toEpochMilli();
    var clicks = new ArrayList<Click>();
    for (var minute = 0; minute < 4; minute++) {
      clicks.add(new Click("series", start + minute * 60_000L, minute, FIREFOX, "", ""));
    }
    add(new Counted(new TopicPartition("series", 0), 0, 1, List.of(batch(6, 1, clicks))));
    var from = Instant.parse("2026-03-01T00:00:00Z");
    var to = Instant.parse("2026-03-03T00:00:00Z");

    assertThat(visits.series("series", from, to, Interval.MINUTE)).hasSize(4);
    assertThat(visits.series("series", from, to, Interval.DAY))
        .containsExactly(
            new PostgresVisits.Point(Instant.parse("2026-03-01T00:00:00Z"), 2),
            new PostgresVisits.Point(Instant.parse("2026-03-02T00:00:00Z"), 2));
  }

  @Test
  void stats_rangeOrAllTime_areThoseOfItsDays() {
    var first = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
    var second = Instant.parse("2026-03-02T12:00:00Z").toEpochMilli();
    var clicks =
        List.of(
            new Click("who", first, HASH, FIREFOX, "example.com", "DE"),
            new Click("who", first, HASH, FIREFOX, "example.com", "DE"),
            new Click("who", first, ~HASH, GOOGLEBOT, "", ""),
            new Click("who", second, HASH >>> 1, FIREFOX, "", "US"));
    add(new Counted(new TopicPartition("who", 0), 0, 1, List.of(batch(7, 1, clicks))));

    var all = stats.allTime("who");
    assertThat(all.visits()).isEqualTo(3);
    assertThat(all.visitors()).isEqualTo(2);
    assertThat(all.bots()).isEqualTo(1);
    assertThat(all.names().get(Facet.REFERRER))
        .containsExactly(new Named("example.com", 2), new Named("direct", 1));
    assertThat(all.names().get(Facet.COUNTRY))
        .containsExactly(new Named("DE", 2), new Named("US", 1));

    var range =
        stats.between(
            "who", Instant.parse("2026-03-02T00:00:00Z"), Instant.parse("2026-03-03T00:00:00Z"));
    assertThat(range.visits()).isEqualTo(1);
    assertThat(range.visitors()).isEqualTo(1);
    assertThat(range.bots()).isZero();
    assertThat(range.names().get(Facet.COUNTRY)).containsExactly(new Named("US", 1));
  }

  /** Somebody makes up referrers: 200 of them are kept, the rest is counted as one. */
  @Test
  void add_moreNamesThanALinkMayHave_theRestIsOther() {
    var partition = new TopicPartition("names", 0);
    for (var poll = 0; poll < 3; poll++) {
      var clicks = new ArrayList<Click>();
      for (var i = 0; i < 150; i++) {
        clicks.add(new Click("names", 0, i, FIREFOX, "host-%d-%d".formatted(poll, i), ""));
      }
      clicks.add(new Click("names", 0, 0, FIREFOX, "host-0-0", ""));
      add(new Counted(partition, poll, poll + 1, List.of(batch(8, poll + 1, clicks))));
    }

    var rows =
        database.query(handle ->
            handle
                .createQuery(
                    "SELECT name, visits FROM visits_by_name WHERE code = 'names' AND facet = 1"
                        + " ORDER BY visits DESC")
                .map((row, _) -> new Named(row.getString("name"), row.getLong("visits")))
                .list());
    assertThat(rows).hasSize(DayRows.NAMES_MAX + 1).startsWith(new Named("other", 250));
    assertThat(rows).contains(new Named("host-0-0", 4), new Named("host-1-0", 1));
    assertThat(rows.stream().mapToLong(Named::visits).sum()).isEqualTo(453);
  }

  @Test
  void add_nothingReadable_movesTheOffsetAlone() {
    var partition = new TopicPartition("empty", 0);

    assertThat(add(new Counted(partition, 0, 7, List.of()))).isTrue();

    assertThat(visits.offsets("empty")).containsExactly(Map.entry(0, 7L));
  }

  private static boolean add(Counted counted) {
    return visits.add(counted, () -> new VisitFold(USER_AGENTS, _ -> true)).isPresent();
  }

  private static ClickBatch batch(long sender, long sequence, List<Click> clicks) {
    return new ClickBatch(sender, sequence, clicks);
  }

  private static List<Click> visits(String code, int count) {
    return LongStream.rangeClosed(1, count)
        .mapToObj(i -> new Click(code, 1_800_000_000_000L, i * HASH, FIREFOX, "", ""))
        .toList();
  }

  private static List<Click> shuffledClicks(int seed) {
    var clicks = new ArrayList<Click>();
    for (var link = 0; link < 50; link++) {
      clicks.add(
          new Click("crowd" + link, 0, seed * HASH, FIREFOX, "host" + seed % 3 + ".com", "DE"));
    }
    Collections.shuffle(clicks, new Random(seed));
    return clicks;
  }
}
