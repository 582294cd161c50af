package dev.whiteboard.shortener.click;

import static java.util.stream.Collectors.toMap;

import dev.whiteboard.kit.store.Database;
import dev.whiteboard.shortener.click.VisitFold.Minute;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.jdbi.v3.core.Handle;

/** Visits in PostgreSQL, and which clicks are counted in them. All calls block. */
public final class PostgresVisits {
  private static final String ADVANCE =
      """
      INSERT INTO click_offsets (topic, partition, next_offset) VALUES (:topic, :partition, :next)
      ON CONFLICT (topic, partition) DO UPDATE SET next_offset = :next
      WHERE click_offsets.next_offset <= :first
      """;

  private static final String SEEN =
      """
      SELECT sender, highest, seen FROM click_senders WHERE sender = ANY(:senders)
      ORDER BY sender FOR UPDATE
      """;

  private static final String SEE =
      """
      INSERT INTO click_senders (sender, highest, seen, counted_on)
      SELECT sender, highest, seen, current_date
      FROM unnest(:senders, :highest, :seen) AS now (sender, highest, seen)
      ON CONFLICT (sender)
      DO UPDATE SET highest = excluded.highest, seen = excluded.seen, counted_on = current_date
      """;

  private static final String ADD_TOTALS =
      """
      INSERT INTO visit_totals (code, visits)
      SELECT code, sum(visits) FROM unnest(:codes, :visits) AS added (code, visits)
      GROUP BY code ORDER BY code
      ON CONFLICT (code) DO UPDATE SET visits = visit_totals.visits + excluded.visits
      """;

  private static final String ADD_MINUTES =
      """
      INSERT INTO visits_by_minute (code, minute, visits)
      SELECT code, to_timestamp(at_seconds), visits
      FROM unnest(:codes, :minutes, :visits) AS added (code, at_seconds, visits)
      ON CONFLICT (code, minute) DO UPDATE SET visits = visits_by_minute.visits + excluded.visits
      """;

  private static final String SERIES =
      """
      SELECT date_bin(:every::interval, minute, 'epoch') AS at, sum(visits) AS visits
      FROM visits_by_minute
      WHERE code = :code AND minute >= :from AND minute < :to
      GROUP BY at ORDER BY at
      """;

  private final Database database;

  /** Visits in this database. */
  public PostgresVisits(Database database) {
    this.database = database;
  }

  /**
   * Clicks from one partition of the topic.
   *
   * @param partition where they came from: the topic's identity, and a number
   * @param firstOffset the first record's offset
   * @param nextOffset the offset behind the last record
   * @param batches what they hold, in order
   */
  public record Counted(
      TopicPartition partition, long firstOffset, long nextOffset, List<ClickBatch> batches) {}

  /**
   * Visits since a moment.
   *
   * @param at when the interval began
   * @param visits how many were in it
   */
  public record Point(Instant at, long visits) {}

  /**
   * Adds visits and moves the offset, in one transaction. A batch that came before, from whichever
   * offset, is passed over.
   *
   * @param empty makes the fold that the clicks are added by way of
   * @return what was added; empty, and nothing is added, where another counter has been past the
   *     first offset
   */
  public Optional<VisitFold> add(Counted counted, Supplier<VisitFold> empty) {
    return database.transaction(handle -> add(handle, counted, empty));
  }

  /** As {@link #add(Counted, Supplier)}, in this transaction. */
  Optional<VisitFold> add(Handle handle, Counted counted, Supplier<VisitFold> empty) {
    if (!advance(handle, counted)) {
      handle.rollback();
      return Optional.empty();
    }
    var fold = empty.get();
    newOnes(handle, counted.batches()).forEach(batch -> fold.addAll(batch.clicks()));
    addVisits(handle, fold.minutes());
    new DayRows(handle).add(fold);
    return Optional.of(fold);
  }

  /**
   * Up to where each partition is counted; one that never was is missing.
   *
   * @param topic the topic's identity
   */
  public Map<Integer, Long> offsets(String topic) {
    return database.query(handle ->
        handle
            .createQuery("SELECT partition, next_offset FROM click_offsets WHERE topic = :topic")
            .bind("topic", topic)
            .map((row, _) -> Map.entry(row.getInt("partition"), row.getLong("next_offset")))
            .collect(toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  /** Forgets senders whose batches nobody can send again: no topic and no node keeps them. */
  public void forgetOldSenders() {
    database.query(
        handle -> handle.execute("DELETE FROM click_senders WHERE counted_on < current_date - 60"));
  }

  /** All visits of a link. */
  public long total(String code) {
    var total =
        database.query(handle ->
            handle
                .createQuery("SELECT visits FROM visit_totals WHERE code = :code")
                .bind("code", code)
                .mapTo(Long.class)
                .findOne());
    return total.orElse(0L);
  }

  /** All visits of each of these links; one that has none is missing. */
  public Map<String, Long> totals(List<String> codes) {
    return database.query(handle ->
        handle
            .createQuery("SELECT code, visits FROM visit_totals WHERE code = ANY (:codes)")
            .bindArray("codes", String.class, codes)
            .map((row, _) -> Map.entry(row.getString("code"), row.getLong("visits")))
            .collect(toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  /**
   * A link's visits over time; intervals without any are left out.
   *
   * @param from the first interval's start
   * @param to the end, exclusive
   * @param every an interval's length
   */
  public List<Point> series(String code, Instant from, Instant to, Interval every) {
    return database.query(handle ->
        handle
            .createQuery(SERIES)
            .bind("code", code)
            .bind("from", from)
            .bind("to", to)
            .bind("every", every.sql())
            .map((row, _) -> new Point(row.getTimestamp("at").toInstant(), row.getLong("visits")))
            .list());
  }

  private static boolean advance(Handle handle, Counted counted) {
    return handle
            .createUpdate(ADVANCE)
            .bind("topic", counted.partition().topic())
            .bind("partition", counted.partition().partition())
            .bind("first", counted.firstOffset())
            .bind("next", counted.nextOffset())
            .execute()
        == 1;
  }

  /** Those that did not come before, in order; from now on they did. */
  private static List<ClickBatch> newOnes(Handle handle, List<ClickBatch> batches) {
    var windows = windows(handle, batches.stream().map(ClickBatch::sender).distinct().toList());
    var fresh = new ArrayList<ClickBatch>();
    for (var batch : batches) {
      var window = windows.getOrDefault(batch.sender(), ReplayWindow.EMPTY);
      if (!window.has(batch.sequence())) {
        windows.put(batch.sender(), window.with(batch.sequence()));
        fresh.add(batch);
      }
    }
    handle
        .createUpdate(SEE)
        .bindArray("senders", Long.class, new ArrayList<>(windows.keySet()))
        .bindArray("highest", Long.class, windows.values().stream().map(w -> w.highest()).toList())
        .bindArray("seen", Long.class, windows.values().stream().map(w -> w.seen()).toList())
        .execute();
    return fresh;
  }

  private static SortedMap<Long, ReplayWindow> windows(Handle handle, List<Long> senders) {
    var windows = new TreeMap<Long, ReplayWindow>();
    handle
        .createQuery(SEEN)
        .bindArray("senders", Long.class, senders)
        .map((row, _) ->
            Map.entry(
                row.getLong("sender"),
                new ReplayWindow(row.getLong("highest"), row.getLong("seen"))))
        .forEach(entry -> windows.put(entry.getKey(), entry.getValue()));
    return windows;
  }

  private static void addVisits(Handle handle, SortedMap<Minute, Long> visits) {
    if (visits.isEmpty()) {
      return;
    }
    var codes = visits.keySet().stream().map(Minute::code).toList();
    var minutes = visits.keySet().stream().map(m -> m.startMillis() / 1_000).toList();
    var counts = new ArrayList<>(visits.values());
    handle
        .createUpdate(ADD_TOTALS)
        .bindArray("codes", String.class, codes)
        .bindArray("visits", Long.class, counts)
        .execute();
    handle
        .createUpdate(ADD_MINUTES)
        .bindArray("codes", String.class, codes)
        .bindArray("minutes", Long.class, minutes)
        .bindArray("visits", Long.class, counts)
        .execute();
  }
}
