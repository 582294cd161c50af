package dev.whiteboard.ratelimit.http;

import dev.whiteboard.kit.http.Pages;
import java.util.List;

/** The service's page: plain files, no build step. */
public final class RateLimiterPages {
  private static final List<String> FILES =
      List.of(
          "ratelimiter.css",
          "ratelimiter.js",
          "algorithms.js",
          "check.js",
          "gauges.js",
          "lanes.js",
          "patterns.js",
          "press.js",
          "replays.js",
          "service.js",
          "settings.js",
          "sketchpad.js",
          "strip.js",
          "tape.js");

  private RateLimiterPages() {}

  /** The page at {@code /}, its files under {@code /assets/}. */
  public static Pages pages() {
    var pages = new Pages().add("/", "pages/ratelimiter/index.html");
    FILES.forEach(file -> pages.add("/assets/" + file, "pages/ratelimiter/" + file));
    return pages;
  }
}
