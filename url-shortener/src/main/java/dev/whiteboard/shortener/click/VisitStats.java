package dev.whiteboard.shortener.click;

import dev.whiteboard.kit.store.Database;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Who visited a link, read from what {@link PostgresVisits} adds. All calls block. */
public final class VisitStats {
  /** Names of a facet that are read; the most frequent. */
  private static final int NAMES_MAX = 100;

  private static final String ALL_VISITS =
      "SELECT coalesce(sum(visits), 0) FROM visit_totals WHERE code = :code";

  private static final String VISITS_BETWEEN =
      """
      SELECT coalesce(sum(visits), 0) FROM visits_by_minute
      WHERE code = :code AND minute >= :from AND minute < :to
      """;

  private static final String VISITORS =
      """
      SELECT coalesce(sum(visitors), 0) AS visitors, coalesce(sum(bots), 0) AS bots
      FROM visits_by_day WHERE code = :code AND day BETWEEN :first AND :last
      """;

  private static final String NAMES =
      """
      SELECT facet, name, visits FROM (
        SELECT facet, name, sum(visits) AS visits,
          row_number() OVER (PARTITION BY facet ORDER BY sum(visits) DESC, name) AS rank
        FROM visits_by_name WHERE code = :code AND day BETWEEN :first AND :last
        GROUP BY facet, name) AS ranked
      WHERE rank <= :max ORDER BY facet, rank
      """;

  private static final Days ALL_DAYS = new Days(LocalDate.EPOCH, LocalDate.of(9999, 12, 31));

  private final Database database;

  /** Over this database. */
  public VisitStats(Database database) {
    this.database = database;
  }

  /**
   * Visits that have a name in common.
   *
   * @param name such as Firefox
   * @param visits how many
   */
  public record Named(String name, long visits) {}

  /**
   * Who came.
   *
   * @param visits how often people did
   * @param visitors how many, each counted once a day; to 1.6 %
   * @param bots how often others did
   * @param names what the visits have in common, the most frequent first; a facet without any is
   *     missing
   */
  public record Summary(long visits, long visitors, long bots, Map<Facet, List<Named>> names) {}

  private record Days(LocalDate first, LocalDate last) {}

  private record Visitors(long visitors, long bots) {}

  /** Who ever came. */
  public Summary allTime(String code) {
    return database.query(handle -> {
      var visits = handle.createQuery(ALL_VISITS).bind("code", code).mapTo(Long.class).one();
      return summary(handle, code, visits, ALL_DAYS);
    });
  }

  /**
   * Who came in a range of time. Visits are those of its minutes, all else is kept by the day and
   * is of all days in UTC that the range touches.
   *
   * @param from the start, inclusive
   * @param to the end, exclusive
   */
  public Summary between(String code, Instant from, Instant to) {
    return database.query(handle -> {
      var visits =
          handle
              .createQuery(VISITS_BETWEEN)
              .bind("code", code)
              .bind("from", from)
              .bind("to", to)
              .mapTo(Long.class)
              .one();
      return summary(handle, code, visits, new Days(day(from), day(to.minusNanos(1))));
    });
  }

  private static LocalDate day(Instant at) {
    return LocalDate.ofInstant(at, ZoneOffset.UTC);
  }

  private static Summary summary(Handle handle, String code, long visits, Days days) {
    var visitors =
        handle
            .createQuery(VISITORS)
            .bind("code", code)
            .bind("first", days.first)
            .bind("last", days.last)
            .map((row, _) -> new Visitors(row.getLong("visitors"), row.getLong("bots")))
            .one();
    return new Summary(visits, visitors.visitors, visitors.bots, names(handle, code, days));
  }

  private static Map<Facet, List<Named>> names(Handle handle, String code, Days days) {
    var names = new EnumMap<Facet, List<Named>>(Facet.class);
    handle
        .createQuery(NAMES)
        .bind("code", code)
        .bind("first", days.first)
        .bind("last", days.last)
        .bind("max", NAMES_MAX)
        .map((row, _) ->
            Map.entry(
                Facet.of(row.getInt("facet")),
                new Named(row.getString("name"), row.getLong("visits"))))
        .forEach(named ->
            names.computeIfAbsent(named.getKey(), _ -> new ArrayList<>()).add(named.getValue()));
    return names;
  }
}
