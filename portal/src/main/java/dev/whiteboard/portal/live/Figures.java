package dev.whiteboard.portal.live;

import dev.whiteboard.portal.live.Figure.Measure.Level;
import dev.whiteboard.portal.live.Figure.Measure.Rate;
import dev.whiteboard.portal.live.Figure.Measure.Share;
import java.util.List;
import java.util.Map;

/** Which figures there are: those that each system is asked for in an interview. */
public final class Figures {
  private static final Series REDIRECTS =
      Series.of("shortener_redirects_total").where("outcome", "redirected");

  private static final Series LOOKUPS = Series.of("shortener_cache_requests_total");
  private static final Series FROM_CACHE =
      LOOKUPS.where("tier", "memory", "redis").where("result", "hit");

  /** A miss of a tier is asked of the next: each look-up ends once, in a hit or behind them. */
  private static final Series BEHIND_CACHES = LOOKUPS.where("tier", "filter", "postgresql");

  private static final Series RULINGS = Series.of("ratelimit_decisions_total");

  private static final Series AT_EDGES = Series.of("cdn_requests_total").where("tier", "edge");

  private static final Map<String, List<Figure>> OF_SYSTEMS =
      Map.of(
          "url-shortener",
          List.of(
              new Figure("redirects", "redirects/s", new Rate(REDIRECTS)),
              new Figure(
                  "cached",
                  "found in memory or Redis",
                  new Share(FROM_CACHE, List.of(FROM_CACHE, BEHIND_CACHES)))),
          "rate-limiter",
          List.of(
              new Figure(
                  "decisions",
                  "decisions/s",
                  new Rate(Series.of("ratelimit_decision_seconds_count"))),
              new Figure(
                  "denied",
                  "of what rules said was no",
                  new Share(RULINGS.where("outcome", "denied"), List.of(RULINGS)))),
          "cdn-cache",
          List.of(
              new Figure("requests", "requests/s at the edges", new Rate(AT_EDGES)),
              new Figure(
                  "hits",
                  "hit ratio at the edges",
                  new Share(
                      AT_EDGES.where("result", "hit", "stale", "revalidated"), List.of(AT_EDGES)))),
          "chat-service",
          List.of(
              new Figure("sockets", "open sockets", new Level(Series.of("chat_connections"))),
              new Figure(
                  "deliveries",
                  "deliveries/s",
                  new Rate(Series.of("chat_delivery_seconds_count")))));

  private Figures() {}

  /** Those of a system, the one that tells most first; none for one that is not known here. */
  public static List<Figure> of(String system) {
    return OF_SYSTEMS.getOrDefault(system, List.of());
  }
}
