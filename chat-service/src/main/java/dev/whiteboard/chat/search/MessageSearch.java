package dev.whiteboard.chat.search;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.Columns;
import dev.whiteboard.kit.metrics.LatencyTimer;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.StoreAwayException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Finds messages by their words. Blocks.
 *
 * <p>What a searcher may see is the caller's to say, in {@link Seen}: nothing else is looked at.
 */
public final class MessageSearch {
  /** The server ends a search that takes longer: it has others to answer. */
  static final Duration STATEMENT_MAX = Duration.ofSeconds(2);

  /** How long a search waits for one before it to end. */
  private static final Duration TURN_WAIT_MAX = Duration.ofSeconds(1);

  private static final String LIMIT_TIME =
      "SET LOCAL statement_timeout = " + STATEMENT_MAX.toMillis();
  private static final String SEARCH = SearchIndex.sql("search");

  private final Database database;
  private final Semaphore turns;
  private final Timer timer;

  /**
   * In this database.
   *
   * @param atOnceMax searches at a time, fewer than there are connections: slow ones must not keep
   *     all else from the database
   */
  public MessageSearch(Database database, int atOnceMax, MeterRegistry registry) {
    this.database = database;
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
   * @throws StoreAwayException where that can't be told now, or not in time
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
    var rows =
        database.transaction(handle -> {
          handle.execute(LIMIT_TIME);
          return rows(handle, seen, query, before.orElse(SearchCursor.START), limit + 1);
        });
    var shown = rows.subList(0, Math.min(limit, rows.size()));
    var hits = shown.stream().map(row -> row.hit(query)).flatMap(Optional::stream).toList();
    return new HitPage(
        hits, rows.size() > limit ? Optional.of(shown.getLast().place) : Optional.empty());
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

  private static List<Row> rows(
      Handle handle, List<Seen> seen, SearchQuery query, SearchCursor before, int limit) {
    return new Columns<>(handle, handle.createQuery(SEARCH), seen)
        .with("chats", "uuid", one -> one.chat().value())
        .with("afters", "int8", Seen::after)
        .with("uptos", "int8", Seen::upto)
        .bound()
        .bind("query", query.tsquery())
        .bind("beforeAt", before.at().atOffset(ZoneOffset.UTC))
        .bind("beforeChat", before.chat().value())
        .bind("beforeSeq", before.seq())
        .bind("limit", limit)
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
