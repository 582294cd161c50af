package dev.whiteboard.shortener.click;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import dev.whiteboard.shortener.click.PostgresVisits.Counted;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@NeedsStack(Server.POSTGRES)
final class PostgresVisitsIT {
  private static Database database;
  private static PostgresVisits visits;

  @BeforeAll
  static void open(TestStack stack) {
    database = Database.open(DatabaseUrl.parse(stack.databaseUrl()), "shortener", 4);
    database.migrate("db/shortener");
    visits = new PostgresVisits(database);
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void add_sameBatchTwice_countsOnce() {
    var partition = new TopicPartition("twice", 0);
    var batch = new Counted(partition, 0, 10, clicks("twice", 5));

    assertThat(visits.add(batch)).isTrue();
    assertThat(visits.add(batch)).isFalse();

    assertThat(visits.total("twice")).isEqualTo(5);
    assertThat(visits.offsets("twice")).containsExactly(Map.entry(0, 10L));
  }

  /** Another counter took over in the middle: what overlaps is refused whole. */
  @Test
  void add_overlappingBatch_isRefused_theNextIsTaken() {
    var partition = new TopicPartition("overlap", 3);
    visits.add(new Counted(partition, 0, 10, clicks("overlap", 1)));

    assertThat(visits.add(new Counted(partition, 5, 15, clicks("overlap", 1)))).isFalse();
    assertThat(visits.add(new Counted(partition, 10, 15, clicks("overlap", 1)))).isTrue();
    assertThat(visits.add(new Counted(partition, 20, 25, clicks("overlap", 1)))).isTrue();

    assertThat(visits.total("overlap")).isEqualTo(3);
  }

  @Test
  void series_byInterval_isCutInUtc() {
    var start = Instant.parse("2026-03-01T23:58:00Z").toEpochMilli();
    var fold = new VisitFold();
    for (var minute = 0; minute < 4; minute++) {
      fold.add("series", start + minute * 60_000L);
    }
    visits.add(new Counted(new TopicPartition("series", 0), 0, 1, fold));
    var from = Instant.parse("2026-03-01T00:00:00Z");
    var to = Instant.parse("2026-03-03T00:00:00Z");

    assertThat(visits.series("series", from, to, Interval.MINUTE)).hasSize(4);
    assertThat(visits.series("series", from, to, Interval.DAY))
        .containsExactly(
            new PostgresVisits.Point(Instant.parse("2026-03-01T00:00:00Z"), 2),
            new PostgresVisits.Point(Instant.parse("2026-03-02T00:00:00Z"), 2));
  }

  private static VisitFold clicks(String code, int count) {
    var fold = new VisitFold();
    for (var i = 0; i < count; i++) {
      fold.add(code, 1_800_000_000_000L);
    }
    return fold;
  }
}
