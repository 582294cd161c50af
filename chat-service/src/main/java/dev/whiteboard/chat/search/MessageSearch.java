package dev.whiteboard.chat.search;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.Columns;
import dev.whiteboard.kit.metrics.LatencyTimer;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.StoreAwayException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Finds messages by their words. Blocks.
 *
 * <p>What a searcher may see is the caller's to say, in {@link Seen}: nothing else is looked at.
 * Each chat is looked for on its own shard, on all of them at once; the newest of what they bring
 * are the page. A shard that none of the chats is on is not asked.
 */
public final class MessageSearch {
  /** The server ends a search that takes longer: it has others to answer. */
  static final Duration STATEMENT_MAX = Duration.ofSeconds(2);

  /** How long a search waits for one before it to end. */
  private static final Duration TURN_WAIT_MAX = Duration.ofSeconds(1);

  private static final String LIMIT_TIME =
      "SET LOCAL statement_timeout = " + STATEMENT_MAX.toMillis();
  private static final String SEARCH = SearchIndex.sql("search");

  private final Shards<Database> databases;
  private final Semaphore turns;
  private final Timer timer;

  /**
   * In these databases.
   *
   * @param atOnceMax searches at a time, fewer than there are connections to each, of which one
   *     takes one: slow ones must not keep all else from the database
   */
  public MessageSearch(Shards<Database> databases, int atOnceMax, MeterRegistry registry) {
    this.databases = databases;
    this.turns = new Semaphore(atOnceMax);
    this.timer =
        LatencyTimer.builder("chat.search")
            .description("Searches, also those that were ended for their time")
            .register(registry);
  }

  /** A row, with what the message says now. */
  private record Row(SearchCursor place, @Nullable UUID from, @Nullable String body) {
    /** None where it was deleted since, or edited so that nothing is in it any more. */
    Optional<Hit> hit(SearchQuery query) {
      if (from == null || body == null) {
        return Optional.empty();
      }
      var highlights = query.highlights(body);
      return highlights.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Hit(
                  place.chat(),
                  place.seq(),
                  new UserId(from),
                  place.at(),
                  Excerpt.of(body, highlights)));
    }
  }

  /**
   * Finds the newest messages, one page of them.
   *
   * @param seen where to look
   * @param before of the page before; empty for the first
   * @param limit how many at most
   * @throws StoreAwayException where that can't be told now, or not in time, by one of the shards:
   *     a page with gaps would look as if nothing were there
   */
  public HitPage find(
      List<Seen> seen, SearchQuery query, Optional<SearchCursor> before, int limit) {
    return timer.record(() -> inTurn(() -> page(seen, query, before, limit)));
  }

  /** Also while hits are made of rows: that is work, too. */
  private HitPage inTurn(Supplier<HitPage> search) {
    takeTurn();
    try {
      return search.get();
    } finally {
      turns.release();
    }
  }

  private HitPage page(
      List<Seen> seen, SearchQuery query, Optional<SearchCursor> before, int limit) {
    // One more than is asked for tells whether there is a next page.
    var sought = new Sought(query, before.orElse(SearchCursor.START), limit + 1);
    var rows =
        databases.with(shares(seen), Share::new).askAll(share -> share.rows(sought)).stream()
            .flatMap(List::stream)
            .sorted(Comparator.comparing(Row::place, SearchCursor.NEWEST_FIRST))
            .limit(sought.limit)
            .toList();
    var shown = rows.subList(0, Math.min(limit, rows.size()));
    var hits = shown.stream().map(row -> row.hit(query)).flatMap(Optional::stream).toList();
    return new HitPage(
        hits, rows.size() > limit ? Optional.of(shown.getLast().place) : Optional.empty());
  }

  /** Of each shard the chats that it has. */
  private Shards<List<Seen>> shares(List<Seen> seen) {
    var shares =
        seen.stream().collect(Collectors.groupingBy(one -> databases.number(one.chat().value())));
    return Shards.inOrder(
        IntStream.range(0, databases.all().size())
            .mapToObj(number -> shares.getOrDefault(number, List.of()))
            .toList());
  }

  /** What each shard is asked for. */
  private record Sought(SearchQuery query, SearchCursor before, int limit) {}

  /** Where on a shard that is looked for. */
  private record Share(Database database, List<Seen> seen) {
    List<Row> rows(Sought sought) {
      if (seen.isEmpty()) {
        return List.of();
      }
      return database.transaction(handle -> {
        handle.execute(LIMIT_TIME);
        return MessageSearch.rows(handle, seen, sought);
      });
    }
  }

  private void takeTurn() {
    try {
      if (!turns.tryAcquire(TURN_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new StoreAwayException("too many searches at once");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreAwayException("interrupted while others search");
    }
  }

  private static List<Row> rows(Handle handle, List<Seen> seen, Sought sought) {
    var before = sought.before;
    return new Columns<>(handle, handle.createQuery(SEARCH), seen)
        .with("chats", "uuid", one -> one.chat().value())
        .with("afters", "int8", Seen::after)
        .with("uptos", "int8", Seen::upto)
        .bound()
        .bind("query", sought.query.tsquery())
        .bind("beforeAt", before.at().atOffset(ZoneOffset.UTC))
        .bind("beforeChat", before.chat().value())
        .bind("beforeSeq", before.seq())
        .bind("limit", sought.limit)
        .map((row, _) -> read(row))
        .list();
  }

  private static Row read(ResultSet row) throws SQLException {
    var place =
        new SearchCursor(
            row.getTimestamp("sent_at").toInstant(),
            new ChatId(row.getObject("chat_id", UUID.class)),
            row.getLong("seq"));
    return new Row(place, row.getObject("sender_id", UUID.class), row.getString("body"));
  }
}
