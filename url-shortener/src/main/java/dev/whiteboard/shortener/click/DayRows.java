package dev.whiteboard.shortener.click;

import static java.util.stream.Collectors.toSet;

import dev.whiteboard.shortener.click.VisitFold.Day;
import dev.whiteboard.shortener.click.VisitFold.DayVisitors;
import dev.whiteboard.shortener.click.VisitFold.Name;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * The rows of visits by day: who came, and what they have in common. One transaction's statements.
 *
 * <p>A day's row is written first, always, and with that locked. Whoever changes its sketch or its
 * names holds this lock, so sketches are merged here rather than in SQL, and names are counted
 * before one more is added.
 */
final class DayRows {
  /** Different names of a facet that a link may have on a day; the rest is counted together. */
  static final int NAMES_MAX = 200;

  /** Under which the rest is counted; user agents that tell nothing are, too. */
  static final String OTHER = "other";

  private static final String LOCK_AND_ADD_BOTS =
      """
      INSERT INTO visits_by_day AS kept (code, day, bots)
      SELECT code, date '1970-01-01' + day, bots
      FROM unnest(:codes, :days, :bots) AS added (code, day, bots)
      ON CONFLICT (code, day) DO UPDATE SET bots = kept.bots + excluded.bots
      RETURNING code, day - date '1970-01-01' AS day, visitors_sketch
      """;

  private static final String SET_VISITORS =
      """
      UPDATE visits_by_day AS kept
      SET visitors = merged.visitors, visitors_sketch = decode(merged.sketch, 'hex')
      FROM unnest(:codes, :days, :visitors, :sketches) AS merged (code, day, visitors, sketch)
      WHERE kept.code = merged.code AND kept.day = date '1970-01-01' + merged.day
      """;

  private static final String ADD_TO_KNOWN_NAMES =
      """
      UPDATE visits_by_name AS kept SET visits = kept.visits + added.visits
      FROM unnest(:codes, :days, :facets, :names, :visits)
        AS added (code, day, facet, name, visits)
      WHERE kept.code = added.code AND kept.day = date '1970-01-01' + added.day
        AND kept.facet = added.facet AND kept.name = added.name
      RETURNING added.code, added.day, added.facet, added.name
      """;

  private static final String COUNT_NAMES =
      """
      SELECT kept.code, kept.day - date '1970-01-01' AS day, facet, count(*) AS names
      FROM visits_by_name AS kept
      JOIN unnest(:codes, :days) AS asked (code, day)
        ON kept.code = asked.code AND kept.day = date '1970-01-01' + asked.day
      GROUP BY kept.code, kept.day, facet
      """;

  private static final String ADD_NAMES =
      """
      INSERT INTO visits_by_name AS kept (code, day, facet, name, visits)
      SELECT code, date '1970-01-01' + day, facet, name, visits
      FROM unnest(:codes, :days, :facets, :names, :visits)
        AS added (code, day, facet, name, visits)
      ON CONFLICT (code, day, facet, name) DO UPDATE SET visits = kept.visits + excluded.visits
      """;

  private record DayFacet(Day day, Facet facet) {}

  private final Handle handle;

  /** In this transaction. */
  DayRows(Handle handle) {
    this.handle = handle;
  }

  /** Adds a fold's days and names. */
  void add(VisitFold fold) {
    if (fold.clicks() > 0) {
      setVisitors(merged(fold.days()));
      addNames(fold.names());
    }
  }

  /** Locks the days; returns the sketches that the visitors change. */
  private SortedMap<Day, HyperLogLog> merged(SortedMap<Day, DayVisitors> days) {
    var changed = new TreeMap<Day, HyperLogLog>();
    bindDays(handle.createQuery(LOCK_AND_ADD_BOTS), days.keySet())
        .bindArray("bots", Long.class, days.values().stream().map(DayVisitors::bots).toList())
        .map((row, _) ->
            Map.entry(
                new Day(row.getString("code"), row.getInt("day")), row.getBytes("visitors_sketch")))
        .forEach(kept -> {
          var sketch = HyperLogLog.fromBytes(kept.getValue());
          var added = days.get(kept.getKey());
          if (added != null && sketch.merge(added.visitors())) {
            changed.put(kept.getKey(), sketch);
          }
        });
    return changed;
  }

  private void setVisitors(SortedMap<Day, HyperLogLog> sketches) {
    if (sketches.isEmpty()) {
      return;
    }
    var all = sketches.values();
    bindDays(handle.createUpdate(SET_VISITORS), sketches.keySet())
        .bindArray("visitors", Long.class, all.stream().map(HyperLogLog::estimate).toList())
        .bindArray("sketches", String.class, all.stream().map(DayRows::hex).toList())
        .execute();
  }

  /** The driver binds no arrays of bytes in lists. */
  private static String hex(HyperLogLog sketch) {
    return HexFormat.of().formatHex(sketch.toBytes());
  }

  private void addNames(SortedMap<Name, Long> names) {
    if (names.isEmpty()) {
      return;
    }
    var unknown = new TreeMap<>(names);
    unknown.keySet().removeAll(addToKnown(names));
    if (!unknown.isEmpty()) {
      bindNames(handle.createUpdate(ADD_NAMES), bounded(unknown)).execute();
    }
  }

  private Set<Name> addToKnown(SortedMap<Name, Long> names) {
    return bindNames(handle.createQuery(ADD_TO_KNOWN_NAMES), names)
        .map((row, _) ->
            new Name(
                new Day(row.getString("code"), row.getInt("day")),
                Facet.of(row.getInt("facet")),
                row.getString("name")))
        .collect(toSet());
  }

  /** As many new names as there is room for; the rest under one. */
  private SortedMap<Name, Long> bounded(SortedMap<Name, Long> unknown) {
    var counts = countNames(unknown.keySet().stream().map(Name::day).distinct().toList());
    var bounded = new TreeMap<Name, Long>();
    unknown.forEach((name, visits) -> {
      var count = counts.merge(new DayFacet(name.day(), name.facet()), 1L, Long::sum);
      var shown = count <= NAMES_MAX ? name : new Name(name.day(), name.facet(), OTHER);
      bounded.merge(shown, visits, Long::sum);
    });
    return bounded;
  }

  private Map<DayFacet, Long> countNames(Collection<Day> days) {
    var counts = new HashMap<DayFacet, Long>();
    bindDays(handle.createQuery(COUNT_NAMES), days)
        .map((row, _) ->
            Map.entry(
                new DayFacet(
                    new Day(row.getString("code"), row.getInt("day")),
                    Facet.of(row.getInt("facet"))),
                row.getLong("names")))
        .forEach(count -> counts.put(count.getKey(), count.getValue()));
    return counts;
  }

  private static <S extends SqlStatement<S>> S bindDays(S statement, Collection<Day> days) {
    return statement
        .bindArray("codes", String.class, days.stream().map(Day::code).toList())
        .bindArray("days", Integer.class, days.stream().map(Day::epochDay).toList());
  }

  private static <S extends SqlStatement<S>> S bindNames(
      S statement, SortedMap<Name, Long> visits) {
    var names = visits.keySet();
    return bindDays(statement, names.stream().map(Name::day).toList())
        .bindArray("facets", Integer.class, names.stream().map(n -> n.facet().id()).toList())
        .bindArray("names", String.class, names.stream().map(Name::name).toList())
        .bindArray("visits", Long.class, new ArrayList<>(visits.values()));
  }
}
